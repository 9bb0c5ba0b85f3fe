"""`POST /v1/escalations`: whoever signs for a desk hands a dialog over, once for each `webhook-id`."""

import json
import time
from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.decisions import escalation
from chalicelib.entrances.facts import judge
from chalicelib.model.decision import CaseOpened, Decision
from chalicelib.model.dialog import Dialog, DialogLine, DialogReading, Escalation
from chalicelib.model.dialog_acts import ReadDialog
from chalicelib.model.orders import Order
from chalicelib.model.person import Person, Place
from chalicelib.store import keys
from chalicelib.store.cases import get_case
from chalicelib.store.codec import load
from chalicelib.store.commit import commit
from chalicelib.store.dialogs import linked
from chalicelib.store.overdue import overdue
from chalicelib.store.tables import Row
from tests.builders import NOW, a_case
from tests.chat_events import BIG, STANDARD_SECRET, an_escalation, standard
from tests.conftest import World
from tests.unit.entrances.conftest import Api
from tests.unit.entrances.test_chat_webhook import nothing_written, orders

ANOTHER_SECRET = "whsec_" + "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFB"
FORMS = Dialog("forms", "D-17")


@pytest.fixture(autouse=True)
def at_every_vendor(desks: None) -> None: ...


def send(api: Api, said: Any, *args: Any, **kwargs: Any) -> Any:
    return api.post("/v1/escalations", *standard(said, *args, **kwargs))


def readings(dialog: Dialog) -> list[DialogReading]:
    """What was told of the dialog, and waits to be judged."""
    rows = Row.query(keys.case(dialog.lane).pk, Row.sk.startswith(keys.READING_PREFIX))
    return [load(DialogReading, row.data or "") for row in rows]


def asked(dialog: Dialog) -> Escalation:
    (reading,) = readings(dialog)
    assert reading.asked is not None
    return reading.asked


def test_a_desk_that_cant_be_read_brings_the_reading(api: Api) -> None:
    commit(Decision("there is one", (CaseOpened(a_case()),)), NOW)
    said = an_escalation(
        area="prices",
        kind="wrong-value",
        tried="Another browser",
        impact="blocks",
        plan="pro",
        joins=a_case().id,
        person={"id": 17, "name": "Anna", "email": "anna@example.com", "locale": "ru-RU"},
        page={"url": "https://shop.example/orders/17", "title": "Order 17"},
        lines=[
            {"who": "person", "text": "Where is my order?", "at": "2026-11-21T12:00:00Z", "name": "Anna"},
            {"who": "note", "text": "she is on pro", "at": "2026-11-21T15:01:00+03:00"},
        ],
    )
    answer = send(api, said)
    assert (answer.status_code, json.loads(answer.body)) == (202, {"dialog": "forms:D-17", "status": "accepted"})
    (reading,) = readings(FORMS)
    assert reading.state is not None
    assert reading.state.person == Person("forms:17", "Anna", "anna@example.com", "ru-RU")
    assert reading.state.page == Place("https://shop.example/orders/17", "Order 17")
    assert reading.state.lines == (
        DialogLine("1", "person", "Where is my order?", datetime(2026, 11, 21, 12, tzinfo=UTC), "Anna"),
        DialogLine("2", "note", "she is on pro", datetime(2026, 11, 21, 12, 1, tzinfo=UTC)),
    )
    told = asked(FORMS)
    assert (told.by, told.words, told.tried) == ("Daria", "The order is not in the list", "Another browser")
    assert (told.product, told.area, told.kind) == ("shop", "prices", "wrong-value")
    assert (told.impact, told.plan, told.joins) == ("blocks", "pro", a_case().id)
    assert (told.dialog, told.source) == (FORMS, "https://desk.example/d/17")


def test_the_reading_waits_for_the_facts(api: Api) -> None:
    """The sweep finds it, should the stream's reader not have."""
    send(api, an_escalation())
    (row,) = overdue("facts", datetime(2100, 1, 1, tzinfo=UTC), 10)
    assert row.pk == keys.case("dialog:forms:D-17").pk
    assert row.sk.startswith(f"{keys.READING_PREFIX}told:")


def test_what_was_said_is_not_kept_for_ever(api: Api) -> None:
    send(api, an_escalation())
    (row,) = Row.query(keys.case(FORMS.lane).pk, Row.sk.startswith(keys.READING_PREFIX))
    assert row.ttl is not None
    assert 29 < (int(row.ttl) - time.time()) / 86_400 <= 30


def test_what_was_told_becomes_a_case(api: Api) -> None:
    send(api, an_escalation())
    (row,) = Row.query(keys.case(FORMS.lane).pk, Row.sk.startswith(keys.READING_PREFIX))
    judge(keys.Key(row.pk, row.sk), row.data or "")
    found = linked(FORMS)
    assert found is not None
    case = get_case(found.link.case_id)
    assert case is not None
    assert (case.product, case.area, case.kind, found.link.by) == ("shop", "orders", "something-else", "Daria")
    assert overdue("facts", datetime(2100, 1, 1, tzinfo=UTC), 10) == [keys.report(found.link.report_id)]


