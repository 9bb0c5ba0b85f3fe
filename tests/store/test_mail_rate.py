"""The account's rate, shared: nobody goes before their turn, none is lost, and no second has more than the rate."""

import threading
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.deliveries.tell_all import chunk_size
from chalicelib.store import mail_rate
from chalicelib.store.mail_rate import HORIZON, each, take
from chalicelib.store.mailed import Caps, Turn, may_mail
from tests.builders import NOW

CAPS = Caps(10, 25, 60, all_in_a_minute=10**6, all_in_a_day=10**7)
SECOND = timedelta(seconds=1)
JITTER = timedelta(milliseconds=10)  # by which one call may be faster on its way than another


def most_in_a_second(sent: Sequence[tuple[datetime, int]], window: timedelta = SECOND) -> int:
    """The most mails in any second, wherever it begins."""
    return max(sum(mails for at, mails in sent if begins <= at < begins + window) for begins, _ in sent)


@given(a_second=st.integers(1, 2000), chunks=st.integers(1, 60))
def test_whole_chunks_at_this_pace_are_never_above_the_rate_and_hardly_below(a_second: int, chunks: int) -> None:
    size = chunk_size(a_second)
    gap = timedelta(microseconds=size * each(a_second))
    sent = [(NOW + number * gap, size) for number in range(chunks)]
    assert most_in_a_second(sent) <= a_second
    per_second = size / gap.total_seconds()
    assert 0.95 * a_second <= per_second <= a_second


@given(a_second=st.integers(20, 2000), jitters=st.lists(st.floats(0, 1), min_size=2, max_size=60))
def test_a_call_that_is_a_little_slow_takes_nothing_above_the_rate(a_second: int, jitters: list[float]) -> None:
    size = chunk_size(a_second)
    gap = timedelta(microseconds=size * each(a_second))
    sent = [(NOW + number * gap + jitter * JITTER, size) for number, jitter in enumerate(jitters)]
    assert most_in_a_second(sent) <= a_second


@pytest.mark.usefixtures("table")
class TestTheTable:
    def test_whoever_comes_first_goes_at_once_and_the_next_behind_them(self) -> None:
        chunk = timedelta(microseconds=50 * each(200))
        turns = [take(50, 200, CAPS, NOW) for _ in range(4)]
        assert turns == [Turn(goes=True, wait=number * chunk) for number in range(4)]

    def test_what_was_not_used_is_not_kept_for_later(self) -> None:
        take(50, 200, CAPS, NOW)
        later = NOW + timedelta(minutes=1)
        waits = [take(50, 200, CAPS, later).wait for _ in range(3)]
        assert waits[0] == timedelta(0)
        assert all(0.25 < (after - before).total_seconds() < 0.27 for before, after in pairwise(waits))

    def test_nobody_speaks_for_more_than_the_horizon(self) -> None:
        turns = [take(50, 50, CAPS, NOW) for _ in range(14)]
        assert [turn.goes for turn in turns] == [True] * 10 + [False] * 4
        assert turns[-1].wait == HORIZON
        assert max(turn.wait for turn in turns if turn.goes) <= HORIZON
        assert take(50, 50, CAPS, NOW + HORIZON + SECOND).goes

    def test_a_new_day_begins_where_the_day_before_may_end(self) -> None:
        last = NOW.replace(hour=23, minute=59, second=59)
        sent = []
        for number in range(30):
            now = last + timedelta(seconds=number / 10)
            turn = take(50, 50, CAPS, now)
            if turn.goes:
                sent.append((now + turn.wait, 50))
        assert {at.day for at, _ in sent} == {last.day, last.day + 1}
        assert most_in_a_second(sent) <= 50

    def test_one_mail_waits_behind_the_broadcasts_and_they_behind_it(self) -> None:
        assert may_mail("a@example.com", CAPS, NOW, paced=True) == Turn(goes=True), "there is no pace to keep yet"
        behind = [take(10, 10, CAPS, NOW).wait for _ in range(2)][1] + timedelta(microseconds=10 * each(10))
        single = may_mail("b@example.com", CAPS, NOW, paced=True)
        assert single == Turn(goes=True, wait=behind)
        assert take(10, 10, CAPS, NOW).wait == behind + timedelta(microseconds=each(10))

    def test_what_goes_another_way_does_not_wait(self) -> None:
        take(50, 50, CAPS, NOW)
        assert may_mail("carrot:1", CAPS, NOW) == Turn(goes=True)

    def test_one_mail_whose_turn_is_too_far_comes_again_and_is_not_counted(self) -> None:
        while take(50, 50, CAPS, NOW).goes:
            pass
        one_a_day = Caps(1, 1, 1, 10**6, 10**7)
        assert may_mail("a@example.com", one_a_day, NOW, paced=True) == Turn(goes=False, wait=HORIZON)
        assert may_mail("a@example.com", one_a_day, NOW + 2 * HORIZON, paced=True).goes

    def test_a_chunk_counts_as_many_as_it_is(self) -> None:
        few = Caps(10, 25, 60, all_in_a_minute=120, all_in_a_day=170)
        assert [take(50, 10_000, few, NOW).goes for _ in range(3)] == [True, True, False]
        assert take(20, 10_000, few, NOW).goes
        assert take(50, 10_000, few, NOW + timedelta(seconds=1)) == Turn(goes=False, wait=timedelta(seconds=59))
        assert take(50, 10_000, few, NOW + timedelta(minutes=1)).goes
        assert not take(1, 10_000, few, NOW + timedelta(minutes=2)).goes, "the day's"
        assert not may_mail("a@example.com", few, NOW + timedelta(minutes=3)).goes

    def test_workers_who_know_nothing_of_each_other_share_one_rate(self) -> None:
        a_second, size = 1000, chunk_size(1000)
        sent: list[tuple[datetime, int]] = []

        def work() -> None:
            now = NOW
            for _ in range(12):
                turn = take(size, a_second, CAPS, now)
                while not turn.goes:
                    now += turn.wait
                    turn = take(size, a_second, CAPS, now)
                now += turn.wait
                sent.append((now, size))

        threads = [threading.Thread(target=work) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(sent) == 72
        assert most_in_a_second(sent) <= a_second
        took = max(at for at, _ in sent) - min(at for at, _ in sent)
        assert (len(sent) - 1) * size / took.total_seconds() >= 0.95 * a_second

    def test_a_race_that_is_always_lost_comes_again(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(mail_rate, "_TRIES", 1)
        assert take(50, 200, CAPS, NOW) == Turn(goes=False, wait=SECOND)
