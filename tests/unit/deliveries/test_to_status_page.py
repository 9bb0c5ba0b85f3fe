"""The status pages' worker: whatever is true now, whole, and as often as it takes."""

import json
from datetime import timedelta

import pytest

from chalicelib.decisions.outages import Draft, declare, declared
from chalicelib.deliveries import to_status_page
from chalicelib.deliveries.once import Later, deliver
from chalicelib.errors import Retryable
from chalicelib.model.case import Case
from chalicelib.model.decision import CaseMoved, Decision
from chalicelib.model.orders import Destination, Order
from chalicelib.model.outage_acts import PublishStatus
from chalicelib.store import keys
from chalicelib.store.commit import commit
from chalicelib.store.orders import ledger
from tests.builders import NOW
from tests.conftest import World
from tests.outages import BROKEN, over

pytestmark = pytest.mark.usefixtures("table")
FILES = {"status.json"} | {
    f"{folder}{name}" for folder in ("", "en/", "ru/") for name in ("feed.atom", "feed.rss", "index.html")
}
KINDS = {
    "html": "text/html; charset=utf-8",
    "json": "application/json",
    "atom": "application/atom+xml; charset=utf-8",
    "rss": "application/rss+xml; charset=utf-8",
}


def begin(areas: tuple[str, ...] = ("prices",)) -> Case:
    decision = declare("shop", areas, Draft("form-1", BROKEN), "Erin", NOW)
    commit(decision, NOW)
    return declared(decision)


def publish(order: str, case_id: str) -> None:
    deliver(keys.order(case_id, order), to_status_page.carry_out, NOW + timedelta(hours=2))


def said(world: World) -> str:
    description: str = json.loads(world.pages.stored["shop/status.json"].content)["status"]["description"]
    return description


def test_all_files_are_written(world: World) -> None:
    publish("status:declared", begin().id)
    assert world.pages.stored.keys() == {f"shop/{name}" for name in FILES}
    for name, file in world.pages.stored.items():
        assert file.kind == KINDS[name.rpartition(".")[2]]
    assert "Outage: Prices" in world.pages.stored["shop/index.html"].content.decode()
    assert world.files.stored == {}, "the bucket of screenshots is another one"


def test_what_was_ordered_before_shows_what_is_true_now(world: World) -> None:
    outage = begin()
    commit(Decision("over", (CaseMoved(over(outage)),)), NOW)
    publish("status:declared", outage.id)
    assert said(world) == "All Systems Operational"


def test_the_pages_are_written_last(world: World) -> None:
    publish("status:declared", begin().id)
    assert [name.rpartition(".")[2] for name in world.pages.stored][-3:] == ["html"] * 3


def test_what_broke_in_the_middle_is_done_again(world: World) -> None:
    outage = begin()
    world.pages.fail_on("publish", Retryable("publish file: SlowDown"))
    with pytest.raises(Later):
        publish("status:declared", outage.id)
    publish("status:declared", outage.id)
    assert len(world.pages.stored) == len(FILES)
    assert ledger(outage.id)["status:declared"] == "done"


def test_a_product_that_has_left_the_file_keeps_its_page(world: World) -> None:
    order = Order("status:x", "sweep", Destination.STATUS, "status:gone", PublishStatus("gone"))
    commit(Decision("ordered", orders=(order,)), NOW)
    publish("status:x", "sweep")
    assert (world.pages.stored, ledger("sweep")) == ({}, {"status:x": "done"})
