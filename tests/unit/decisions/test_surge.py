"""A surge is more people than this area has at this hour, three a week or a thousand an hour; nothing else is one."""

from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.decisions.surge import PERSON_AGAIN, assess, catch_up, counts_again, dismissed, learn
from chalicelib.model.surge import Area, Assessment, Watch
from tests.unit.decisions.streams import DAY, HOUR, MONDAY, WATCH, WEEK, Expected, busy, learnt, quiet, stream

STEP = WATCH.minutes
NOON = 12 * HOUR


@cache
def after(expected: Expected, weeks: int) -> tuple[Area, list[str]]:
    """An area that has been watched since a Monday."""
    return learnt(Area(), stream(expected, MONDAY, weeks * WEEK))


def at(area: Area, expected: Expected, minutes: int, times: float = 1.0) -> tuple[Area, int]:
    """The area so many minutes later, and that minute."""
    start = area.learnt + STEP
    area, _ = learnt(area, stream(lambda minute: times * expected(minute), start, minutes, seed=2))
    return area, start + minutes


def test_three_people_in_ten_minutes_are_a_surge_where_three_come_in_a_week() -> None:
    area, before = after(quiet, 4)
    area, now = at(area, lambda _: 0, 9 * HOUR)
    area = learn(area, now, 1, WATCH)
    found = assess(area, now + STEP, 2, WATCH)
    assert (before, found.suspected, found.reason) == ([], True, "3 people in 15 minutes; usual is 0–1")


def test_two_are_one_where_a_team_wishes_so() -> None:
    area, now = after(quiet, 4)[0], MONDAY + 4 * WEEK
    assert not assess(area, now, 2, WATCH).suspected
    assert assess(area, now, 2, Watch(least=2)).suspected
    assert not assess(area, now, 1, Watch(least=2)).suspected


def test_an_area_nobody_ever_reported_from_needs_half_a_day_of_quiet_and_no_training() -> None:
    area = catch_up(Area(), {MONDAY: 0}, MONDAY + 12 * HOUR, WATCH)
    assert assess(area, MONDAY + 12 * HOUR, 3, WATCH).suspected


def test_nothing_is_suspected_in_the_first_hours() -> None:
    area = catch_up(Area(), {MONDAY: 0}, MONDAY + 3 * HOUR, WATCH)
    assert not assess(area, MONDAY + 3 * HOUR, 500, WATCH).suspected


def test_weeks_of_a_busy_rhythm_are_no_surge() -> None:
    """Mornings, Mondays after weekends and evenings; the very first days too."""
    assert after(busy, 4)[1] == []


def test_a_doubling_over_a_quarter_of_an_hour_is() -> None:
    area, now = at(after(busy, 4)[0], busy, NOON)
    area, reasons = learnt(area, stream(lambda minute: 2 * busy(minute), now, 3 * STEP, seed=3))
    assert len(reasons) == 1
    assert area.standing is not None
    assert area.standing.since < now + 3 * STEP


@pytest.mark.parametrize("weeks", [2, 4])
def test_a_night_with_the_day_s_numbers_is_one(weeks: int) -> None:
    """It is the hour that they are compared with."""
    area, now = at(after(busy, weeks)[0], busy, 3 * HOUR)
    assert assess(area, now, 70, WATCH).suspected
    area, now = at(area, busy, 9 * HOUR)
    assert not assess(area, now, 90, WATCH).suspected


def test_growth_over_weeks_is_none() -> None:
    """Ten per cent a week, two months long."""

    def growing(minute: int) -> float:
        return float(busy(minute) / 10 * 1.1 ** ((minute - MONDAY) / WEEK))

    assert learnt(Area(), stream(growing, MONDAY, 8 * WEEK))[1] == []


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5])
def test_a_drop_is_never_a_surge(share: float) -> None:
    area, now = at(after(busy, 2)[0], busy, 9 * HOUR)
    start = stream(lambda minute: share * busy(minute), now, 6 * HOUR, seed=4)
    assert learnt(area, start)[1] == []


def test_one_surge_is_one_suspicion_and_ends_with_calm() -> None:
    area, now = at(after(busy, 2)[0], busy, 9 * HOUR)
    area, reasons = learnt(area, stream(lambda minute: 6 * busy(minute), now, 5 * HOUR, seed=5))
    assert (len(reasons), area.standing is not None) == (1, True)
    area, again = learnt(area, stream(busy, area.learnt + STEP, 24 * HOUR, seed=6))
    assert (again, area.standing) == ([], None)


def test_after_two_days_of_a_surge_the_usual_is_still_known() -> None:
    area, now = at(after(busy, 3)[0], busy, 9 * HOUR)
    area, reasons = learnt(area, stream(lambda minute: 8 * busy(minute), now, 2 * DAY, seed=7))
    area, again = learnt(area, stream(busy, area.learnt + STEP, 2 * DAY, seed=8))
    usual = busy(area.learnt + STEP)
    found = assess(area, area.learnt + STEP, 8 * usual, WATCH)
    assert (len(reasons), again, area.standing, found.suspected) == (1, [], None, True)
    assert found.usual[1] < 2 * usual


