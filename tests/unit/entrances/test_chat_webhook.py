"""`POST /v1/chat/{desk}`: what all vendors' webhooks have in common; nothing is believed but which dialog it is."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.model.dialog import Dialog
from chalicelib.model.dialog_acts import ReadDialog
from chalicelib.model.orders import Destination, Order
from chalicelib.store import keys
from chalicelib.store.codec import load
from chalicelib.store.tables import Row
from tests.chat_events import (
    BIG,
    DIALOG,
    carrot,
    carrot_form,
    chatwoot,
    chatwoot_event,
    intercom,
    intercom_event,
    zendesk,
    zendesk_event,
)
from tests.conftest import World
from tests.unit.entrances.conftest import Api

DIALOGS = {"carrot": DIALOG, "inter": "137324500000000", "zen": "5158", "woot": "42"}


def an_event(desk: str) -> tuple[bytes, Mapping[str, str]]:
    """Somebody has written into the desk's dialog, at this moment."""
    made: dict[str, Callable[[], tuple[bytes, Mapping[str, str]]]] = {
        "carrot": carrot,
        "inter": lambda: intercom(intercom_event()),
        "zen": lambda: zendesk(zendesk_event()),
        "woot": lambda: chatwoot(chatwoot_event()),
    }
    return made[desk]()


@pytest.fixture(autouse=True)
def at_every_vendor(desks: None) -> None: ...


def send(api: Api, desk: str, request: tuple[bytes, Mapping[str, str]]) -> int:
    body, headers = request
    status: int = api.post(f"/v1/chat/{desk}", body, headers).status_code
    return status


def orders(desk: str, dialog_id: str) -> list[Order]:
    """What is to be done with the dialog."""
    rows = Row.query(keys.case(Dialog(desk, dialog_id).lane).pk, Row.sk.startswith(keys.ORDER_PREFIX))
    return [load(Order, row.data or "") for row in rows]


def nothing_written() -> bool:
    return Row.count() == 0


@pytest.mark.parametrize("desk", DIALOGS)
def test_a_dialog_that_has_news_is_read(api: Api, desk: str) -> None:
    request, dialog_id = an_event(desk), DIALOGS[desk]
    assert send(api, desk, request) == 200
    (order,) = orders(desk, dialog_id)
    assert order.act == ReadDialog(Dialog(desk, dialog_id)), "nobody has asked for anything yet"
    assert (order.destination, order.group) == (Destination.CHAT, f"{desk}:{dialog_id}")


@pytest.mark.parametrize("desk", DIALOGS)
def test_the_same_event_again_is_answered_and_read_once(api: Api, desk: str) -> None:
    request, dialog_id = an_event(desk), DIALOGS[desk]
    assert [send(api, desk, request) for _ in range(3)] == [200] * 3
    assert len(orders(desk, dialog_id)) == 1


@pytest.mark.parametrize("desk", DIALOGS)
def test_another_desks_webhook_opens_nothing(api: Api, problem: Any, desk: str) -> None:
    """Intercom's and Jira's header have one name: which desk it is says the address, never the header."""
    for other in DIALOGS.keys() - {desk}:
        body, headers = an_event(other)
        problem(api.post(f"/v1/chat/{desk}", body, headers), 401)
    assert nothing_written()


@pytest.mark.parametrize("desk", DIALOGS)
def test_a_body_that_was_changed_on_the_way_is_refused(api: Api, desk: str) -> None:
    body, headers = an_event(desk)
    changed = body.replace(b"token=a", b"token=b") if desk == "carrot" else body + b" "
    assert send(api, desk, (changed, headers)) == 401
    assert nothing_written()


@pytest.mark.parametrize("desk", DIALOGS)
@pytest.mark.parametrize("body", [b"", b"\xff\xfe", b"token=", b"{}", b"[" * 60_000, b"token=%ff&conversation_id=5"])
def test_whatever_is_not_signed_is_refused(api: Api, desk: str, body: bytes) -> None:
    assert send(api, desk, (body, {})) == 401
    assert nothing_written()


@pytest.mark.parametrize("desk", DIALOGS)
def test_a_desk_without_a_secret_lets_nobody_in(api: Api, world: World, desk: str) -> None:
    world.secrets.secrets = {"desks": {f"desk_{desk}_webhook": ""}}
    for request in (an_event(desk), carrot_form(token="", conversation_id="5")):
        assert send(api, desk, request) == 401


