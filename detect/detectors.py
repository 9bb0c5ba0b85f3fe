"""The detectors that are compared: each says of every point, knowing only what came before, whether it is a surge.

All have the same calm: evidence within `CALM` minutes of the last belongs to the same suspicion.
"""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module, util
from statistics import fmean, pstdev

from chalicelib.decisions.surge import CALM, assess, learn
from chalicelib.model.surge import Area, Watch
from detect.series import Series

Suspicion = tuple[int, int]  # the first and the last minute with evidence
Detector = Callable[[Series], list[Suspicion]]
DAY, WEEK = 1440, 10_080


def wilco(series: Series) -> list[Suspicion]:
    """Ours, with the constants that it runs with."""
    watch, area, found = Watch(minutes=series.minutes), Area(), list[Suspicion]()
    for at, count in series.points:
        before, now = area.standing, assess(area, at, count, watch)
        area = learn(area, at, count, watch)
        if now.suspected:
            found.append((at, at) if before is None else (found.pop()[0], at))
    return found


def first_week(series: Series) -> list[Suspicion]:
    """A threshold set by hand after the first week: its mean and three standard deviations."""
    start = series.points[0][0]
    known = [count for at, count in series.points if at < start + WEEK]
    bar = fmean(known) + 3 * pstdev(known)
    return _suspicions(series, (at >= start + WEEK and count > bar for at, count in series.points))


def rolling(series: Series) -> list[Suspicion]:
    """Three standard deviations above the mean of the last day."""

    def rises() -> Iterator[bool]:
        last: deque[float] = deque(maxlen=DAY // series.minutes)
        for _, count in series.points:
            full = len(last) == last.maxlen
            yield full and count >= 3 and count > fmean(last) + 3 * pstdev(last)
            last.append(count)

    return _suspicions(series, rises())


def last_week(series: Series) -> list[Suspicion]:
    """Three times the same hour of last week."""
    hours: dict[int, list[float]] = {}
    for at, count in series.points:
        hours.setdefault(at // 60, []).append(count)

    def rises() -> Iterator[bool]:
        for at, count in series.points:
            known = hours.get((at - WEEK) // 60)
            yield known is not None and count >= 3 and count > 3 * fmean(known)

    return _suspicions(series, rises())


def river(series: Series) -> list[Suspicion]:
    """river's PredictiveAnomalyDetection on Holt-Winters with a daily season, five standard deviations, rises only."""
    anomaly, forecast = import_module("river.anomaly"), import_module("river.time_series")
    season = DAY // series.minutes
    model = forecast.HoltWinters(alpha=0.3, beta=0.05, gamma=0.3, seasonality=season)
    detector = anomaly.PredictiveAnomalyDetection(model, horizon=1, n_std=5, warmup_period=2 * season)

    def rises() -> Iterator[bool]:
        for place, (_, count) in enumerate(series.points):
            known = place > 2 * season
            yield known and detector.score_one(None, count) >= 1 and count > model.forecast(1)[0]
            detector.learn_one(None, count)

    return _suspicions(series, rises())


def detectors() -> dict[str, Detector]:
    """By name, ours first; river's where it is installed."""
    known: dict[str, Detector] = {
        "wilco": wilco,
        "first week + 3 sigma": first_week,
        "last day + 3 sigma": rolling,
        "3 × last week's hour": last_week,
    }
    return known | ({"river Holt-Winters": river} if util.find_spec("river") else {})


def _suspicions(series: Series, rises: Iterator[bool]) -> list[Suspicion]:
    found: list[Suspicion] = []
    for (at, _), risen in zip(series.points, rises, strict=True):
        if risen:
            goes_on = bool(found) and at - found[-1][1] <= CALM
            found.append((found.pop()[0] if goes_on else at, at))
    return found


def every(series: Sequence[Series]) -> list[tuple[str, list[list[Suspicion]]]]:
    """What each detector suspects in each series."""
    return [(name, [detector(one) for one in series]) for name, detector in detectors().items()]
