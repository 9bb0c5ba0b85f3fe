"""The ledger as people read it: what waits, what was given up, how old the oldest is; and a replay."""

from datetime import timedelta

import pytest

from chalicelib.model.decision import CaseOpened, Decision
from chalicelib.model.orders import Destination, Order
from chalicelib.store import entries, keys, orders
from chalicelib.store.changes import NEEDS_A_PERSON
from chalicelib.store.commit import commit
from chalicelib.store.orders import LEASE, Claim, Outcome
from chalicelib.store.overdue import oldest, overdue, put_off
from tests.builders import NOW, a_case, an_order

pytestmark = pytest.mark.usefixtures("table")
CASE = a_case()
FIRST, SECOND, THIRD = (an_order(id=f"jira:{n}", destination=Destination.JIRA) for n in ("first", "second", "third"))
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def ordered(table: str) -> None:
    commit(Decision("opened", (CaseOpened(CASE),)), NOW)
    for number, order in enumerate((FIRST, SECOND, THIRD)):
        commit(Decision("ordered", orders=(order,)), NOW + number * MINUTE)


def key(order: Order) -> keys.Key:
    return keys.order(order.case_id, order.id)


def claimed(order: Order) -> Claim:
    claim = orders.claim(key(order), NOW)
    assert claim is not None
    return claim


def ended(order: Order, state: str) -> None:
    if state == "failed":
        orders.fail(claimed(order), "project is gone", NOW)
    else:
        orders.leave_unknown(claimed(order), "timed out", NOW)


def ids(found: list[entries.Entry]) -> list[str]:
    return [entry.order.id for entry in found]


def test_what_waits_is_found_oldest_first_however_late_it_is_due() -> None:
    orders.put_back(claimed(FIRST), "503", NOW + timedelta(hours=1), NOW, ended=True)
    assert ids(entries.undelivered("jira", 10)) == [FIRST.id, SECOND.id, THIRD.id]
    assert ids(entries.undelivered("jira", 2)) == [FIRST.id, SECOND.id]
    assert entries.undelivered("slack", 10) == []


def test_an_entry_says_how_it_stands() -> None:
    orders.put_back(claimed(FIRST), "503", NOW + MINUTE, NOW, ended=True)
    (entry, *_) = entries.undelivered("jira", 10)
    assert (entry.order.mark, entry.state, entry.attempts) == (f"{CASE.id}/{FIRST.id}", "waiting", 1)
    assert (entry.since, entry.outcome, entry.leased_until) == (NOW, "503", None)
    claimed(SECOND)
    held = entries.get_entry(CASE.id, SECOND.id)
    assert held is not None
    assert (held.state, held.leased_until) == ("claimed", NOW + LEASE)
    assert entries.get_entry(CASE.id, "jira:none") is None


@pytest.mark.parametrize("state", NEEDS_A_PERSON)
def test_what_needs_a_person_is_found_and_is_nobody_elses_business(state: str) -> None:
    ended(FIRST, state)
    assert ids(entries.undelivered(state, 10)) == [FIRST.id]
    assert key(FIRST) not in overdue("jira", NOW + timedelta(days=1), 10)
    assert put_off(key(FIRST), NOW + MINUTE) is None
    assert oldest("jira") == NOW + MINUTE


def test_a_case_has_all_its_orders() -> None:
    orders.finish(claimed(SECOND), Outcome("SHOP-1"), NOW)
    assert [(entry.order.id, entry.state) for entry in entries.of_case(CASE.id)] == [
        (FIRST.id, "waiting"),
        (SECOND.id, "done"),
        (THIRD.id, "waiting"),
    ]


def test_the_oldest_is_not_hidden_by_newer_ones_that_are_due_before_it() -> None:
    put_off(key(FIRST), NOW + timedelta(hours=1))
    assert oldest("jira") == NOW
    assert oldest("slack") is None


@pytest.mark.parametrize("state", NEEDS_A_PERSON)
def test_a_replayed_order_waits_as_if_it_were_new_and_is_sure_of_its_attempts(state: str) -> None:
    ended(FIRST, state)
    later = NOW + timedelta(hours=3)
    assert orders.replay(key(FIRST), later) == FIRST
    assert entries.undelivered(state, 10) == []
    waiting = entries.get_entry(CASE.id, FIRST.id)
    assert waiting is not None
    assert (waiting.state, waiting.since) == ("waiting", later)
    again = orders.claim(key(FIRST), later)
    assert again is not None
    assert (again.attempt, again.unsure) == (2, 0)


def test_only_what_needs_a_person_can_be_replayed() -> None:
    orders.finish(claimed(FIRST), Outcome("SHOP-1"), NOW)
    claimed(SECOND)
    assert [orders.replay(key(order), NOW) for order in (FIRST, SECOND, THIRD)] == [None, None, None]
    assert orders.replay(keys.order(CASE.id, "jira:none"), NOW) is None
    assert [entry.state for entry in entries.of_case(CASE.id)] == ["done", "claimed", "waiting"]
