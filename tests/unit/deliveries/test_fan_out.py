"""One notice for many: every follower exactly once, whatever happens between the pages."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.deliveries.by_pages import PAGE
from chalicelib.deliveries.fan_out import carry_out
from chalicelib.deliveries.once import Later, deliver
from chalicelib.model.decision import CaseOpened, Decision, FollowerJoined, MailsStopped
from chalicelib.model.orders import Destination, LinkThread, Notice, Order, Tell, TellFollowers
from chalicelib.store import keys
from chalicelib.store.codec import load
from chalicelib.store.commit import commit
from chalicelib.store.orders import LEASE, ledger
from chalicelib.store.tables import Row
from tests.builders import NOW, a_case, a_follower, an_order
from tests.pump import Killed, Reaper

pytestmark = pytest.mark.usefixtures("table")
CASE = a_case()
PEOPLE = 120
NOTICE = Notice("resolved", NOW, "Thank you")


def told(except_for: str | None = None, cause: str = "v2") -> Order:
    act = TellFollowers(NOTICE, except_for=except_for)
    return an_order(id=f"fan_out:{cause}:told", destination=Destination.FAN_OUT, act=act)


@pytest.fixture(autouse=True)
def followed(table: str) -> None:
    commit(Decision("opened", (CaseOpened(CASE),)), NOW)
    for first in range(0, PEOPLE, 40):
        joined = tuple(FollowerJoined(a_follower(number)) for number in range(first, first + 40))
        commit(Decision("joined", joined), NOW)


def rows(prefix: str) -> list[Row]:
    return list(Row.query(keys.case(CASE.id).pk, Row.sk.startswith(f"ORDER#{prefix}")))


def waiting(cause: str) -> Iterator[keys.Key]:
    """Orders to fan out that are still to be done."""
    return (keys.Key(row.pk, row.sk) for row in rows(f"fan_out:{cause}:") if row.state != "done")


def run(reaper: Reaper, cause: str = "v2") -> None:
    now = NOW
    while key := next(waiting(cause), None):
        try:
            with reaper.at_the_table():
                deliver(key, carry_out, now)
        except (Killed, Later):
            now += LEASE + timedelta(seconds=1)


def mails(cause: str = "v2") -> list[Order]:
    return [load(Order, row.data or "") for row in rows(f"mail:{cause}:")]


def check_everybody(left_out: str | None = None, cause: str = "v2") -> None:
    made = mails(cause)
    people = [order.act.follower.id for order in made if isinstance(order.act, Tell)]
    expected = [a_follower(number).id for number in range(PEOPLE)]
    assert sorted(people) == [name for name in expected if name != left_out]
    assert {order.group for order in made} == {f"{CASE.id}:{name}" for name in people}
    assert all(isinstance(order.act, Tell) and order.act.notice == NOTICE for order in made)


def test_pages_tell_everybody_once() -> None:
    commit(Decision("moved", orders=(told(),)), NOW)
    run(Reaper())
    check_everybody()
    pages = [name for name in ledger(CASE.id) if name.startswith("fan_out:")]
    assert pages == [
        "fan_out:v2:told",
        f"fan_out:v2:told:follower-{PAGE - 1:04}",
        f"fan_out:v2:told:follower-{2 * PAGE - 1:04}",
    ]
    assert 2 * PAGE + 2 <= 100, "a transaction takes no more writes"


@pytest.mark.parametrize("left_out", ["follower-0000", f"follower-{PAGE - 1:04}", "follower-0119"])
def test_whoever_has_heard_otherwise_is_left_out(left_out: str) -> None:
    commit(Decision("moved", orders=(told(except_for=left_out),)), NOW)
    run(Reaper())
    check_everybody(left_out)


def test_killed_between_any_two_steps_everybody_is_still_told_once() -> None:
    reaper, at = Reaper(), 0
    while reaper.came or not at:
        at += 1
        reaper, cause = Reaper(at), f"v{at:03}"
        commit(Decision("moved", orders=(told(cause=cause),)), NOW)
        run(reaper, cause)
        check_everybody(cause=cause)
    assert at > 10


def test_exactly_one_full_page_ends_with_an_empty_one() -> None:
    for number in range(PAGE, PEOPLE):
        Row(*keys.follower(CASE.id, a_follower(number).id)).delete()
    commit(Decision("moved", orders=(told(),)), NOW)
    run(Reaper())
    assert len(mails()) == PAGE


def test_another_act_is_refused_for_good() -> None:
    commit(Decision("odd", orders=(an_order(id="fan_out:odd", act=LinkThread()),)), NOW)
    deliver(keys.order(CASE.id, "fan_out:odd"), carry_out, NOW)
    assert ledger(CASE.id)["fan_out:odd"] == "failed"


def test_who_joined_after_it_happened_hears_nothing_of_it() -> None:
    late = replace(a_follower(PEOPLE), joined_at=NOW + timedelta(seconds=1))
    commit(Decision("joined", (FollowerJoined(late),)), NOW)
    commit(Decision("resolved", orders=(told(),)), NOW)
    deliver(keys.order(CASE.id, told().id), carry_out, NOW)
    assert not any(late.id in order_id for order_id in ledger(CASE.id))


def test_who_has_stopped_the_mails_is_left_out() -> None:
    commit(Decision("stopped", tuple(MailsStopped(CASE.id, a_follower(n).id, NOW) for n in (0, 60))), NOW)
    commit(Decision("told", orders=(told(),)), NOW)
    run(Reaper())
    people = {order.act.follower.id for order in mails() if isinstance(order.act, Tell)}
    assert people == {a_follower(number).id for number in range(PEOPLE)} - {a_follower(n).id for n in (0, 60)}
