"""The ledger: an order is claimed, and then done, failed, left unknown or put back; each step once."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.model.case import Issue, Thread
from chalicelib.model.decision import CaseOpened, Decision
from chalicelib.model.orders import Destination, LinkThread, OpenIssue, Order, RelateIssue, SayInThread, ShowCase
from chalicelib.model.sighting import Sighting
from chalicelib.store import keys, orders
from chalicelib.store.cases import case_of_issue, get_case
from chalicelib.store.commit import commit
from chalicelib.store.orders import LEASE, Busy, Claim, Outcome, ledger
from chalicelib.store.overdue import overdue, row_data, still_waiting
from chalicelib.store.tables import Row
from tests.builders import NOW, a_case, a_report, an_order

pytestmark = pytest.mark.usefixtures("table")
CASE = a_case()
LINKED = an_order(id="jira:thread-linked", destination=Destination.JIRA, act=LinkThread())
SHOWN = an_order(id="slack:shown", act=ShowCase(), then=(LINKED,))
RELATED = an_order(id="jira:related", destination=Destination.JIRA, act=RelateIssue(Issue("1", "SHOP-1")))
OPENED = an_order(id="jira:opened", destination=Destination.JIRA, act=OpenIssue(a_report()), then=(SHOWN, RELATED))
KEY = keys.order(CASE.id, OPENED.id)
ISSUE = Issue("10001", "SHOP-1")
LATER = NOW + timedelta(minutes=10)


@pytest.fixture(autouse=True)
def ordered(table: str) -> None:
    commit(Decision("ordered", (CaseOpened(CASE),), (OPENED,)), NOW)


def claimed(order: Order = OPENED, at: timedelta = timedelta(0)) -> Claim:
    claim = orders.claim(keys.order(order.case_id, order.id), NOW + at)
    assert claim is not None
    return claim


def states() -> Mapping[str, str]:
    return ledger(CASE.id)


def test_a_claim_brings_the_order_with_all_that_waits_for_it() -> None:
    assert claimed() == Claim(OPENED, attempt=1, unsure=0, released=False)


def test_nobody_else_has_it_until_the_lease_is_over() -> None:
    claimed()
    for moment in (timedelta(0), LEASE - timedelta(seconds=1)):
        with pytest.raises(Busy):
            orders.claim(KEY, NOW + moment)
    assert claimed(at=LEASE).attempt == 2


def test_an_attempt_that_nobody_ended_is_unsure() -> None:
    claimed()
    assert claimed(at=LEASE).unsure == 1
    assert claimed(at=2 * LEASE).unsure == 2


def test_an_attempt_that_surely_did_nothing_is_not() -> None:
    orders.put_back(claimed(), "429", LATER, NOW, ended=True)
    again = claimed()
    assert (again.attempt, again.unsure, again.released) == (2, 0, True)
    orders.put_back(again, "timed out", LATER, NOW, ended=False)
    assert (claimed().unsure, claimed(at=LEASE).unsure) == (1, 2)


def test_what_is_done_stays_done() -> None:
    orders.finish(claimed(), Outcome("SHOP-1", issue=ISSUE), NOW)
    for moment in (timedelta(0), LEASE, timedelta(days=1)):
        assert orders.claim(KEY, NOW + moment) is None


def test_an_order_that_is_not_there_leaves_nothing_to_do() -> None:
    """Its row has expired, or the message is not ours."""
    assert orders.claim(keys.order(CASE.id, "jira:none"), NOW) is None
    assert "jira:none" not in states()


def test_the_issue_becomes_a_fact_of_the_case_and_leads_back_to_it() -> None:
    orders.finish(claimed(), Outcome("SHOP-1", issue=ISSUE), NOW)
    case = get_case(CASE.id)
    assert case is not None
    assert (case.issue, case.version) == (ISSUE, CASE.version)
    assert case_of_issue("10001") == CASE.id
    assert case_of_issue("10002") is None


def test_what_waited_goes_when_it_is_done() -> None:
    orders.finish(claimed(), Outcome("SHOP-1", issue=ISSUE), NOW)
    assert states() == {"jira:opened": "done", "slack:shown": "waiting", "jira:related": "waiting"}
    orders.finish(claimed(SHOWN), Outcome("1.2", thread=Thread("C", "1.2", "https://x")), NOW)
    assert states()["jira:thread-linked"] == "waiting"


def test_slack_hears_of_a_case_although_jira_is_down_and_again_when_it_is_up() -> None:
    orders.put_back(claimed(), "503", LATER, NOW, ended=True)
    assert states() == {"jira:opened": "waiting", "slack:shown": "waiting"}
    orders.put_back(claimed(), "503", LATER, NOW, ended=True)
    assert states() == {"jira:opened": "waiting", "slack:shown": "waiting"}
    orders.finish(claimed(), Outcome("SHOP-1", issue=ISSUE), NOW)
    assert states() == {
        "jira:opened": "done",
        "jira:related": "waiting",
        "slack:shown": "waiting",
        "slack:shown:late": "waiting",
    }


def test_what_was_shown_twice_is_linked_once() -> None:
    orders.put_back(claimed(), "503", LATER, NOW, ended=True)
    orders.finish(claimed(SHOWN), Outcome("1.2"), NOW)
    orders.finish(claimed(), Outcome("SHOP-1", issue=ISSUE), NOW)
    late = replace(SHOWN, id="slack:shown:late")
    orders.finish(claimed(late), Outcome("1.2"), NOW)
    assert states()["jira:thread-linked"] == "waiting"
    assert states()["slack:shown:late"] == "done"


def test_what_is_said_once_waits_until_there_is_something_to_say() -> None:
    said = an_order(id="slack:said", act=SayInThread("screenshot"))
    picture = an_order(id="jira:picture", destination=Destination.JIRA, then=(said,))
    commit(Decision("ordered", orders=(picture,)), NOW)
    orders.put_back(claimed(picture), "503", NOW, NOW, ended=True)
    assert "slack:said" not in ledger(CASE.id)
    orders.finish(claimed(picture), Outcome("10500"), NOW)
    assert [name for name in ledger(CASE.id) if name.startswith("slack:said")] == ["slack:said"]


def test_a_failure_is_recorded_and_nothing_waits_for_it_any_more() -> None:
    orders.fail(claimed(), "project is gone", NOW)
    assert states() == {"jira:opened": "failed", "slack:shown": "waiting"}
    assert Row.get(*KEY).outcome == "project is gone"
    assert orders.claim(KEY, NOW + LEASE) is None


def test_what_went_ahead_does_not_go_again_when_it_fails_in_the_end() -> None:
    orders.put_back(claimed(), "503", LATER, NOW, ended=True)
    orders.fail(claimed(), "project is gone", NOW)
    assert states() == {"jira:opened": "failed", "slack:shown": "waiting"}


def test_the_unknown_is_counted_and_never_tried_again() -> None:
    orders.leave_unknown(claimed(), "timed out", NOW)
    assert states() == {"jira:opened": "unknown"}
    assert orders.claim(KEY, NOW + LEASE) is None


def test_what_was_seen_is_written_before_anybody_judges_it() -> None:
    sighting = Sighting(CASE.id)
    orders.finish(claimed(), Outcome("SHOP-1", sightings=(sighting,)), NOW)
    (row,) = overdue("facts", LATER, 10)
    assert row == keys.sighting(CASE.id, "jira:opened:0")
    assert row_data(row)


def test_what_is_put_back_waits_as_long_as_the_vendor_asked() -> None:
    orders.put_back(claimed(), "429", NOW + timedelta(hours=1), NOW, ended=True)
    assert KEY not in overdue("jira", NOW + timedelta(hours=1), 10)
    assert KEY in overdue("jira", NOW + timedelta(hours=1, minutes=3), 10)


@pytest.mark.parametrize("ending", ["finish", "fail", "unknown"])
def test_what_has_ended_is_not_overdue(ending: str) -> None:
    claim = claimed()
    if ending == "finish":
        orders.finish(claim, Outcome("SHOP-1"), NOW)
    elif ending == "fail":
        orders.fail(claim, "no", NOW)
    else:
        orders.leave_unknown(claim, "?", NOW)
    assert KEY not in overdue("jira", NOW + timedelta(days=1), 10)
    assert still_waiting(KEY, LATER) is None


def test_what_nobody_carries_on_is_overdue_oldest_first_and_not_before_its_time() -> None:
    second = an_order(id="jira:second", destination=Destination.JIRA)
    commit(Decision("ordered", orders=(second,)), NOW + timedelta(minutes=1))
    assert overdue("jira", NOW + timedelta(minutes=2), 10) == []
    found = overdue("jira", LATER, 10)
    assert found == [KEY, keys.order(CASE.id, "jira:second")]
    assert overdue("jira", LATER, 1) == [KEY]
    assert overdue("slack", LATER, 10) == []


def test_what_was_sent_again_is_left_alone_for_a_while() -> None:
    assert still_waiting(KEY, until=LATER) == CASE.id
    assert overdue("jira", LATER, 10) == []
    assert overdue("jira", LATER + timedelta(seconds=1), 10) == [KEY]


def test_a_claimed_order_is_overdue_only_after_its_lease() -> None:
    claimed()
    assert overdue("jira", NOW + LEASE, 10) == []
    assert overdue("jira", NOW + LEASE + timedelta(minutes=3), 10) == [KEY]


def test_a_fact_that_was_judged_has_no_data_to_judge() -> None:
    assert row_data(keys.report("none")) is None
    orders.finish(claimed(), Outcome("SHOP-1"), NOW)
    assert row_data(KEY) is None
