"""`POST /v1/slack/commands`: what `/wilco` answers, and that the form opens with what was typed."""

import json
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.entrances.payloads.slack import command, said
from chalicelib.errors import Permanent, Refusal
from chalicelib.model.case import Case, Issue
from chalicelib.model.decision import CaseOpened, Decision
from chalicelib.model.dialog import Dialog, DialogLink
from chalicelib.model.dialog_changes import DialogLinked
from chalicelib.model.promise import PromiseCounted
from chalicelib.model.status import Status
from chalicelib.observe import now
from chalicelib.store.commit import commit
from chalicelib.store.orders import ledger
from tests.builders import NOW, a_case
from tests.conftest import World
from tests.events import slack_command
from tests.unit.entrances.conftest import DESK, Api

pytestmark = pytest.mark.usefixtures("desk_links")
CASE = a_case(issue=Issue("10001", "SHOP-7"))
LINK = f"{DESK}/chat/panel/57562/conversations/1779563"
HANDED_OVER = DialogLink(Dialog("carrot", "1779563"), CASE.id, "report-0001", "secret-0001", "Priya", NOW)


def handed_over(case: Case = CASE) -> None:
    commit(Decision("before", (CaseOpened(case), DialogLinked(HANDED_OVER))), NOW)


def typed(api: Api, text: str, **more: Any) -> dict[str, Any] | None:
    body, headers = slack_command(text, **more)
    answer = api.post("/v1/slack/commands", body, headers)
    assert answer.status_code == 200, answer.body
    if not answer.body:
        return None
    assert answer.headers["Content-Type"] == "application/json"
    answered: dict[str, Any] = json.loads(answer.body)
    assert answered["response_type"] == "ephemeral", "nobody else is bothered"
    assert answered["blocks"][0]["text"]["text"] == answered["text"]
    return answered


def text_of(answered: dict[str, Any] | None) -> str:
    assert answered is not None
    return str(answered["text"])


def fields(world: World) -> dict[str, Any]:
    ((_, view),) = world.slack.views
    return {block["block_id"]: block["element"] for block in view["blocks"] if block["type"] == "input"}


def test_how_many_promises_were_kept(api: Api) -> None:
    assert "None was due" in text_of(typed(api, "promises"))
    month = f"{now():%Y-%m}"
    counted = (PromiseCounted("shop", month, kept=True), PromiseCounted("web", month, kept=False))
    for change in (*counted, counted[0], PromiseCounted("shop", month, kept=False)):
        commit(Decision("counted", (change,)), NOW)
    said = text_of(typed(api, "promises"))
    assert f"The Shop, {month}: 2 of 3 kept (67%)" in said
    assert f"Broken sites, {month}: 0 of 1 kept (0%)" in said


@pytest.mark.parametrize("text", ["", "  ", "help", "HELP", "help me please"])
def test_help(api: Api, world: World, text: str) -> None:
    said = text_of(typed(api, text))
    assert "`/wilco &lt;dialog link&gt; what is wrong`" in said
    assert f"`{DESK}/chat/panel/57562/conversations/{{id}}`" in said
    assert "Escalate" in said
    assert world.slack.views == []


@pytest.mark.parametrize("text", ["orders outage", "https://evil.example/5 broken", "the price is 0", "<!channel> *x*"])
def test_what_it_does_not_know_is_answered_with_what_to_type(api: Api, world: World, text: str) -> None:
    said = text_of(typed(api, text))
    assert "Type `/wilco &lt;dialog link&gt; what is wrong`" in said
    assert "evil" not in said
    assert "channel" not in said
    assert world.slack.views == []


@pytest.mark.parametrize("start", [LINK, f"{LINK}?tab=1&x=2", f"<{LINK}>", "1779563"])
def test_the_form_opens_with_the_link_and_the_words(api: Api, world: World, start: str) -> None:
    assert typed(api, f"{start} The price is <0> & nobody knows", trigger_id="7.8.abc") is None
    ((trigger, view),) = world.slack.views
    assert (trigger, view["callback_id"], json.loads(view["private_metadata"])) == (
        "7.8.abc",
        "escalate",
        {"product": "shop"},
    )
    assert fields(world)["link"]["initial_value"] == LINK
    assert fields(world)["words"]["initial_value"] == "The price is <0> & nobody knows"


