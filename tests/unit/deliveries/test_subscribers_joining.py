"""An outage's subscribers: each of them follows it and is told once, whatever happens between the pages."""

from datetime import timedelta

import pytest

from chalicelib.decisions.outages import Draft, declare, declared
from chalicelib.deliveries.by_pages import PAGE
from chalicelib.deliveries.fan_out import carry_out
from chalicelib.deliveries.once import Later, deliver
from chalicelib.model.case import Case, Follower
from chalicelib.model.decision import CaseMoved, Decision, FollowerJoined
from chalicelib.model.orders import Order, Tell
from chalicelib.model.outage import wards
from chalicelib.model.subscription import Subscribed, Subscriber, Unsubscribed
from chalicelib.store import keys
from chalicelib.store.codec import load
from chalicelib.store.commit import commit
from chalicelib.store.followers import as_follower
from chalicelib.store.orders import LEASE, ledger
from chalicelib.store.tables import Row
from tests.builders import NOW
from tests.outages import BROKEN, over
from tests.pump import Killed, Reaper

pytestmark = pytest.mark.usefixtures("table")
PEOPLE = 2 * PAGE + 5


def somebody(number: int) -> Subscriber:
    return Subscriber("shop", f"person-{number}@example.com", "ru", f"token-{number}", NOW)


@pytest.fixture
def outage(table: str) -> Case:
    """One that was declared a moment ago."""
    for first in range(0, PEOPLE, 50):
        people = range(first, min(first + 50, PEOPLE))
        commit(Decision("yes", tuple(Subscribed(somebody(number)) for number in people)), NOW)
    commit(Decision("yes", (Subscribed(Subscriber("web", "other@example.com", "en", "x", NOW)),)), NOW)
    declaring = declare("shop", ("prices",), Draft("form-1", BROKEN), "Erin", NOW)
    commit(declaring, NOW)
    return declared(declaring)


def run(outage: Case, reaper: Reaper) -> None:
    now = NOW
    while waiting := [name for name in ledger(outage.id) if name.startswith("fan_out:subs") and not done(outage, name)]:
        try:
            with reaper.at_the_table():
                deliver(keys.order(outage.id, waiting[0]), carry_out, now)
        except (Killed, Later):
            now += LEASE + timedelta(seconds=1)


def done(outage: Case, name: str) -> bool:
    return ledger(outage.id)[name] == "done"


def rows(outage: Case, prefix: str) -> list[Row]:
    return [row for ward in wards(outage.id) for row in Row.query(keys.case(ward).pk, Row.sk.startswith(prefix))]


def followers(outage: Case) -> list[Follower]:
    return [as_follower(row) for row in rows(outage, keys.FOLLOWER_PREFIX)]


def told(outage: Case) -> list[str]:
    orders = [load(Order, row.data or "") for row in rows(outage, keys.ORDER_PREFIX)]
    assert all(isinstance(order.act, Tell) and order.act.notice.kind == "outage" for order in orders)
    return sorted(order.act.follower.email for order in orders if isinstance(order.act, Tell))


def everybody() -> list[str]:
    return sorted(somebody(number).address for number in range(PEOPLE))


def test_pages_make_everybody_follow_and_hear_of_it_once(outage: Case) -> None:
    run(outage, Reaper())
    assert sorted(one.email for one in followers(outage)) == told(outage) == everybody()
    assert all(one.subscribed for one in followers(outage))
    assert len([name for name in ledger(outage.id) if name.startswith("fan_out:subscribers")]) == 3


def test_killed_between_any_two_steps_everybody_still_hears_of_it_once(outage: Case) -> None:
    killed, step = 0, 0
    while killed == step:
        step += 1
        commit(declare("shop", ("prices",), Draft(f"again-{step}", BROKEN), "Erin", NOW), NOW)
        again = declared(declare("shop", ("prices",), Draft(f"again-{step}", BROKEN), "Erin", NOW))
        reaper = Reaper(at=step)
        run(again, reaper)
        killed += reaper.came
        assert told(again) == everybody()
    assert step > 10


def test_who_has_reported_it_is_not_told_again(outage: Case) -> None:
    reporter = somebody(3).follows(outage.id, NOW)
    commit(Decision("reported", (FollowerJoined(reporter),)), NOW)
    run(outage, Reaper())
    assert told(outage) == [address for address in everybody() if address != reporter.email]


def test_who_has_stopped_hears_nothing(outage: Case) -> None:
    commit(Decision("no", (Unsubscribed(somebody(3), NOW),)), NOW)
    run(outage, Reaper())
    assert told(outage) == [address for address in everybody() if address != somebody(3).address]


def test_nobody_is_told_of_what_is_over(outage: Case) -> None:
    commit(Decision("over", (CaseMoved(over(outage)),)), NOW)
    run(outage, Reaper())
    assert (followers(outage), told(outage)) == ([], [])
