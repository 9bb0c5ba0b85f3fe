"""The form to hand a dialog over: Slack's limits under extreme input, and nothing typed becomes markup (promise 6)."""

import json
import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.model.case import Case, Thread
from chalicelib.model.dialog import Dialog, DialogLink
from chalicelib.model.handover import Filled
from chalicelib.model.status import Status
from chalicelib.rendering import escalation_form, slack_command
from chalicelib.settings.part import Words
from chalicelib.team import Area, Product
from sandbox.slack.blocks import check_message_blocks, check_view
from tests.unit.rendering.examples import CASE, LINKS, OPENED, TEAM, extreme
from tests.unit.rendering.test_slack import texts

SHOP = TEAM.products["shop"]
HELD = DialogLink(Dialog("carrot", "1779563"), CASE.id, "r-1", "secret", "Erin", OPENED)
FILLED = Filled("https://shop.example/5", "It broke", "prices", "wrong-value", "blocks", "pro", "Safari", CASE.id)
OURS = ("https://shop.atlassian.example/browse/", "https://slack.example/", "!date^")


def form(filled: Filled = FILLED, product: Product = SHOP, **more: Any) -> dict[str, Any]:
    return check_view(escalation_form.escalation_form(filled, product, TEAM, "{}", **more))


def fields(view: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {block["block_id"]: block for block in view["blocks"] if block["type"] == "input"}


def test_what_is_asked_and_what_may_be_left_out() -> None:
    found = fields(form(Filled()))
    assert list(found) == ["link", "words", "area", "kind", "impact", "plan", "tried"]
    assert [name for name, field in found.items() if field.get("optional")] == ["plan", "tried"]
    assert "initial_option" not in found["area"]["element"], "a choice that nobody made would be believed"
    assert [one["value"] for one in found["impact"]["element"]["options"]] == ["blocks", "workaround", "cosmetic"]


def test_a_product_without_plans_and_with_one_area() -> None:
    found = fields(form(Filled(), TEAM.products["web"]))
    assert "plan" not in found
    assert found["area"]["element"]["initial_option"]["value"] == "site"


def test_each_likely_case_with_what_is_known_of_it() -> None:
    unopened = replace(CASE, id="x-1", issue=None, place="", affected=0, area="gone")
    view = form(likely=[(CASE, "same area"), (unopened, "both say total")])
    same = fields(view)["same"]
    assert next(iter(fields(view))) == "same"
    assert [(one["text"]["text"], one.get("description", {}).get("text")) for one in same["element"]["options"]] == [
        ("A new problem", None),
        ("SHOP-7 · Prices: Wrong value", "shop.example/orders/:id · 12 people · since 5 Mar"),
        ("gone: Wrong value", "no place · 1 person · since 5 Mar"),
    ]
    assert same["hint"]["text"] == "Alike: SHOP-7 (same area), gone: Wrong value (both say total)."
    assert same["element"]["initial_option"]["value"] == CASE.id


def test_a_list_that_is_too_long_for_slack_is_cut() -> None:
    areas = {f"area-{n}": Area(name=Words(en=f"Area {n} " + "x" * 90, ru="x")) for n in range(120)}
    element = fields(form(Filled(area="area-110"), SHOP.model_copy(update={"areas": areas})))["area"]["element"]
    assert len(element["options"]) == 100
    assert "initial_option" not in element


def test_where_a_dialog_stands_that_is_handed_over() -> None:
    case = replace(
        CASE, status=Status.IN_PROGRESS, thread=Thread("C0WILCO", "1.2", "https://slack.example/archives/p12")
    )
    assert escalation_form.handed_over(HELD, case, LINKS) == (
        "This dialog is handed over already: <https://shop.atlassian.example/browse/SHOP-7|SHOP-7> · 🔧 In progress · "
        "<https://slack.example/archives/p12|thread>\n"
        "Erin, <!date^1772719380^{date_short_pretty}, {time}|2026-03-05 14:03 UTC>"
    )
    assert "Jira: on its way" in escalation_form.handed_over(HELD, replace(case, issue=None), LINKS)


def assert_inert(view: Any) -> None:
    """Typed words stand only where Slack formats nothing: plain texts, and what is in a field."""
    for found in texts(view):
        if found["type"] == "mrkdwn":
            assert found["verbatim"]
            controls = re.findall(r"<([^>]*)>", found["text"])
            assert all(control.startswith(OURS) for control in controls)
            assert "evil" not in found["text"]


@given(text=extreme, by=extreme.filter(lambda by: "evil" not in by), status=st.sampled_from(Status))
def test_nothing_typed_acts_or_breaks_a_limit(text: str, by: str, status: Status) -> None:
    case: Case = replace(CASE, status=status, place=text, words=text, area=text or "x", kind=text or "x")
    filled = Filled(*[text] * 7)
    views = [
        form(filled, likely=[(case, text)] * 5),
        form(filled),
        check_view(escalation_form.add_form(replace(HELD, by=by), case, LINKS, text, "{}")),
        check_view(escalation_form.added(replace(HELD, by=by), case, LINKS)),
    ]
    for view in views:
        assert_inert(view)
        assert len(view.get("private_metadata", "")) <= 3000
    answer = slack_command.only_you(slack_command.added(escalation_form.handed_over(replace(HELD, by=by), case, LINKS)))
    check_message_blocks(answer["blocks"])
    assert_inert(answer["blocks"])


@pytest.mark.parametrize("panels", [[], ["https://a.example/{id}"], ["https://a.example/<!here>/{id}", "x" * 500]])
def test_what_the_command_answers(panels: list[str]) -> None:
    for text in (slack_command.usage(panels), slack_command.no_dialog(panels), slack_command.not_opened()):
        answer = slack_command.only_you(text)
        check_message_blocks(answer["blocks"])
        assert not re.search(r"<[^>]*>", text), "no control sequence"
        assert json.dumps(answer)
    assert ("No support desk" in slack_command.usage(panels)) == (not panels)
