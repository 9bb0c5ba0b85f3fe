"""When the team works: periods of each weekday in its time zone, its holidays, and who is on duty beyond them.

All arithmetic is on real time. A period is one stretch between two readings of the team's clock: where the clock is
put forward a reading that it leaves out is the moment of the change, where it is put back the first of two counts. So
a day of 23 or 25 hours has as many hours of work as really passed.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from chalicelib.frozen import dataclass

DAY = 24 * 60
_WEEK = 7


@dataclass(frozen=True, slots=True)
class Period:
    """From one minute of the day to another, which is no longer in it; `ends` may be 1440: midnight."""

    begins: int
    ends: int


@dataclass(frozen=True, slots=True)
class Shift:
    """A colleague is on duty on these weekdays (0 is Monday), whether the team works then or not."""

    who: str
    days: frozenset[int]
    period: Period


_AROUND_THE_CLOCK = ((Period(0, DAY),),) * _WEEK


@dataclass(frozen=True, slots=True)
class Hours:
    """`days` are the seven weekdays from Monday, each with its periods in order. On a holiday nobody works."""

    time_zone: str = "UTC"
    days: tuple[tuple[Period, ...], ...] = _AROUND_THE_CLOCK
    holidays: frozenset[date] = frozenset()
    shifts: tuple[Shift, ...] = ()

    @property
    def zone(self) -> ZoneInfo:
        """The team's time zone, with its clock changes."""
        return ZoneInfo(self.time_zone)


Span = tuple[datetime, datetime]


def spans(hours: Hours, day: date) -> list[Span]:
    """The stretches of one day of the team's calendar in which it works, in UTC and in order."""
    if day in hours.holidays:
        return []
    found = (_span(period, day, hours.zone) for period in hours.days[day.weekday()])
    return [(begins, ends) for begins, ends in found if begins < ends]


def is_open(hours: Hours, at: datetime) -> bool:
    """Whether the team works at this moment."""
    return next_opening(hours, at) == at


def next_opening(hours: Hours, at: datetime) -> datetime:
    """From when on the team works: `at` itself while it does."""
    begins, _ = next(_ahead(hours, at))
    return begins


def after_working(hours: Hours, start: datetime, duration: timedelta) -> datetime:
    """The moment at which the team has worked so long since `start`; always one at which it works."""
    left = duration
    for begins, ends in _ahead(hours, start):
        if ends - begins > left:
            return begins + left
        left -= ends - begins
    raise AssertionError("there is always a day after")


def on_duty(hours: Hours, at: datetime) -> str | None:
    """The colleague whose shift it is; of two the one who stands first in the team's file."""
    today = at.astimezone(hours.zone).date()
    for shift in hours.shifts:
        for day in _around(today):
            begins, ends = _span(shift.period, day, hours.zone)
            if day.weekday() in shift.days and begins <= at < ends:
                return shift.who
    return None


def clock(day: date, minute: int, zone: ZoneInfo) -> datetime:
    """When the clock of that zone first shows this minute of that day, or has gone past it."""
    shown = datetime.combine(day, time()) + timedelta(minutes=minute)
    before, after = (shown.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    if before <= after:  # an ordinary reading, or the first of two
        return before
    return _change(after, before, zone)


def _change(first: datetime, last: datetime, zone: ZoneInfo) -> datetime:
    """The second at which the clock is put forward; at `first` it is not yet, at `last` it is."""
    offset = first.astimezone(zone).utcoffset()
    still, changed = int(first.timestamp()), int(last.timestamp())
    while changed - still > 1:
        middle = (still + changed) // 2
        if datetime.fromtimestamp(middle, UTC).astimezone(zone).utcoffset() == offset:
            still = middle
        else:
            changed = middle
    return datetime.fromtimestamp(changed, UTC)


def _span(period: Period, day: date, zone: ZoneInfo) -> Span:
    return clock(day, period.begins, zone), clock(day, period.ends, zone)


def _around(day: date) -> tuple[date, date, date]:
    """A clock that is put back over midnight shows yesterday's date again while today's first period runs."""
    return day - timedelta(days=1), day, day + timedelta(days=1)


def _ahead(hours: Hours, at: datetime) -> Iterator[Span]:
    """What is left of the working stretches from `at` on, without end.

    A team that works on one day of the week may have holidays on the next ones, and one that a clock change leaves out.
    """
    day = at.astimezone(hours.zone).date() - timedelta(days=1)
    idle = 0
    while idle <= _WEEK * (len(hours.holidays) + 3):
        found = [(max(begins, at), ends) for begins, ends in spans(hours, day) if ends > at]
        yield from found
        idle = 0 if found else idle + 1
        day += timedelta(days=1)
    raise ValueError("a team that never works has no next opening")