@pytest.mark.parametrize("desk", DIALOGS)
def test_while_a_secret_is_exchanged_the_one_before_it_holds(api: Api, world: World, desk: str) -> None:
    now = world.secrets.secrets["desks"][f"desk_{desk}_webhook"]
    exchanged = {f"desk_{desk}_webhook": "the next one", f"desk_{desk}_webhook_before": now}
    world.secrets.secrets = {"desks": exchanged}
    assert send(api, desk, an_event(desk)) == 200


@pytest.mark.parametrize("desk", ["nobodys", "CARROT", "carrot%2F..", "%00"])
def test_an_unknown_desk(api: Api, problem: Any, desk: str) -> None:
    problem(api.post(f"/v1/chat/{desk}", *carrot()), 404)


def test_a_desk_that_cant_be_read_has_another_entrance(api: Api, problem: Any) -> None:
    assert "/v1/escalations" in problem(api.post("/v1/chat/forms", *carrot()), 404)["detail"]


def test_intercom_asks_first_whether_the_address_is_there(api: Api) -> None:
    assert api.head("/v1/chat/inter").status_code == 200
    assert api.head("/v1/chat/nobodys").status_code == 404


def test_secrets_that_cant_be_read_are_no_reason_to_refuse(api: Api, world: World) -> None:
    """The vendor repeats what is answered 503; it may give up on 401."""
    world.secrets.secrets = {}
    assert send(api, "carrot", carrot()) == 503


def test_a_long_message_is_taken_and_an_absurd_one_is_not(api: Api) -> None:
    """A message of the longest kind, twice in the body and eight bytes a letter, is beyond what a report may have."""
    long = carrot(body="щ" * 10_000, body_json={"text": "щ" * 10_000})
    assert len(long[0]) > 64 * 1024
    assert send(api, "carrot", long) == 200
    assert send(api, "carrot", carrot(body="x" * 1024 * 1024)) == 413


@pytest.mark.parametrize("number", [BIG, int(BIG)], ids=["as text", "as a number"])
def test_an_id_keeps_all_its_digits(api: Api, number: Any) -> None:
    for desk, request in {
        "carrot": carrot(conversation=number),
        "inter": intercom(intercom_event(id=number)),
        "zen": zendesk({"ticket_id": number}),
        "woot": chatwoot(chatwoot_event(conversation={"id": number})),
    }.items():
        assert send(api, desk, request) == 200, desk
        assert len(orders(desk, BIG)) == 1, desk


@pytest.mark.parametrize(
    "odd", [True, None, 1.5, 1e30, -1, "", " 5", "5\n", "../5", "5/6", "5?x", "é", "9" * 65, [5], {}]
)
def test_what_is_no_id_is_nothing_for_us(api: Api, odd: Any) -> None:
    """It would become a part of an address, and of a key."""
    for desk, request in {
        "carrot": carrot(conversation=odd),
        "inter": intercom(intercom_event(id=odd)),
        "zen": zendesk({"ticket_id": odd}),
        "woot": chatwoot(chatwoot_event(conversation={"id": odd})),
    }.items():
        assert send(api, desk, request) == 200, desk
    assert nothing_written()


@pytest.mark.parametrize("body", [b"", b"{}", b"[]", b"null", b"\xff", b"{", b'{"a":', b"[" * 60_000])
def test_a_body_that_is_signed_and_says_nothing(api: Api, body: bytes) -> None:
    """Zendesk may send an empty one."""
    assert send(api, "zen", zendesk(body)) == (200 if body in (b"", b"{}") else 400)
    assert nothing_written()


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=10),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(st.sampled_from(["id", "type", "author", "conversation_parts", "comment"]), inner)
    ),
    max_leaves=6,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(changed=st.dictionaries(st.sampled_from(["id", "from", "conversation", "sent_via", "external_id"]), anything))
def test_no_message_of_carrot_quest_surprises_us(api: Api, changed: dict[str, Any]) -> None:
    assert send(api, "carrot", carrot(**changed)) == 200


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(
    changed=st.dictionaries(
        st.sampled_from(["id", "topic", "data", "type", "detail", "event", "ticket_id", "sender", "conversation"]),
        anything,
    )
)
def test_no_event_surprises_us(api: Api, changed: dict[str, Any]) -> None:
    assert send(api, "inter", intercom(intercom_event() | changed)) == 200
    assert send(api, "zen", zendesk(zendesk_event() | changed)) == 200
    assert send(api, "woot", chatwoot(chatwoot_event() | changed)) == 200