def test_what_was_dismissed_is_not_said_again_for_a_while_but_what_is_more_is() -> None:
    area, now = at(after(quiet, 4)[0], lambda _: 0, NOON)
    found = assess(area, now, 4, WATCH)
    area = dismissed(learn(area, now, 4, WATCH), found)
    area, tomorrow = at(area, lambda _: 0, DAY)
    assert (area.standing, assess(area, tomorrow, 4, WATCH).suspected) == (None, False)
    assert assess(area, tomorrow, 12, WATCH).suspected
    area, later = at(area, lambda _: 0, 4 * WEEK)
    assert assess(area, later, 4, WATCH).suspected


def test_many_dismissals_do_not_silence_an_area() -> None:
    area = after(quiet, 4)[0]
    for _ in range(50):
        area = dismissed(area, replace(Assessment(suspected=True), strength=100.0))
    assert assess(area, MONDAY + 4 * WEEK, 50, WATCH).suspected


def test_gaps_are_not_zeros_and_repeats_are_nothing() -> None:
    """A day of which nothing is known leaves the usual as it was; a bucket told twice counts once."""
    area = after(busy, 2)[0]
    now = MONDAY + 2 * WEEK + DAY + NOON
    assert not assess(area, now, busy(now), WATCH).suspected
    assert learn(area, area.learnt, 1000, WATCH) == area
    assert learn(area, area.learnt - DAY, 1000, WATCH) == area
    assert not assess(learn(area, now, busy(now), WATCH), now + STEP, busy(now), WATCH).suspected


def test_a_sweep_that_comes_late_learns_what_one_on_time_does() -> None:
    buckets = dict(stream(quiet, MONDAY, WEEK)) | {MONDAY: 0}
    told = {bucket: people for bucket, people in buckets.items() if people or bucket == MONDAY}
    late = catch_up(Area(), told, MONDAY + DAY, WATCH)
    assert late == learnt(Area(), ((one, buckets[one]) for one in range(MONDAY, MONDAY + DAY, STEP)))[0]
    assert catch_up(late, told, MONDAY + DAY + STEP - 1, WATCH) == late
    years = catch_up(late, {}, MONDAY + 200 * WEEK, WATCH)
    assert years.watched == pytest.approx(24 + 7 * 24)


def test_a_hundred_clicks_of_one_person_are_one_person() -> None:
    last, people = None, 0
    for minute in range(MONDAY, MONDAY + 100):
        if counts_again(last, minute):
            last, people = minute, people + 1
    assert (people, assess(after(quiet, 4)[0], MONDAY + 4 * WEEK, people, Watch(least=2)).suspected) == (1, False)
    assert counts_again(MONDAY, MONDAY + PERSON_AGAIN)


@pytest.mark.parametrize(
    ("people", "minutes", "usual", "reason"),
    [
        (14, 5, (0, 2), "14 people in 5 minutes; usual is 0–2"),
        (40, 60, (5, 12), "40 people in 1 hour; usual is 5–12"),
        (40, 720, (5, 12), "40 people in 12 hours; usual is 5–12"),
        (31.5, 1, (0, 9), "31.5 people in 1 minute; usual is 0–9"),
        (0, 0, (0, 0), "no more people than usual"),
    ],
)
def test_a_reason_is_plain(people: float, minutes: int, usual: tuple[int, int], reason: str) -> None:
    assert Assessment(True, 1.0, people, minutes, usual).reason == reason


@given(st.lists(st.integers(0, 60), min_size=1, max_size=30))
def test_a_reason_s_numbers_are_true(came: list[int]) -> None:
    """The people are those of its minutes, and what is usual there lies in its range."""
    area = after(quiet, 2)[0]
    start = area.learnt + STEP
    for place, people in enumerate(came[:-1]):
        area = learn(area, start + place * STEP, people, WATCH)
    found = assess(area, start + (len(came) - 1) * STEP, came[-1], WATCH)
    if found.minutes:
        past = [people for bucket, people in area.recent if bucket > area.learnt + STEP - found.minutes]
        assert found.people == sum(past) + came[-1]
        assert found.usual[0] < found.usual[1] < found.people


@given(st.sampled_from([quiet, busy]), st.integers(0, 2 * DAY), st.integers(0, 400), st.integers(0, 400))
def test_more_people_never_end_a_suspicion(expected: Expected, later: int, some: int, more: int) -> None:
    area = after(expected, 2)[0]
    minute = area.learnt + STEP + later
    fewer, found = assess(area, minute, some, WATCH), assess(area, minute, some + more, WATCH)
    assert found.suspected >= fewer.suspected
    assert found.strength >= fewer.strength


@given(st.lists(st.tuples(st.integers(1, 400), st.integers(0, 10**6)), max_size=60), st.sampled_from([1, 5, 60]))
def test_the_same_stream_makes_the_same_area_and_it_stays_small(steps: list[tuple[int, int]], minutes: int) -> None:
    watch = Watch(minutes=minutes)
    first = second = Area()
    minute = MONDAY
    for apart, people in steps:
        minute += apart
        first, second = learn(first, minute, people, watch), learn(second, minute, people, watch)
        assert len(first.recent) <= watch.spans[-1]
        assert (len(first.week), len(first.day), len(first.scatter)) == (168, 24, len(watch.spans))
    assert (first, assess(first, minute + 1, 3, watch)) == (second, assess(second, minute + 1, 3, watch))