def test_what_is_not_said_is_the_desks(api: Api) -> None:
    assert send(api, an_escalation(dialog={"id": "D-17"})).status_code == 202
    (reading,) = readings(FORMS)
    assert reading.state is not None
    assert reading.state.person == Person("dialog:forms:D-17"), "nobody is vouched for"
    told = asked(FORMS)
    assert (told.area, told.kind, told.impact, told.source) == ("orders", "something-else", None, None)


def test_a_desk_that_can_be_read_is_read(api: Api) -> None:
    """Nothing of the person that is told here is believed then: the desk says it better."""
    said = an_escalation(
        desk="carrot", dialog={"id": "1929304850120394857"}, person={"id": "1", "email": "x@example.com"}
    )
    assert send(api, said).status_code == 202
    dialog = Dialog("carrot", "1929304850120394857")
    (order,) = orders(dialog.desk, dialog.id)
    assert isinstance(order.act, ReadDialog)
    assert order.act.dialog == dialog
    assert order.act.asked is not None
    assert order.act.asked.words == "The order is not in the list"
    assert "x@example.com" not in repr(order)
    assert readings(dialog) == []


@pytest.mark.parametrize("desk", ["forms", "carrot"])
def test_the_same_message_again_is_the_same_escalation(api: Api, desk: str) -> None:
    """Each try is signed anew, at its own time."""
    now = time.time()
    answers = [send(api, an_escalation(desk=desk), at=now - past) for past in (200, 100, 0)]
    assert [answer.status_code for answer in answers] == [202] * 3
    assert len({answer.body for answer in answers}) == 1
    assert Row.count() == 1


def test_another_message_or_another_dialog_is_another(api: Api) -> None:
    send(api, an_escalation())
    send(api, an_escalation(), "msg_another")
    send(api, an_escalation(dialog={"id": "D-18"}))
    assert (len(readings(FORMS)), len(readings(Dialog("forms", "D-18")))) == (2, 1)
    ids = [reading.asked.id for reading in (*readings(FORMS), *readings(Dialog("forms", "D-18"))) if reading.asked]
    assert len(set(ids)) == 3


@pytest.mark.parametrize("number", [BIG, int(BIG)], ids=["as text", "as a number"])
def test_an_id_keeps_all_its_digits(api: Api, number: Any) -> None:
    assert json.loads(send(api, an_escalation(dialog={"id": number})).body)["dialog"] == f"forms:{BIG}"


def test_while_a_secret_is_exchanged_both_hold(api: Api, world: World) -> None:
    both = {"desk_forms_webhook": ANOTHER_SECRET, "desk_forms_webhook_before": STANDARD_SECRET}
    world.secrets.secrets = {"desks": both}
    assert send(api, an_escalation(), "msg_1", secret=STANDARD_SECRET).status_code == 202
    assert send(api, an_escalation(), "msg_2", secret=ANOTHER_SECRET).status_code == 202
    assert send(api, an_escalation(), "msg_3", before="v1,AAAA v1a,BBBB").status_code == 202, "the sender's exchange"


@pytest.mark.parametrize("secrets", [{}, {"desk_forms_webhook": ""}, {"desk_forms_webhook": "a token of a vendor's"}])
def test_a_desk_without_a_secret_of_this_kind_lets_nobody_in(
    api: Api, world: World, secrets: Any, problem: Any
) -> None:
    world.secrets.secrets = {"desks": secrets}
    problem(send(api, an_escalation()), 401)


def test_a_desks_secret_is_its_own(api: Api, world: World, problem: Any) -> None:
    world.secrets.secrets = {
        "desks": {"desk_forms_webhook": ANOTHER_SECRET, "desk_carrot_escalations": STANDARD_SECRET}
    }
    problem(send(api, an_escalation()), 401)
    assert nothing_written()


@pytest.mark.parametrize(
    "changed",
    [
        {"webhook-id": ""},
        {"webhook-id": "msg_another"},
        {"webhook-timestamp": ""},
        {"webhook-timestamp": "now"},
        {"webhook-timestamp": "1795262400"},
        {"webhook-signature": ""},
        {"webhook-signature": "v1"},
        {"webhook-signature": "v1,not base64"},
        {"webhook-signature": "\xff"},
    ],
)
def test_odd_signatures(api: Api, problem: Any, changed: dict[str, str]) -> None:
    body, headers = standard(an_escalation())
    problem(api.post("/v1/escalations", body, headers | changed), 401)
    assert nothing_written()


@pytest.mark.parametrize("late", [-310, 310])
def test_a_replay(api: Api, problem: Any, late: int) -> None:
    problem(send(api, an_escalation(), at=time.time() + late), 401)


def test_without_any_header(api: Api, problem: Any) -> None:
    said = problem(api.post("/v1/escalations", an_escalation()), 401)
    assert "standardwebhooks.com" in said["detail"]


def test_a_stranger_is_told_nothing_of_the_fields(api: Api, problem: Any) -> None:
    said = problem(api.post("/v1/escalations", {"desk": "forms", "words": 5}), 401)
    assert "errors" not in said


def test_nobody_has_asked_for_a_reading_that_is_told() -> None:
    with pytest.raises(ValueError, match="asked"):
        escalation.told(DialogReading(FORMS, None))


def test_an_order_is_not_made_for_what_is_told(api: Api) -> None:
    send(api, an_escalation())
    assert [load(Order, row.data or "") for row in Row.scan(Row.sk.startswith(keys.ORDER_PREFIX))] == []
