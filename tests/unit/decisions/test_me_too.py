"""*Me too*: a report that names a known problem. (the report, what is known) → the case that takes it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.decisions.intake import Known, accept, follower_of, outcome, taker
from chalicelib.model.case import Case
from chalicelib.model.decision import CaseOpened, CaseStands, FollowerJoined
from chalicelib.model.orders import Destination, Tell
from chalicelib.model.report import Report
from chalicelib.model.status import Status
from tests.builders import NOW, a_case, a_report

DAYS = timedelta(days=14)
BASKET = a_report(url="https://shop.example/basket")
OTHER = a_case(id="otherproblem-1", fingerprint="otherproblem", place="shop.example/search", kind="late-data")
OWN = a_case(id=f"{BASKET.fingerprint}-1", fingerprint=BASKET.fingerprint, place="shop.example/basket")


@pytest.mark.parametrize(
    ("joined", "own", "takes"),
    [
        *(
            pytest.param(replace(OTHER, status=status), OWN, (OWN if status.closed else OTHER).id, id=f"{status}")
            for status in Status
        ),
        pytest.param(OTHER, None, OTHER.id, id="of another place, whose own problem nobody knows"),
        pytest.param(replace(OTHER, status=Status.RESOLVED), None, None, id="closed, and nobody knows its own"),
        pytest.param(replace(OTHER, successor=2), OWN, OWN.id, id="taken over by a later case"),
        pytest.param(replace(OTHER, area="orders"), OWN, OWN.id, id="of another area"),
        pytest.param(replace(OTHER, product="web"), OWN, OWN.id, id="of another product"),
        pytest.param(None, OWN, OWN.id, id="that is not there"),
        pytest.param(None, None, None, id="that is not there, nor its own"),
        pytest.param(OWN, OWN, OWN.id, id="its own"),
    ],
)
def test_which_case_takes_it(joined: Case | None, own: Case | None, takes: str | None) -> None:
    case = taker(BASKET, Known(own, joined=joined))
    assert (case.id if case else None) == takes
    _, accepting = outcome(accept(BASKET, Known(own, joined=joined), NOW, DAYS))
    assert accepting.id == (takes or f"{BASKET.fingerprint}-1")


def test_it_is_one_more_person_of_the_known_problem() -> None:
    """A follower, a receipt, and nothing that an issue or a channel would hear; its own fingerprint stays."""
    decision = accept(BASKET, Known(joined=OTHER), NOW, DAYS)
    report, case = outcome(decision)
    follower = follower_of(BASKET, OTHER.id)
    assert follower is not None
    assert (report.case_id, report.fingerprint, case) == (OTHER.id, BASKET.fingerprint, OTHER)
    assert decision.changes[1:] == (FollowerJoined(follower), CaseStands(OTHER))
    (order,) = decision.orders
    assert (order.destination, order.case_id) == (Destination.MAIL, OTHER.id)
    assert isinstance(order.act, Tell)
    assert order.act.notice.kind == "received"


def test_who_follows_it_already_is_not_told_twice() -> None:
    assert accept(BASKET, Known(follows=True, joined=OTHER), NOW, DAYS).orders == ()


cases = st.builds(
    a_case,
    status=st.sampled_from(Status),
    id=st.sampled_from(["a-1", "b-1"]),
    area=st.sampled_from(["prices", "orders"]),
    product=st.sampled_from(["shop", "web"]),
    successor=st.sampled_from([None, 2]),
    changed_at=st.sampled_from([NOW, NOW - timedelta(days=100)]),
)
reports = st.builds(a_report, area=st.sampled_from(["prices", "orders"]), product=st.sampled_from(["shop", "web"]))


@given(reports, st.none() | cases, st.none() | cases, st.booleans())
def test_a_name_changes_where_a_report_goes_or_nothing(
    report: Report, own: Case | None, joined: Case | None, follows: bool
) -> None:
    normal = accept(report, Known(own, follows), NOW, DAYS)
    decision = accept(report, Known(own, follows, joined), NOW, DAYS)
    _, case = outcome(decision)
    if joined and case == joined and decision != normal:
        assert (case.product, case.area) == (report.product, report.trigger.area)
        assert case.is_open
        assert CaseStands(joined) in decision.changes
        assert not [change for change in decision.changes if isinstance(change, CaseOpened)]
    else:
        assert decision == normal
