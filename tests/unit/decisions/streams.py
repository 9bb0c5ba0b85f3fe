"""Streams of people as they could come to an area: made from a seed, so that each test sees the same."""

from collections.abc import Callable, Iterator
from math import exp, pi, sin
from random import Random

from chalicelib.decisions.surge import assess, learn
from chalicelib.model.surge import Area, Watch

WATCH = Watch()
HOUR, DAY, WEEK = 60, 1440, 10_080
MONDAY = 4 * DAY + 52 * WEEK  # a minute at which a Monday begins
Expected = Callable[[int], float]


def poisson(random: Random, mean: float) -> int:
    """How many come when so many are expected (Knuth's; the normal's when many)."""
    if mean > 60:
        return max(0, round(random.gauss(mean, mean**0.5)))
    left, count, product = exp(-mean), 0, random.random()
    while product > left:
        count, product = count + 1, product * random.random()
    return count


def quiet(minute: int) -> float:
    """Three people a week, at any time."""
    return 3 * WATCH.minutes / WEEK


def busy(minute: int) -> float:
    """A thousand an hour at noon of a weekday, a fifth of that at night, a third at weekends."""
    hour = minute % DAY / HOUR
    daily = 0.2 + 0.8 * max(0.0, sin((hour - 6) / 14 * pi))
    weekend = (minute - MONDAY) % WEEK >= 5 * DAY
    return 1000 / 12 * daily * (1 / 3 if weekend else 1)


def stream(expected: Expected, start: int, minutes: int, seed: int = 1) -> Iterator[tuple[int, int]]:
    """(bucket, people) for so many minutes."""
    random = Random(seed)
    return ((at, poisson(random, expected(at))) for at in range(start, start + minutes, WATCH.minutes))


def learnt(area: Area, buckets: Iterator[tuple[int, int]]) -> tuple[Area, list[str]]:
    """The area after these, and the reasons of what was newly suspected on the way."""
    reasons = []
    for at, people in buckets:
        found, stood = assess(area, at, people, WATCH), area.standing
        area = learn(area, at, people, WATCH)
        if found.suspected and stood is None:
            reasons.append(found.reason)
    return area, reasons
