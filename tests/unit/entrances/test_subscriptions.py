"""Subscribing by the page's form or as JSON, and the links in the mails: nothing is given away, nothing done by GET."""

import json
from typing import Any
from urllib.parse import urlencode

import pytest
from chalice.test import HTTPResponse

from chalicelib.decisions.outages import Draft, declare, declared
from chalicelib.model.case import Case, follower_id
from chalicelib.model.contact import address_id
from chalicelib.model.orders import SUBSCRIPTIONS, Confirm
from chalicelib.model.outage import ward_of
from chalicelib.model.subscription import Subscriber
from chalicelib.observe import now
from chalicelib.store.commit import commit
from chalicelib.store.entries import get_entry
from chalicelib.store.followers import get_follower
from chalicelib.store.orders import ledger
from chalicelib.store.subscribers import subscriber
from tests.outages import BROKEN
from tests.unit.entrances.conftest import Api

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
ADDRESS = "Anna@example.com"
ONE_CLICK = b"List-Unsubscribe=One-Click"


def asks(api: Api, address: str = ADDRESS, product: str = "shop", **more: str) -> HTTPResponse:
    return api.post(f"/v1/status/{product}/subscriptions", {"email": address, **more})


def sends(api: Api, **form: str) -> HTTPResponse:
    return api.post("/v1/status/shop/subscriptions", urlencode(form).encode(), FORM)


def code() -> str:
    """That of the one mail."""
    (name,) = ledger(SUBSCRIPTIONS)
    entry = get_entry(SUBSCRIPTIONS, name)
    assert entry is not None
    assert isinstance(entry.order.act, Confirm)
    return entry.order.act.confirmation.code


def answers(api: Api, reference: str, says: str = "yes") -> str:
    told = api.post(f"/s/{reference}", urlencode({"answer": says}).encode(), FORM)
    assert told.status_code == 200
    return str(told.body.decode())


def anna() -> Subscriber | None:
    return subscriber("shop", address_id(ADDRESS))


def reference(one: Subscriber | None) -> str:
    assert one is not None
    return f"{one.name}.{one.token}"


def an_open_outage() -> Case:
    declaring = declare("shop", ("prices",), Draft("form-1", BROKEN), "Erin", now())
    commit(declaring, now())
    return declared(declaring)


def test_the_answer_is_the_same_whether_we_know_the_address(api: Api) -> None:
    first = asks(api)
    answers(api, code())
    again, other = asks(api), asks(api, "boris@example.com")
    assert [one.status_code for one in (first, again, other)] == [202] * 3
    assert first.body == again.body == other.body
    assert json.loads(first.body) == {"status": "taken"}
    assert first.headers["Access-Control-Allow-Origin"] == "*", "the page stands elsewhere"
    assert len(ledger(SUBSCRIPTIONS)) == 2, "who is subscribed is not asked again"


def test_the_plain_form_says_it_in_the_pages_language(api: Api) -> None:
    told = sends(api, email=ADDRESS, locale="ru")
    assert (told.status_code, told.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert "Проверьте почту" in told.body.decode()
    assert "anna" not in told.body.decode().casefold()
    wrong = sends(api, email="anna@", locale="ru")
    assert wrong.status_code == 422
    assert "Это не похоже на почтовый адрес" in wrong.body.decode()


def test_what_can_not_be_taken_is_said(api: Api, problem: Any) -> None:
    assert problem(asks(api, "anna@"), 422)["errors"][0]["field"] == "email"
    assert "shop" in problem(asks(api, product="gone"), 404)["errors"][0]["message"]
    problem(sends(api, email="x" * 5000), 413)


def test_opening_the_link_changes_nothing_and_yes_subscribes(api: Api) -> None:
    asks(api, locale="en")
    for path in ("", "/stop"):
        page = api.get(f"/s/{code()}{path}")
        assert "Shall we write to you about outages?" in page.body.decode()
        assert page.headers["Cache-Control"] == "no-store"
    assert anna() is None
    for _ in range(2):
        assert "You hear of outages now" in answers(api, code())
    one = anna()
    assert one is not None
    assert (one.address, one.product, one.locale) == (ADDRESS, "shop", "en")
    assert "You hear of outages now" in api.get(f"/s/{code()}").body.decode()


def test_yes_in_an_outage_is_told_of_it_at_once(api: Api) -> None:
    outage = an_open_outage()
    asks(api)
    answers(api, code())
    person = follower_id(outage.id, ADDRESS)
    follower = get_follower(outage.id, person)
    assert follower is not None
    assert follower.subscribed
    assert set(ledger(ward_of(outage.id, person))) == {f"outage:{person}"}


@pytest.mark.parametrize("how", ["button", "mail program"])
def test_somebody_else_is_not_asked_again(api: Api, how: str) -> None:
    asks(api)
    if how == "button":
        assert "Thank you for telling us" in answers(api, code(), "not_me")
    else:
        assert api.post(f"/s/{code()}/stop", ONE_CLICK, FORM).status_code == 200
    assert anna() is None


def test_one_press_stops_the_mails_of_now_and_later_and_another_begins_them(api: Api) -> None:
    outage = an_open_outage()
    asks(api, locale="en")
    answers(api, code())
    link = reference(anna())
    assert "Stop the mails about outages?" in api.get(f"/s/{link}/stop").body.decode()
    person = follower_id(outage.id, ADDRESS)
    for _ in range(2):
        stopped = api.post(f"/s/{link}/stop", ONE_CLICK, FORM)
        assert "We write to you no more" in stopped.body.decode()
        one, follower = anna(), get_follower(outage.id, person)
        assert one is not None and follower is not None
        assert one.stopped_at and follower.stopped_at
    assert "We write to you no more" in api.get(f"/s/{link}").body.decode()
    answers(api, link)
    one, follower = anna(), get_follower(outage.id, person)
    assert one is not None and follower is not None
    assert (one.stopped_at, follower.stopped_at, reference(one)) == (None, None, link)


@pytest.mark.parametrize(
    "wrong", ["shop.{id}.wrong", "shop.{id}.", "shop.{id}", "web.{id}.{token}", "none", "x" * 3000]
)
@pytest.mark.parametrize("path", ["", "/stop"])
def test_a_link_that_we_did_not_send(api: Api, wrong: str, path: str) -> None:
    asks(api)
    answers(api, code())
    one = anna()
    assert one is not None
    place = f"/s/{wrong.format(id=one.id, token=one.token)}{path}"
    for answer in (api.get(place), api.post(place, ONE_CLICK, FORM)):
        assert answer.status_code == 404
        assert "anna" not in answer.body.decode().casefold()
    assert anna() == one


def test_the_question_about_reports_is_another_page(api: Api) -> None:
    asks(api)
    assert api.get(f"/c/{code()}").status_code == 404


def test_logs_name_nobody(api: Api, capsys: pytest.CaptureFixture[str]) -> None:
    asks(api)
    answers(api, code())
    api.post(f"/s/{reference(anna())}/stop", ONE_CLICK, FORM)
    said = capsys.readouterr().out
    assert [json.loads(line)["event"] for line in said.splitlines()] == [
        "subscription_asked",
        "subscription_confirmed",
        "subscription_stopped",
    ]
    assert "anna" not in said.casefold()
