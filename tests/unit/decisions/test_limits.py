"""A sender has the limit at once and then its share of the hour; what is over has its turn, one after the other."""

from collections import Counter
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.decisions.limits import AtHome, Run, rested, turn
from tests.builders import NOW

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("reports", "waits"),
    [(1, -29 * 2), (29, -2), (30, 0), (31, 2), (32, 4), (60, 60), (61, 62)],
)
def test_the_turn_of_the_newest_report(reports: int, waits: int) -> None:
    """Thirty an hour: one comes free every two minutes."""
    assert turn(Run(NOW, reports), 30, HOUR) == NOW + waits * MINUTE


@pytest.mark.parametrize(
    ("reports", "added", "minutes", "begins_anew"),
    [
        (1, 1, 0, False),
        (1, 1, 600, False),
        (31, 1, 59, False),
        (31, 1, 60, True),
        (34, 4, 59, False),
        (34, 4, 60, True),
        (91, 1, 179, False),
        (91, 1, 180, True),
    ],
)
def test_a_sender_has_rested_when_all_has_come_free(reports: int, added: int, minutes: int, begins_anew: bool) -> None:
    assert rested(Run(NOW, reports), added, 30, HOUR, NOW + minutes * MINUTE) == begins_anew


@pytest.mark.parametrize(
    ("an_hour", "after", "told"),
    [
        (30, [0, 0, 0], [0, 0, 0]),
        (30, [0, 0, 0, 0, 0], [0, 0, 0, 4, 1]),
        (30, [0, 20, 20, 19, 1], [0, 0, 0, 4, 1]),
        (30, [0, 20, 20, 20], [0, 0, 0, 0]),
        (30, [0, 0, 0, 0, 61, 0, 0, 0], [0, 0, 0, 4, 0, 0, 0, 4]),
        (9, [0, 0], [1, 1]),
        (1, [0, 0], [1, 1]),
    ],
)
def test_what_a_process_tells_of_its_own_count(an_hour: int, after: list[int], told: list[int]) -> None:
    home, now, said = AtHome(HOUR), NOW, []
    for minutes in after:
        now += minutes * MINUTE
        said.append(home.count("anna", an_hour, now))
    assert said == told


def test_senders_are_counted_apart_and_only_the_latest_are_remembered() -> None:
    home = AtHome(HOUR)
    for _ in range(3):
        home.count("anna", 30, NOW)
    for other in range(10_000):
        assert home.count(f"other-{other}", 30, NOW) == 0
    assert home.count("anna", 30, NOW) == 0, "she has been forgotten, which only makes it more generous"


class Together:
    """Some processes, and the count at the table between them, without the table."""

    def __init__(self, processes: int, an_hour: int) -> None:
        self.homes = [AtHome(HOUR) for _ in range(processes)]
        self.an_hour = an_hour
        self.run: Run | None = None

    def report(self, process: int, now: datetime) -> datetime:
        """When this report has its turn."""
        told = self.homes[process % len(self.homes)].count("anna", self.an_hour, now)
        if not told:
            return now
        run = Run(self.run.since, self.run.reports + told) if self.run else Run(now, told)
        self.run = Run(now, told) if rested(run, told, self.an_hour, HOUR, now) else run
        return max(now, turn(self.run, self.an_hour, HOUR))


reports = st.lists(st.tuples(st.integers(0, 5), st.one_of(st.just(0), st.integers(0, 90))), min_size=1, max_size=120)


@given(processes=st.integers(1, 6), an_hour=st.integers(1, 40), sent=reports)
def test_never_more_than_the_limit_and_a_tenth_a_process_and_never_fewer_than_the_limit(
    processes: int, an_hour: int, sent: list[tuple[int, int]]
) -> None:
    together, now, turns = Together(processes, an_hour), NOW, []
    for number, (process, minutes) in enumerate(sent, 1):
        now += minutes * MINUTE
        turns.append(together.report(process, now))
        if number <= an_hour:
            assert turns[-1] == now, "the limit is there for whoever has sent no more"
    most = an_hour + processes * (an_hour // 10)
    for at, until_then in Counter(turns).items():
        hours = (at - NOW) / HOUR
        assert sum(other <= at for other in turns) <= most * (1 + hours) + 1e-6, until_then


@given(processes=st.integers(1, 6), an_hour=st.integers(1, 40), sent=reports)
def test_turns_come_in_the_order_of_the_reports(processes: int, an_hour: int, sent: list[tuple[int, int]]) -> None:
    together, now, waiting = Together(processes, an_hour), NOW, []
    for process, minutes in sent:
        now += minutes * MINUTE
        comes = together.report(process, now)
        if comes > now:
            waiting.append(comes)
    apart = [after - before for before, after in pairwise(waiting)]
    assert all(gap >= HOUR / an_hour - timedelta(milliseconds=1) for gap in apart)
