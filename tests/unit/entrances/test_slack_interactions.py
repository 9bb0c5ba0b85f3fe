"""`POST /v1/slack/interactions`: what each button and the form do, answered at once and safe to repeat."""

import json
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import pytest

from chalicelib.entrances.payloads.slack import interaction
from chalicelib.errors import Permanent, Refusal
from chalicelib.model.case import Case
from chalicelib.model.decision import CaseOpened, Decision
from chalicelib.model.status import Status
from chalicelib.store.cases import get_case
from chalicelib.store.commit import commit
from chalicelib.store.orders import ledger
from tests.builders import NOW, a_case
from tests.conftest import World
from tests.events import slack_press, slack_request
from tests.slack_forms import slack_form
from tests.unit.entrances.conftest import Api

CASE = a_case()


def opened(status: Status = Status.RECEIVED) -> None:
    commit(Decision("before", (CaseOpened(a_case(status)),)), NOW)


def send(api: Api, payload: dict[str, Any], **signing: Any) -> int:
    body, headers = slack_request(payload, **signing)
    status: int = api.post("/v1/slack/interactions", body, headers).status_code
    return status


def case() -> Case:
    found = get_case(CASE.id)
    assert found is not None
    return found


def test_take(api: Api) -> None:
    opened()
    assert send(api, slack_press("take", CASE.id)) == 200
    assert (case().status, case().owner) == (Status.TAKEN, "Erin")
    made = {"jira:v2:assigned", "fan_out:v2:dialogs", "slack:v2:shown", "slack:v2:said", "fan_out:v2:told"}
    assert set(ledger(CASE.id)) == made


def test_take_over(api: Api) -> None:
    commit(Decision("before", (CaseOpened(a_case(Status.TAKEN, owner="Priya")),)), NOW)
    for _ in range(2):
        assert send(api, slack_press("take_over", CASE.id)) == 200
    assert (case().status, case().owner, case().version) == (Status.TAKEN, "Erin", 2)
    assert {"jira:v2:assigned", "fan_out:v2:dialogs", "slack:v2:taken_over"} <= set(ledger(CASE.id))


def test_the_other_case_is_chosen_from_those_that_are_open(api: Api, world: World) -> None:
    opened()
    other = replace(a_case(), id="other-1", fingerprint="other", area="orders", place="shop.example/cart")
    for one in (other, replace(other, id="done-1", status=Status.DECLINED), replace(other, id="web-1", product="web")):
        commit(Decision("before", (CaseOpened(one),)), NOW)
    assert send(api, slack_press("same", CASE.id)) == 200
    ((_, view),) = world.slack.views
    assert (view["private_metadata"], view["callback_id"]) == (CASE.id, "same")
    assert [option["value"] for option in view["blocks"][1]["element"]["options"]] == ["other-1"]


def test_the_same_as_another(api: Api) -> None:
    opened()
    commit(Decision("before", (CaseOpened(replace(a_case(), id="other-1", fingerprint="other")),)), NOW)
    for _ in range(2):
        assert send(api, same_form("other-1")) == 200
    assert (case().merged_into, case().version) == ("other-1", 2)
    assert set(ledger("other-1")) == {f"slack:same:{CASE.id}:said"}


@pytest.mark.parametrize("other", ["none-1", "", CASE.id])
def test_the_same_as_nothing(api: Api, other: str) -> None:
    opened()
    assert send(api, same_form(other)) == 200
    assert (case().version, ledger(CASE.id)) == (1, {})


def test_a_merged_case_offers_no_form(api: Api, world: World) -> None:
    commit(Decision("before", (CaseOpened(a_case(merged_into="other-1")),)), NOW)
    for action in ("same", "ask"):
        send(api, slack_press(action, CASE.id, trigger_id=action))
    assert all("submit" not in view for _, view in world.slack.views)
    assert len(world.slack.views) == 2


def same_form(other: str) -> dict[str, Any]:
    """The form of *Same as…*, sent."""
    form = slack_form(CASE.id, "")
    chosen = {"type": "static_select", "selected_option": {"value": other} if other else None}
    form["view"] |= {"callback_id": "same", "state": {"values": {"other": {"case": chosen}}}}
    return form


def test_somebody_who_is_not_in_the_teams_file_has_a_name_all_the_same(api: Api) -> None:
    opened()
    send(api, slack_press("take", CASE.id, user="U0GUEST"))
    assert case().owner == "erin"
    assert "jira:v2:assigned" not in ledger(CASE.id)


