"""Merging in bad company: reports in the same moment, a process that ends at any step, answers that are lost."""

from collections import Counter
from collections.abc import Callable
from functools import partial
from random import Random
from typing import Any

import pytest

from chalicelib import wiring
from chalicelib.entrances.clock import sweep
from chalicelib.entrances.http_reports import accept
from chalicelib.observe import now
from chalicelib.store.orders import ledger
from tests.conftest import World
from tests.promises.merging import (
    BASKET,
    ORDERS,
    SEARCH,
    check_merged,
    everybody,
    merge,
    moved,
    report_of,
    reported,
    the_case,
    told,
)
from tests.promises.test_1_nothing_lost import Unreliable
from tests.pump import Killed, Pump, Reaper, Watched
from tests.store.test_races import at_once


@pytest.fixture(autouse=True)
def one_clock(world: World) -> None:
    """Slack's, by which a message is found again, is the one of the cases."""
    world.slack.now = now()


def test_reports_and_merges_in_the_same_moment(world: World, pump: Pump) -> None:
    for round_ in range(3):
        start = 100 * (round_ + 1)
        pages = (f"{BASKET}/{'x' * round_}", f"{SEARCH}/{'x' * round_}")
        case, into = reported(pages[0], [start]), reported(pages[1], [start + 1])
        clicks = [report_of(start + number % 6, pages[number % 2]) for number in range(12)]
        calls: list[Callable[[], Any]] = [partial(accept, click, None, now()) for click in clicks]
        answers = at_once(*calls[:6], partial(merge, case, into), *calls[6:], partial(merge, into, case))
        assert not [answer for answer in answers if isinstance(answer, Exception)]
        assert (the_case(case).merged_into, the_case(into).merged_into) in {(into, None), (None, case)}, "no circle"
        pump.run()
        end = into if the_case(case).merged_into else case
        assert the_case(end).affected == 6
        moved(world, end, "Done")
        pump.run()
        people = {f"person-{start + number}@example.com": 1 for number in range(6)}
        assert {to: count for to, count in told(world, "resolved").items() if to in people} == people


def test_three_at_once_make_no_circle(table: str) -> None:
    names = [reported(page, [number]) for number, page in enumerate((BASKET, SEARCH, ORDERS))]
    at_once(*[partial(merge, names[number], names[(number + 1) % 3]) for number in range(3)])
    left = [name for name in names if the_case(name).merged_into is None]
    assert len(left) == 1
    for name in names:
        steps = 0
        while behind := the_case(name).merged_into:
            name, steps = behind, steps + 1
            assert steps < 3


def test_no_killed_worker_loses_anybody_or_tells_anybody_twice(
    world: World, pump: Pump, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every seventh step from the merge to the last mail is a place to die, one run for each."""
    at, came = 1, True
    while came:
        reaper = Reaper(at)
        case, into = reported(f"{BASKET}/{'x' * at}", [1, 2]), reported(f"{SEARCH}/{'x' * at}", [2, 3])
        pump.run()
        before, deaths = len(world.mail.sent), pump.deaths
        for name, vendor in (("tracker", world.jira), ("channel", world.slack), ("mailer", world.mail)):
            monkeypatch.setattr(wiring, name, _handing(Watched(vendor, reaper)))
        with reaper.at_the_table():
            merge_surely(case, into)
            pump.run()
        moved(world, into, "Done")
        with reaper.at_the_table():
            pump.run()
        came = reaper.came
        check_merged(world, case, into, people=3)
        states = Counter({**ledger(case), **ledger(into)}.values())
        sent = Counter(mail.to for mail in world.mail.sent[before:])
        assert sent <= Counter(everybody(1, 2, 3)), at
        assert 3 <= sent.total() + states["unknown"] <= 4, f"{at}: one that is unknown may have been sent"
        assert states.keys() <= {"done", "unknown"}, at
        assert pump.deaths - deaths <= 1
        at += 7
    assert at > 60, "the way has become suspiciously short"


def merge_surely(case_id: str, into: str) -> None:
    """Somebody whose press was not answered presses again."""
    try:
        merge(case_id, into)
    except Killed:
        merge(case_id, into)


@pytest.mark.parametrize("seed", range(3))
def test_on_a_day_on_which_everything_fails(
    world: World, pump: Pump, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    chance = Random(seed)
    for name, vendor in (("tracker", world.jira), ("channel", world.slack), ("mailer", world.mail)):
        monkeypatch.setattr(wiring, name, _handing(Unreliable(vendor, chance, 0.2)))
    case, into = reported(BASKET, [1, 2, 3]), reported(SEARCH, [3, 4])
    pump.turn(chance.randrange(30))
    merge(case, into)
    pump.turn(chance.randrange(30))
    accept(report_of(5, BASKET), None, now())
    pump.run()
    sweep()  # what stepped aside until the other case has an issue
    pump.run()
    moved(world, into, "Done")
    pump.run()
    check_merged(world, case, into, people=5)
    heard = told(world, "resolved")
    assert heard <= Counter(everybody(1, 2, 3, 4, 5))
    states = [state for name in (case, into) for state in ledger(name).values()]
    assert set(states) <= {"done", "unknown"}
    assert heard.total() + states.count("unknown") >= 5


def _handing(made: object) -> Callable[[], Any]:
    return lambda: made
