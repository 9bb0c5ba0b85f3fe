"""What is remembered of an area's usual reports, and what is said of them now: decisions/surge.py."""

from chalicelib.frozen import dataclass

HOURS_OF_A_WEEK = 168
HOURS_OF_A_DAY = 24


@dataclass(frozen=True, slots=True)
class Watch:
    """How an area is watched. Only `least` and `chance` are a team's to choose; the rest goes with the counters."""

    minutes: int = 5  # of a bucket; buckets are named by the minute (since 1970) at which they begin
    windows: tuple[int, ...] = (5, 15, 60, 240, 720)  # minutes looked back over: sudden rises, and slow ones
    least: float = 3  # independent people, fewer are never a surge
    chance: float = 2  # suspicions a month that chance alone may raise in an area

    @property
    def spans(self) -> tuple[int, ...]:
        """The windows in buckets, each once: with hourly counts the short ones are the same."""
        return tuple(sorted({max(1, minutes // self.minutes) for minutes in self.windows}))


@dataclass(frozen=True, slots=True)
class Rate:
    """People over hours, both fading."""

    people: float = 0.0
    hours: float = 0.0


@dataclass(frozen=True, slots=True)
class Scatter:
    """How far one window's counts stray from the usual: `spread` in common, the rest in the few worst of them."""

    spread: float
    hours: float = 0.0  # in which excesses were looked for, fading as what follows
    times: float = 0.0
    excess: float = 0.0
    squares: float = 0.0


@dataclass(frozen=True, slots=True)
class Standing:
    """A suspicion that stands: one surge is one suspicion until the area has been calm."""

    since: int
    last: int  # the last bucket that was not calm
    peak: float  # the strongest evidence, in bars
    bars: tuple[float, ...]  # of each window, when it began


@dataclass(frozen=True, slots=True)
class Area:
    """All that is remembered of an area; a few kilobytes, whatever happens in it."""

    learnt: int = -1  # the last bucket
    watched: float = 0.0  # hours
    week: tuple[Rate, ...] = (Rate(),) * HOURS_OF_A_WEEK
    day: tuple[Rate, ...] = (Rate(),) * HOURS_OF_A_DAY
    whole: Rate = Rate()
    level: Rate = Rate()  # people, over those that the rhythm had expected
    recent: tuple[tuple[int, float], ...] = ()  # (bucket, people), as long as the longest window
    scatter: tuple[Scatter, ...] = ()  # of each window
    standing: Standing | None = None
    doubt: float = 0.0  # how much the bar is raised after *Not an outage*


@dataclass(frozen=True, slots=True)
class Assessment:
    """What is thought of an area now: whether a surge is suspected, and the numbers that say why."""

    suspected: bool
    strength: float = 0.0  # the evidence in bars: 1 is just enough
    people: float = 0.0
    minutes: int = 0
    usual: tuple[int, int] = (0, 0)  # nine times in ten it is between these

    @property
    def reason(self) -> str:
        """In plain words, for the team."""
        if not self.minutes:
            return "no more people than usual"
        low, high = self.usual
        people = f"{self.people:.10g} {'person' if self.people == 1 else 'people'}"
        return f"{people} in {_span(self.minutes)}; usual is {low}–{high}"


def _span(minutes: int) -> str:
    if minutes % 60 == 0:
        return "1 hour" if minutes == 60 else f"{minutes // 60} hours"
    return "1 minute" if minutes == 1 else f"{minutes} minutes"
