"""How well suspicions meet the labels.

A suspicion is right when it *begins* within an event, or at most `EARLY` buckets before; otherwise it is a false
alarm: one that never ends earns nothing. An event is found when a right suspicion began in it, or still had evidence
when it began (labels break one surge into several). The delay counts for events with a suspicion of their own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from detect.detectors import Suspicion
from detect.series import Series

EARLY = 2


@dataclass(frozen=True)
class Score:
    """Sums, so that scores add up."""

    suspicions: int = 0
    right: int = 0
    events: int = 0
    found: int = 0
    months: float = 0.0
    delays: tuple[tuple[float, int], ...] = ()  # (in buckets, in minutes)

    def __add__(self, other: "Score") -> "Score":
        return Score(
            self.suspicions + other.suspicions,
            self.right + other.right,
            self.events + other.events,
            self.found + other.found,
            self.months + other.months,
            self.delays + other.delays,
        )

    @property
    def precision(self) -> float | None:
        """The share of suspicions that were right."""
        return self.right / self.suspicions if self.suspicions else None

    @property
    def recall(self) -> float | None:
        """The share of events that were found."""
        return self.found / self.events if self.events else None

    @property
    def f1(self) -> float | None:
        """The harmonic mean of both."""
        if not self.precision or not self.recall:
            return None
        return 2 * self.precision * self.recall / (self.precision + self.recall)

    @property
    def false_a_month(self) -> float:
        """False alarms a month of thirty days, for one series."""
        return (self.suspicions - self.right) / self.months if self.months else 0.0

    @property
    def delay(self) -> tuple[float, float] | None:
        """The median, in buckets and in minutes."""
        if not self.delays:
            return None
        return median(buckets for buckets, _ in self.delays), median(minutes for _, minutes in self.delays)


def score(series: Series, suspicions: Sequence[Suspicion]) -> Score:
    """One detector on one series."""
    early = EARLY * series.minutes
    right = [one for one in suspicions if any(first - early <= one[0] <= last for first, last in series.events)]
    delays, found = [], 0
    for first, last in series.events:
        own = [begun for begun, _ in right if first - early <= begun <= last]
        if own:
            late = max(0, own[0] - first)
            delays.append((late / series.minutes, late))
        found += bool(own) or any(begun <= first <= until for begun, until in right)
    return Score(len(suspicions), len(right), len(series.events), found, series.months, tuple(delays))
