"""Handing a dialog over: the shortcut opens the form, which is checked, asks once what is alike, and is one order."""

import json
import os
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from chalicelib.model.case import Case, Issue
from chalicelib.model.decision import CaseMoved, CaseOpened, Decision
from chalicelib.model.dialog import Dialog, DialogLink
from chalicelib.model.dialog_acts import ReadDialog
from chalicelib.model.dialog_changes import DialogLinked
from chalicelib.model.status import Status
from chalicelib.observe import now
from chalicelib.ports import Message
from chalicelib.store import keys
from chalicelib.store.codec import dump
from chalicelib.store.commit import commit
from chalicelib.store.open_cases import open_cases
from chalicelib.store.orders import get_order, ledger
from chalicelib.store.tables import Row
from chalicelib.team import team
from tests.builders import NOW, a_case
from tests.conftest import World
from tests.events import slack_request, slack_shortcut
from tests.slack_forms import slack_view
from tests.unit.entrances.conftest import DESK, Api

pytestmark = pytest.mark.usefixtures("desk_links")
DIALOG = Dialog("carrot", "1779563")
LANE = "dialog:carrot:1779563"
LINK = f"{DESK}/chat/panel/57562/conversations/1779563"
SAID = {"ts": "1795262400.000100", "text": f"The price is 0 &amp; falling: <{LINK}>"}
FILLED = {"words": "The price is 0", "area": "prices", "kind": "wrong-value", "impact": "blocks"}
CASE = a_case(words="Price of the basket", place="shop.example/checkout")


def send(api: Api, payload: dict[str, Any]) -> dict[str, Any] | None:
    answer = api.post("/v1/slack/interactions", *slack_request(payload))
    assert answer.status_code == 200, answer.body
    said: dict[str, Any] | None = json.loads(answer.body) if answer.body else None
    return said


def opened(api: Api, world: World, message: dict[str, Any] | None = None) -> dict[str, Any]:
    """The form that the shortcut opens on a message."""
    assert send(api, slack_shortcut(message or SAID, trigger_id=f"trigger-{len(world.slack.views)}")) is None
    return dict(world.slack.views[-1][1])


def errors(said: dict[str, Any] | None) -> dict[str, str]:
    assert said is not None
    assert said["response_action"] == "errors"
    found: dict[str, str] = said["errors"]
    return found


def updated(said: dict[str, Any] | None) -> dict[str, Any]:
    assert said is not None
    assert said["response_action"] == "update"
    view: dict[str, Any] = said["view"]
    return view


def element(view: dict[str, Any], block: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in view["blocks"] if one.get("block_id") == block)["element"]
    return found


def escalated(view_id: str = "V0ESC") -> Any:
    order = get_order(LANE, f"chat:read:asked:{view_id}")
    assert order is not None
    assert isinstance(order.act, ReadDialog)
    return order.act.asked


def known(*cases: Case) -> None:
    for case in cases:
        commit(Decision("before", (CaseOpened(case),)), NOW)


def linked(case: Case = CASE) -> None:
    known(case)
    commit(Decision("before", (DialogLinked(DialogLink(DIALOG, CASE.id, "r", "t", "Priya", NOW)),)), NOW)


def test_what_nothing_is_alike_to_is_handed_over_at_once(api: Api, world: World) -> None:
    thread = world.slack.post("C0WILCO", Message("x", []), "x")
    view = opened(api, world, {**SAID, "ts": thread.ts})
    assert send(api, slack_view(view, {**FILLED, "plan": "pro", "tried": "Another browser"})) is None
    asked = escalated()
    assert (asked.id, asked.by, asked.product, asked.area, asked.kind) == (
        "V0ESC",
        "Erin",
        "shop",
        "prices",
        "wrong-value",
    )
    assert (asked.dialog, asked.words, asked.tried) == (DIALOG, "The price is 0", "Another browser")
    assert (asked.impact, asked.plan, asked.joins) == ("blocks", "pro", None)
    assert asked.source == f"https://slack.example/archives/C0WILCO/p{thread.ts.replace('.', '')}"


def test_a_message_that_slack_cannot_link_is_no_reason_to_lose_the_dialog(api: Api, world: World) -> None:
    view = opened(api, world)
    assert send(api, slack_view(view, FILLED)) is None
    assert escalated().source is None


def test_the_same_form_again_changes_nothing(api: Api, world: World) -> None:
    view = opened(api, world)
    assert send(api, slack_view(view, FILLED)) is None
    first = escalated()
    known(CASE)
    assert [send(api, slack_view(view, {**FILLED, "words": "Other words"})) for _ in range(2)] == [None, None]
    assert (escalated(), len(ledger(LANE))) == (first, 1)


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({"link": None}, {"link"}),
        ({"link": "https://evil.example/5"}, {"link"}),
        ({"words": None}, {"words"}),
        ({"words": "  \n "}, {"words"}),
        ({"area": None}, {"area"}),
        ({"kind": None, "impact": None}, {"kind", "impact"}),
    ],
)
def test_what_has_to_change_is_said_at_its_field(api: Api, world: World, given: Any, wrong: set[str]) -> None:
    assert errors(send(api, slack_view(opened(api, world), {**FILLED, **given}))).keys() == wrong
    assert ledger(LANE) == {}


def test_the_template_alone_says_nothing(api: Api, world: World) -> None:
    view = opened(api, world, {"ts": "1.2", "text": LINK})
    given = {name: value for name, value in FILLED.items() if name != "words"}
    assert errors(send(api, slack_view(view, given))).keys() == {"words"}