def test_without_words_the_teams_template_stands_there(api: Api, world: World) -> None:
    typed(api, LINK)
    assert "WAY TO REPRODUCE" in fields(world)["words"]["initial_value"]


def test_a_form_that_slack_refuses_to_open_is_told(api: Api, world: World) -> None:
    world.slack.fail_next(Permanent("views.open: expired_trigger_id"))
    assert "type it again" in text_of(typed(api, LINK))


def test_a_dialog_that_is_handed_over_says_where_it_stands(api: Api, world: World) -> None:
    handed_over()
    said = text_of(typed(api, LINK))
    assert said.startswith("This dialog is handed over already: ")
    assert "Priya" in said
    assert "Received" in said
    assert "2026-11-21 12:00 UTC" in said
    assert (world.slack.views, ledger(CASE.id)) == ([], {})


def test_a_dialog_whose_case_is_closed_can_be_handed_over_once_more(api: Api, world: World) -> None:
    handed_over(replace(CASE, status=Status.RESOLVED))
    assert typed(api, f"{LINK} It is back") is None
    ((_, view),) = world.slack.views
    assert view["blocks"][0]["text"]["text"].startswith("This dialog was handed over before: ")
    assert fields(world)["words"]["initial_value"] == "It is back"
    assert ledger(CASE.id) == {}


def test_a_dialog_whose_case_was_merged_stands_where_that_goes_on(api: Api) -> None:
    """What is added goes to where people work, and not onto the issue that is closed."""
    goes_on = replace(CASE, id="other-1")
    handed_over(replace(CASE, merged_into=goes_on.id, merged_at=NOW))
    commit(Decision("it goes on", (CaseOpened(goes_on),)), NOW)
    assert "was added to it" in text_of(typed(api, f"{LINK} Also in Safari"))
    assert (len(ledger(goes_on.id)), ledger(CASE.id)) == (2, {})


def test_more_words_are_added_to_it_once(api: Api) -> None:
    handed_over()
    for _ in range(3):
        assert "was added to it" in text_of(typed(api, f"{LINK} Also in Safari"))
    assert set(ledger(CASE.id)) == {"jira:operator:1.2.abc:comment", "slack:operator:1.2.abc:said"}
    typed(api, f"{LINK} And in Opera", trigger_id="another")
    assert len(ledger(CASE.id)) == 4


@pytest.mark.parametrize("signing", [{"at": 1_500_000_000}, {"at": 4_000_000_000}, {"secret": "another"}], ids=str)
def test_old_requests_and_strangers_are_refused(api: Api, world: World, signing: dict[str, Any]) -> None:
    assert api.post("/v1/slack/commands", *slack_command(LINK, **signing)).status_code == 401
    assert world.slack.views == []


@pytest.mark.parametrize("raw", [b"", b"text", b"\xff", b"text=x", b"user_id=U0ERIN&text=x", b"payload={}"])
def test_what_is_no_command(raw: bytes) -> None:
    with pytest.raises(Refusal) as refusal:
        command(raw)
    assert refusal.value.status == 400


@pytest.mark.parametrize(
    ("escaped", "typed_text"),
    [
        ("a &lt;b&gt; &amp;amp; c", "a <b> &amp; c"),
        ("<https://shop.example/?a=1&amp;b=2>", "https://shop.example/?a=1&b=2"),
        ("<https://shop.example|shop.example>", "https://shop.example"),
        ("<https://shop.example|the shop>", "the shop (https://shop.example)"),
        ("<@U0ERIN|erin> <@U0ERIN> <#C0WILCO|bugs> <!here>", "@erin @U0ERIN #bugs @here"),
        ("&lt;!channel&gt;", "<!channel>"),
        ("a > b < c", "a > b < c"),
        ("<mailto:anna@example.com|anna@example.com>", "anna@example.com"),
    ],
)
def test_slacks_text_as_it_was_typed(escaped: str, typed_text: str) -> None:
    assert said(escaped) == typed_text
