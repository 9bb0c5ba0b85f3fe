"""The status page is made anew whenever something public has changed, each product's in a lane of its own."""

from datetime import timedelta

import pytest

from chalicelib.decisions.outages import Draft, add_area, declare, look, reopen, update
from chalicelib.decisions.status_page import renew
from chalicelib.model.decision import Decision
from chalicelib.model.orders import SWEEP, Destination, Order
from chalicelib.model.outage_acts import PublishStatus
from tests.builders import NOW
from tests.outages import BROKEN, OVER, an_outage, over

OUTAGE = an_outage("prices", next_by=NOW + timedelta(minutes=30))


def pages(*decisions: Decision) -> list[Order]:
    return [order for one in decisions for order in one.orders if order.destination is Destination.STATUS]


@pytest.mark.parametrize(
    ("decision", "order_id"),
    [
        (declare("shop", ("prices",), Draft("form-1", BROKEN), "Erin", NOW), "status:declared"),
        (update(OUTAGE, Draft("form-2", BROKEN), "Erin", 5, NOW), "status:update:2"),
        (update(OUTAGE, Draft("form-2", OVER, "resolved"), "Erin", 5, NOW), "status:update:2"),
        (reopen(over(OUTAGE), BROKEN, "Erin", NOW + timedelta(hours=2)), "status:update:3"),
        (add_area(OUTAGE, "orders", NOW), "status:v2"),
    ],
)
def test_what_is_public_is_published(decision: Decision, order_id: str) -> None:
    (order,) = pages(decision)
    assert (order.id, order.case_id) == (order_id, OUTAGE.id)
    assert (order.group, order.act) == ("status:shop", PublishStatus("shop"))


@pytest.mark.parametrize(("minutes", "ids"), [(29, []), (30, []), (31, ["status:late:1"]), (90, ["status:late:1"])])
def test_that_an_update_is_late_is_published_once(minutes: int, ids: list[str]) -> None:
    """The same id each minute: what is written once is not written again."""
    decisions = look(OUTAGE, "U0PRIYA", NOW + timedelta(minutes=minutes))
    assert [order.id for order in pages(*decisions)] == ids


def test_each_hour_has_a_page_of_its_own() -> None:
    hours = [renew("shop", NOW + timedelta(minutes=minutes)) for minutes in (0, 59, 60)]
    first, again, next_hour = (one.id for one in pages(*hours))
    assert first == again != next_hour
    assert {one.case_id for one in pages(*hours)} == {SWEEP}
    assert {one.group for one in pages(*hours)} == {"status:shop"}, "after what the outage has said, never beside it"