@pytest.mark.parametrize("field", ["area", "kind", "plan"])
def test_a_form_that_is_older_than_the_teams_file(api: Api, world: World, field: str) -> None:
    form = slack_view(opened(api, world), FILLED)
    form["view"]["state"]["values"][field]["choice"] = {"selected_option": {"value": "gone"}}
    assert errors(send(api, form)).keys() == {field}


def test_likely_cases_are_asked_about_first_and_every_value_is_kept(api: Api, world: World) -> None:
    known(CASE, a_case(Status.RESOLVED, id="closed-1"), a_case(id="far-1", area="media", kind="late-data"))
    given = {**FILLED, "plan": "pro", "tried": "Another browser"}
    again = updated(send(api, slack_view(opened(api, world), given)))
    assert ledger(LANE) == {}
    options = element(again, "same")["options"]
    assert [one["value"] for one in options] == ["new", CASE.id]
    assert element(again, "same")["initial_option"] == options[0]
    assert options[1]["description"]["text"] == "shop.example/checkout · 1 person · since 21 Nov"
    assert again["blocks"][0]["block_id"] == "same"
    assert "same area and kind; both say price" in again["blocks"][0]["hint"]["text"]
    for block, value in given.items():
        field = element(again, block)
        assert value == (field["initial_option"]["value"] if "options" in field else field["initial_value"])
    assert again["submit"]["text"] == "Hand over"


@pytest.mark.parametrize(("same", "joins"), [(CASE.id, CASE.id), ("new", None), (None, None)])
def test_the_second_time_it_is_handed_over(api: Api, world: World, same: str | None, joins: str | None) -> None:
    known(CASE)
    again = updated(send(api, slack_view(opened(api, world), FILLED)))
    assert send(api, slack_view(again, {"same": same} if same else {})) is None
    assert escalated().joins == joins
    assert send(api, slack_view(again, {"same": "new"})) is None
    assert (escalated().joins, len(ledger(LANE))) == (joins, 1)


def test_a_case_is_called_by_its_issue_where_it_has_one(api: Api, world: World) -> None:
    known(CASE)
    Row(*keys.case(CASE.id)).update([Row.issue.set(dump(Issue("10001", "SHOP-7")))])
    again = updated(send(api, slack_view(opened(api, world), FILLED)))
    assert element(again, "same")["options"][1]["text"]["text"] == "SHOP-7 · Prices: Wrong value"


def test_a_case_that_was_closed_a_moment_ago_is_not_offered(api: Api, world: World) -> None:
    known(CASE)
    assert open_cases("shop", "prices", now()) == (CASE,), "remembered for some seconds"
    commit(Decision("closed", (CaseMoved(replace(CASE, version=2, status=Status.RESOLVED)),)), NOW)
    assert send(api, slack_view(opened(api, world), FILLED)) is None
    assert escalated().joins is None


def test_a_dialog_that_was_handed_over_while_the_form_was_open(api: Api, world: World) -> None:
    view = opened(api, world)
    linked()
    for _ in range(2):
        told = updated(send(api, slack_view(view, {**FILLED, "tried": "Safari"})))
        assert "submit" not in told
        assert "was added to it" in told["blocks"][0]["text"]["text"]
    comment = get_order(CASE.id, "jira:operator:V0ESC:comment")
    assert comment is not None
    assert getattr(comment.act, "text", "") == "The price is 0\n\nTried: Safari"
    assert ledger(LANE) == {}


def test_a_dialog_whose_case_is_closed_is_handed_over_again(api: Api, world: World) -> None:
    linked(replace(CASE, status=Status.RESOLVED))
    assert send(api, slack_view(opened(api, world), FILLED)) is None
    assert escalated().words == "The price is 0"
    assert ledger(CASE.id) == {}


def test_a_case_of_any_area_of_the_product_is_looked_at(api: Api, world: World) -> None:
    known(a_case(id="media-1", area="media", words="zero price basket", opened_at=NOW - timedelta(days=1)))
    again = updated(send(api, slack_view(opened(api, world), {**FILLED, "words": "The basket has a zero price"})))
    assert element(again, "same")["options"][1]["value"] == "media-1"


def test_a_dialog_of_another_product_asks_for_that_ones_areas_and_kinds(
    api: Api, world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = json.loads(Path(os.environ["WILCO_TEAM_FILE"]).read_text(encoding="utf-8"))
    shop = file["desks"]["carrot"]
    file["desks"]["web"] = {**shop, "product": "web", "area": "site", "panel": "/chat/panel/2/conversations/{id}"}
    (tmp_path / "wilco.json").write_text(json.dumps(file), encoding="utf-8")
    monkeypatch.setenv("WILCO_TEAM_FILE", str(tmp_path / "wilco.json"))
    team.cache_clear()
    view, link = opened(api, world), f"{DESK}/chat/panel/2/conversations/5"
    again = updated(send(api, slack_view(view, {**FILLED, "link": link})))
    assert "another product" in again["blocks"][0]["text"]["text"]
    assert (element(again, "link")["initial_value"], element(again, "words")["initial_value"]) == (
        link,
        FILLED["words"],
    )
    assert [one["value"] for one in element(again, "area")["options"]] == ["site"]
    assert send(api, slack_view(again, {"kind": "something-else"})) is None
    order = get_order("dialog:web:5", "chat:read:asked:V0ESC")
    assert order is not None
    team.cache_clear()
