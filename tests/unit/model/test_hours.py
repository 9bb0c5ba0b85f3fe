"""When the team works: tables of its week, and what holds for any week in any zone, on days of 23 and 25 hours too."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.model.hours import (
    DAY,
    Hours,
    Period,
    Shift,
    after_working,
    clock,
    is_open,
    next_opening,
    on_duty,
    spans,
)

MORNING, AFTERNOON = Period(9 * 60, 13 * 60), Period(14 * 60, 18 * 60)
WEEK = ((MORNING, AFTERNOON),) * 5 + ((Period(10 * 60, 14 * 60),), ())
MOSCOW = Hours("Europe/Moscow", WEEK, frozenset({date(2026, 12, 31), date(2027, 1, 1)}))
ALWAYS = Hours()
MINUTE = timedelta(minutes=1)


def moment(text: str, zone: str = "Europe/Moscow") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def working_time(hours: Hours, start: datetime, end: datetime) -> timedelta:
    """How long the team works between two moments, the other way round: day by day, each stretch cut to them."""
    days = (start.date() + timedelta(days=n) for n in range(-2, (end - start).days + 4))
    cut = ((max(begins, start), min(ends, end)) for day in days for begins, ends in spans(hours, day))
    return sum((ends - begins for begins, ends in cut if begins < ends), timedelta())


@pytest.mark.parametrize(
    ("at", "opens"),
    [
        ("2026-11-30 09:00", "2026-11-30 09:00"),  # a Monday
        ("2026-11-30 08:59", "2026-11-30 09:00"),
        ("2026-11-30 12:59", "2026-11-30 12:59"),
        ("2026-11-30 13:00", "2026-11-30 14:00"),  # a pause is no work
        ("2026-11-30 18:00", "2026-12-01 09:00"),
        ("2026-12-04 18:00", "2026-12-05 10:00"),
        ("2026-12-05 14:00", "2026-12-07 09:00"),  # over a Sunday
        ("2026-12-30 18:00", "2027-01-02 10:00"),  # over two holidays
        ("2026-12-31 12:00", "2027-01-02 10:00"),
    ],
)
def test_the_next_opening(at: str, opens: str) -> None:
    assert next_opening(MOSCOW, moment(at)) == moment(opens)
    assert is_open(MOSCOW, moment(at)) == (at == opens)


@pytest.mark.parametrize(
    ("start", "minutes", "end"),
    [
        ("2026-11-30 10:00", 0, "2026-11-30 10:00"),
        ("2026-11-30 10:00", 60, "2026-11-30 11:00"),
        ("2026-11-30 12:30", 60, "2026-11-30 14:30"),
        ("2026-11-30 12:30", 30, "2026-11-30 14:00"),  # never a moment at which nobody is there
        ("2026-11-30 17:30", 60, "2026-12-01 09:30"),
        ("2026-11-30 03:00", 30, "2026-11-30 09:30"),
        ("2026-12-05 13:45", 30, "2026-12-07 09:15"),
        ("2026-11-30 09:00", 40 * 60, "2026-12-05 10:00"),
    ],
)
def test_working_time_is_added(start: str, minutes: int, end: str) -> None:
    assert after_working(MOSCOW, moment(start), minutes * MINUTE) == moment(end)


def test_without_hours_somebody_is_always_there() -> None:
    at = moment("2026-12-06 03:33")
    assert is_open(ALWAYS, at)
    assert after_working(ALWAYS, at, timedelta(days=3, minutes=1)) == at + timedelta(days=3, minutes=1)


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("America/New_York", date(2026, 3, 8), 23),
        ("America/New_York", date(2026, 11, 1), 25),
        ("Europe/Berlin", date(2026, 3, 29), 23),
        ("Europe/Berlin", date(2026, 10, 25), 25),
        ("America/Havana", date(2026, 3, 8), 23),  # midnight itself is left out
        ("America/Havana", date(2026, 11, 1), 25),  # and comes twice
        ("Australia/Lord_Howe", date(2026, 10, 4), 23.5),
        ("Pacific/Apia", date(2011, 12, 30), 0),  # a day that never was
        ("Europe/Moscow", date(2026, 3, 29), 24),
    ],
)
def test_a_whole_day_has_the_hours_that_passed(zone: str, day: date, hours: float) -> None:
    assert sum(((ends - begins) for begins, ends in spans(Hours(zone), day)), timedelta()) == timedelta(hours=hours)


def test_periods_on_a_day_when_the_clock_is_changed() -> None:
    new_york = Hours("America/New_York", ((Period(60, 150), Period(150, 240)),) * 7)
    forward, back = date(2026, 3, 8), date(2026, 11, 1)
    assert spans(new_york, forward) == [
        (moment("2026-03-08 01:00", "America/New_York"), moment("2026-03-08 03:00", "America/New_York")),
        (moment("2026-03-08 03:00", "America/New_York"), moment("2026-03-08 04:00", "America/New_York")),
    ]
    (first, pause), (_, last) = spans(new_york, back)
    assert (pause - first, last - pause) == (timedelta(hours=2.5), timedelta(hours=1.5))


def test_who_is_on_duty() -> None:
    weekend, night = Period(10 * 60, 18 * 60), Period(0, 9 * 60)
    hours = Hours(
        "Europe/Moscow",
        WEEK,
        shifts=(Shift("Erin", frozenset({5, 6}), weekend), Shift("Priya", frozenset(range(7)), night)),
    )
    assert on_duty(hours, moment("2026-12-06 10:00")) == "Erin"
    assert on_duty(hours, moment("2026-12-06 17:59")) == "Erin"
    assert on_duty(hours, moment("2026-12-06 18:00")) is None
    assert on_duty(hours, moment("2026-12-06 08:59")) == "Priya"
    assert on_duty(hours, moment("2026-12-07 10:00")) is None
    assert on_duty(ALWAYS, moment("2026-12-06 10:00")) is None


def test_a_team_that_never_works_is_told_so() -> None:
    with pytest.raises(ValueError, match="never works"):
        next_opening(Hours(days=((),) * 7), moment("2026-12-06 10:00"))


@st.composite
def _weeks(draw: st.DrawFn) -> Hours:
    """Any week in zones with all kinds of clock changes."""

    def a_day() -> tuple[Period, ...]:
        edges = sorted(draw(st.sets(st.integers(0, DAY // 15), max_size=6)))
        return tuple(Period(15 * a, 15 * b) for a, b in zip(edges[::2], edges[1::2], strict=False))

    days = tuple(a_day() for _ in range(7))
    zones = ["UTC", "Europe/Moscow", "America/New_York", "America/Havana", "Australia/Lord_Howe", "Asia/Kathmandu"]
    zone = draw(st.sampled_from(zones))
    holidays = draw(st.sets(st.dates(date(2026, 2, 20), date(2026, 4, 20)), max_size=4))
    return Hours(zone, days if any(days) else ((Period(0, DAY),), *days[1:]), frozenset(holidays))


def _after(first: datetime, days: int) -> st.SearchStrategy[datetime]:
    return st.integers(0, days * 24 * 3600).map(lambda seconds: first + timedelta(seconds=seconds))


weeks = _weeks()
moments = _after(datetime(2026, 3, 1, tzinfo=UTC), 40) | _after(datetime(2026, 10, 20, tzinfo=UTC), 20)
durations = st.integers(0, 60 * 60).map(lambda minutes: minutes * MINUTE)


@given(weeks, moments, durations)
def test_work_never_ends_at_a_moment_at_which_nobody_works(hours: Hours, start: datetime, duration: timedelta) -> None:
    end = after_working(hours, start, duration)
    assert end >= start
    assert is_open(hours, end)


@given(weeks, moments, durations)
def test_adding_is_the_inverse_of_counting(hours: Hours, start: datetime, duration: timedelta) -> None:
    assert working_time(hours, start, after_working(hours, start, duration)) == duration


@given(weeks, moments, durations, durations)
def test_more_work_ends_later_and_a_later_start_never_earlier(
    hours: Hours, start: datetime, one: timedelta, more: timedelta
) -> None:
    assert after_working(hours, start, one + more) >= after_working(hours, start, one)
    assert after_working(hours, start + more, one) >= after_working(hours, start, one)
    if more:
        assert after_working(hours, start, one + more) > after_working(hours, start, one)


@given(weeks, moments, durations, durations)
def test_work_in_two_parts_is_the_same_work(hours: Hours, start: datetime, one: timedelta, two: timedelta) -> None:
    in_parts = after_working(hours, after_working(hours, start, one), two)
    assert in_parts == after_working(hours, start, one + two)


def test_a_team_of_mondays_with_three_holidays_in_a_row_is_back_in_the_fourth_week() -> None:
    mondays = tuple((Period(540, 1080),) if day == 0 else () for day in range(7))
    holidays = frozenset({date(2026, 11, 30), date(2026, 12, 7), date(2026, 12, 14)})
    hours = Hours("UTC", mondays, holidays)
    assert next_opening(hours, datetime(2026, 11, 29, tzinfo=UTC)) == datetime(2026, 12, 21, 9, tzinfo=UTC)


@given(weeks, moments)
def test_the_next_opening_is_the_first(hours: Hours, at: datetime) -> None:
    opens = next_opening(hours, at)
    assert is_open(hours, opens)
    assert working_time(hours, at, opens) == timedelta()


@given(st.sampled_from(["America/New_York", "America/Havana", "Australia/Lord_Howe"]), moments, st.integers(0, DAY))
def test_a_clock_never_runs_backwards(zone: str, at: datetime, minute: int) -> None:
    day, where = at.date(), ZoneInfo(zone)
    readings = [clock(day, one, where) for one in sorted({0, minute, min(minute + 1, DAY), DAY})]
    assert readings == sorted(readings)
    assert readings[-1] == clock(day + timedelta(days=1), 0, where)