def test_not_a_bug(api: Api) -> None:
    opened()
    assert send(api, slack_press("not_a_bug", CASE.id)) == 200
    assert case().status is Status.DECLINED


@pytest.mark.parametrize("action", ["take", "not_a_bug"])
def test_a_request_that_is_played_again_changes_nothing(api: Api, action: str) -> None:
    opened()
    body, headers = slack_request(slack_press(action, CASE.id))
    for _ in range(3):
        assert api.post("/v1/slack/interactions", body, headers).status_code == 200
    assert case().version == 2


def test_the_question_is_asked_in_a_form(api: Api, world: World) -> None:
    opened()
    assert send(api, slack_press("ask", CASE.id, trigger_id="1.2.abc")) == 200
    ((trigger, view),) = world.slack.views
    assert (trigger, view["private_metadata"], view["callback_id"]) == ("1.2.abc", CASE.id, "ask")


def test_nobody_is_asked_about_a_closed_case(api: Api, world: World) -> None:
    opened(Status.RESOLVED)
    send(api, slack_press("ask", CASE.id))
    ((_, view),) = world.slack.views
    assert "submit" not in view


def test_a_form_that_slack_refuses_to_open_is_told_to_the_person(api: Api, world: World) -> None:
    opened()
    world.slack.fail_next(Permanent("views.open: expired_trigger_id"))
    assert send(api, slack_press("ask", CASE.id)) == 503


def test_a_question_goes_out_once(api: Api) -> None:
    opened()
    for _ in range(2):
        assert send(api, slack_form(CASE.id, "Which browser?")) == 200
    assert set(ledger(CASE.id)) == {
        "fan_out:asked:V0ASKED:told",
        "jira:asked:V0ASKED:comment",
        "slack:asked:V0ASKED:said",
    }


@pytest.mark.parametrize("question", ["", "  \n "])
def test_a_question_without_words_asks_nothing(api: Api, question: str) -> None:
    opened()
    assert send(api, slack_form(CASE.id, question)) == 200
    assert ledger(CASE.id) == {}


@pytest.mark.parametrize(
    "payload",
    [
        slack_press("open_jira", CASE.id),
        slack_press("something_new", CASE.id),
        {"type": "view_closed", "user": {"id": "U0ERIN"}},
        {"type": "shortcut", "user": {"id": "U0ERIN"}, "trigger_id": "1"},
        {"type": "view_submission", "user": {"id": "U"}, "view": {"id": "V", "callback_id": "another"}},
        {"type": "block_actions", "user": {"id": "U0ERIN"}, "actions": []},
    ],
    ids=lambda payload: payload["type"],
)
def test_what_is_not_for_us_is_answered_and_left_alone(api: Api, payload: dict[str, Any]) -> None:
    opened()
    assert send(api, payload) == 200
    assert (case().version, ledger(CASE.id)) == (1, {})


def test_a_case_that_is_not_there_is_said_to_be_so(api: Api) -> None:
    assert send(api, slack_press("take", "none-1")) == 404


@pytest.mark.parametrize("signing", [{"at": 1_500_000_000}, {"at": 4_000_000_000}, {"secret": "another"}], ids=str)
def test_old_requests_and_strangers_are_refused(api: Api, signing: dict[str, Any]) -> None:
    opened()
    assert send(api, slack_press("take", CASE.id), **signing) == 401
    assert case().version == 1


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"payload",
        b"payload=",
        b"payload=%FF",
        b"\xff",
        b"payload={}",
        b"other=1",
        urlencode({"payload": "[]"}).encode(),
        urlencode({"payload": '{"type": "block_actions"}'}).encode(),
        urlencode({"payload": json.dumps({"type": "x", "user": {}})}).encode(),
    ],
)
def test_what_is_no_interaction(raw: bytes) -> None:
    with pytest.raises(Refusal) as refusal:
        interaction(raw)
    assert refusal.value.status == 400


@pytest.mark.parametrize(
    "values", [None, [], {"question": None}, {"question": {"text": None}}, {"question": {"text": {"value": None}}}]
)
def test_a_form_without_its_field_asks_nothing(api: Api, values: object) -> None:
    opened()
    form = slack_form(CASE.id, "x")
    form["view"]["state"] = {"values": values}
    assert send(api, form) in (200, 400)
    assert ledger(CASE.id) == {}
