"""Is this area's stream of reports a surge? Counts of independent people in, a suspicion with its reason out.

Over each window (minutes to half a day) the people who came are compared with those who are usual at this hour of the
week (decisions/rhythm.py). A surge is suspected when they are at least `least`, at least `TIMES` the usual, and rarer
than what chance would bring a few times a month in this very area (decisions/rarity.py): so the same rule serves an
area with three reports a week, one with a thousand an hour and one whose counts have no unit.

A suspicion stands until the area was calm for `CALM` minutes, and nothing new is suspected meanwhile. *Not an outage*
raises the bar above what was dismissed; that fades by half each week.

Call `learn` (or `catch_up`) once for each bucket that has closed, in order, zeros too (a bucket left out is one of
which nothing is known), and `assess` whenever somebody wants to know, with the people of the bucket under way.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from math import ceil, floor

from chalicelib.decisions import rarity
from chalicelib.decisions.rhythm import FIRST_HOURS, learn_rhythm, level, rhythm, unknown
from chalicelib.model.surge import Area, Assessment, Scatter, Standing, Watch

CALM = 180
LEARNT_OF_A_SURGE = 60  # minutes from its beginning
TIMES = 1.5  # what is usual; a smaller rise is nobody's outage
CALM = 180
LEARNT_OF_A_SURGE = 60  # minutes from its beginning
CALM_SHARE = 0.25  # of the bar: evidence below it is calm
ONE_IN_TWENTY = 1.35  # nats of the one-sided 5 % point
DOUBT_MARGIN, MOST_DOUBT, DOUBT_HALF_LIFE = 1.25, 3.0, 7 * 24.0
WEEK = 10_080
PERSON_AGAIN = 720  # minutes: nobody is two people within the longest window


@dataclass(frozen=True, slots=True)
class _Window:
    span: int  # buckets
    people: float
    usual: float
    scatter: Scatter
    vague: float  # what is added to the spread while the hour is hardly known


def counts_again(last: int | None, minute: int) -> bool:
    """Whether somebody counted in the area at `last` is one more person now; a hundred clicks are one person."""
    return last is None or minute - last >= PERSON_AGAIN


def assess(area: Area, minute: int, people: float, watch: Watch) -> Assessment:
    """What to think of the area, given the people so far of the bucket under way."""
    return _judge(area, _windows(area, minute, people, watch), watch)


def learn(area: Area, minute: int, people: float, watch: Watch) -> Area:
    """The area after this bucket has closed; one that was learnt already changes nothing."""
    bucket = minute - minute % watch.minutes
    if bucket <= area.learnt:
        return area
    hours, windows = watch.minutes / 60, tuple(_windows(area, minute, people, watch))
    scatter = tuple(one.scatter for one in windows)
    bars = area.standing.bars if area.standing else tuple(_bar(one, watch) for one in scatter)
    if area.watched >= FIRST_HOURS:
        scatter = tuple(_scatter(area, bucket, one, bar, watch) for one, bar in zip(windows, bars, strict=True))
    standing = _stand(area.standing, bucket, _judge(area, windows, watch), bars)
    spread = scatter[0].spread + unknown(area, bucket // 60)
    after = learn_rhythm(replace(area, standing=standing), bucket // 60, people, spread, hours)
    oldest = bucket - watch.spans[-1] * watch.minutes
    return replace(
        after,
        learnt=bucket,
        watched=area.watched + hours,
        recent=(*(known for known in area.recent if known[0] > oldest), (bucket, people)),
        scatter=scatter,
        doubt=area.doubt * 0.5 ** (hours / DOUBT_HALF_LIFE),
    )


def catch_up(area: Area, people: Mapping[int, float], minute: int, watch: Watch) -> Area:
    """The area after every bucket that closed before this minute, from the people who came in each; none is none.

    What lies more than a week back is left out, so that an area that nobody looked after costs no more than that.
    """
    now = minute - minute % watch.minutes
    first = area.learnt + watch.minutes if area.learnt >= 0 else min(people, default=now)
    first = max(first - first % watch.minutes, now - WEEK)
    for bucket in range(first, now, watch.minutes):
        area = learn(area, bucket, people.get(bucket, 0), watch)
    return area


def dismissed(area: Area, assessment: Assessment) -> Area:
    """*Not an outage*: for a while only what is clearly more than this will be suspected here."""
    strength = max(assessment.strength, area.standing.peak if area.standing else 1.0, 1.0)
    doubt = min(DOUBT_MARGIN * strength * (1 + area.doubt) - 1, MOST_DOUBT)
    return replace(area, doubt=max(area.doubt, doubt))


def _stand(standing: Standing | None, bucket: int, found: Assessment, bars: tuple[float, ...]) -> Standing | None:
    """What stands after this bucket."""
    if standing is None:
        return Standing(bucket, bucket, found.strength, bars) if found.suspected else None
    if found.strength >= CALM_SHARE:
        return replace(standing, last=bucket, peak=max(standing.peak, found.strength))
    return standing if bucket - standing.last < CALM else None


def _judge(area: Area, windows: Iterable[_Window], watch: Watch) -> Assessment:
    """The window that says most."""
    best, strongest = Assessment(suspected=False), None
    for one in windows:
        if one.people < watch.least or one.people < TIMES * one.usual:
            continue
        bar = _bar(one.scatter, watch) * (1 + area.doubt)
        strength = rarity.surprise(one.people, one.usual, one.scatter.spread + one.vague) / bar
        if strength > best.strength:
            best = replace(best, strength=strength, people=one.people, minutes=one.span * watch.minutes)
            strongest = one
    if strongest is None:
        return best
    suspected = best.strength >= 1 and area.watched >= FIRST_HOURS
    return replace(best, suspected=suspected, usual=_nine_in_ten(strongest))


def _scatter(area: Area, bucket: int, window: _Window, bar: float, watch: Watch) -> Scatter:
    """Fewer people than a surge needs are no excess, and a long surge is one excess, not hundreds."""
    long_known = area.standing is not None and bucket - area.standing.since >= LEARNT_OF_A_SURGE
    most = 0.0 if long_known or window.people < watch.least else bar
    return rarity.learn_scatter(window.scatter, window.people, window.usual, window.vague, most, watch.minutes / 60)


def _nine_in_ten(window: _Window) -> tuple[int, int]:
    spread = window.scatter.spread + window.vague
    low = rarity.least_usual(window.usual, spread, ONE_IN_TWENTY)
    return floor(low), ceil(rarity.reach(window.usual, spread, ONE_IN_TWENTY))


def _windows(area: Area, minute: int, people: float, watch: Watch) -> Iterator[_Window]:
    """Each window that ends with the bucket under way."""
    bucket, times = minute - minute % watch.minutes, level(area) * watch.minutes / 60
    scatters = area.scatter or (Scatter(rarity.FIRST_SPREAD),) * len(watch.spans)
    vague, rates = unknown(area, bucket // 60), dict[int, float]()
    known = [(bucket, people), *((at, came) for at, came in reversed(area.recent) if at < bucket)]
    place, count, usual = 0, 0.0, 0.0
    for span, scatter in zip(watch.spans, scatters, strict=True):
        while place < len(known) and known[place][0] > bucket - span * watch.minutes:
            at, came = known[place]
            count, usual, place = count + came, usual + times * _rate(area, at // 60, rates), place + 1
        yield _Window(span, count, usual, scatter, vague)


def _rate(area: Area, hour: int, rates: dict[int, float]) -> float:
    if hour not in rates:
        rates[hour] = rhythm(area, hour)
    return rates[hour]


def _bar(scatter: Scatter, watch: Watch) -> float:
    """Each window has its share of the suspicions that chance may raise."""
    return rarity.bar(scatter, watch.chance / len(watch.spans), watch.minutes / 60)
