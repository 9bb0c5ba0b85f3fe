"""Merged cases and their owners in Slack: exact words, Slack's limits, and nothing typed pings or links."""

import json
from dataclasses import replace

import pytest
from hypothesis import given

from chalicelib.model.case import Issue, Thread
from chalicelib.model.merge_acts import SayMerged
from chalicelib.model.owner_acts import SayTakenOver
from chalicelib.model.status import Status
from chalicelib.rendering import slack_merged, slack_owners
from tests.outages import an_outage
from tests.unit.rendering.examples import CASE, LINKS, TEAM, extreme
from tests.unit.rendering.test_slack import assert_harmless, texts

OTHER = replace(
    CASE, id="other-1", issue=Issue("10003", "SHOP-3"), thread=Thread("C", "1.2", "https://slack.example/3")
)
LINK = "<https://shop.atlassian.example/browse/SHOP-3|SHOP-3>"


def test_a_merged_case() -> None:
    message = slack_merged.message(replace(CASE, merged_into=OTHER.id), OTHER, TEAM, LINKS)
    header, facts = message.blocks
    assert header["text"]["text"] == "🔗 Same as SHOP-3 · Prices: Wrong value"
    assert facts["text"]["text"] == (
        f"`shop.example/orders/:id`\nSame as {LINK} · <https://slack.example/3|Its thread>"
    )
    on_its_way = slack_merged.message(CASE, replace(OTHER, issue=None, thread=None), TEAM, LINKS)
    assert "Same as another case" in on_its_way.text
    outage = an_outage()
    assert slack_merged.message(CASE, outage, TEAM, LINKS).text.startswith("🔗 Part of an outage · Prices")
    named = slack_merged.message(CASE, replace(outage, issue=OTHER.issue), TEAM, LINKS)
    assert named.text.startswith("🔗 Part of SHOP-3 · Prices")


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (
            SayMerged("into", OTHER.id, "Erin"),
            f"🔗 The same as {LINK}, says Erin. It goes on there; who follows this case hears of that one from now on.",
        ),
        (SayMerged("from", OTHER.id, "Erin", 12), f"🔗 {LINK} is the same, says Erin: 12 people from there."),
        (
            SayMerged("moved", OTHER.id),
            f"↩️ This issue was moved in Jira, but it is merged: {LINK} goes on for it. Nobody was told anything.",
        ),
    ],
)
def test_lines(act: SayMerged, words: str) -> None:
    assert slack_merged.line(act, OTHER, LINKS).text == words


def test_the_form() -> None:
    view = slack_merged.same_modal(CASE, [OTHER, replace(OTHER, id="third-1", issue=None)], TEAM)
    assert (view["callback_id"], view["private_metadata"]) == ("same", CASE.id)
    element = view["blocks"][1]["element"]
    assert (view["blocks"][1]["block_id"], element["action_id"]) == ("other", "case")
    assert [option["value"] for option in element["options"]] == ["other-1", "third-1"]
    assert element["options"][0]["text"]["text"] == "SHOP-3 · Prices: Wrong value · shop.example/orders/:id"
    assert "submit" not in slack_merged.same_modal(CASE, [], TEAM)


def test_who_has_it_is_named_before_it_is_taken_over() -> None:
    assert slack_owners.taken_over(SayTakenOver("Erin", "Priya")).text == "🙋 Erin takes over from Priya."
    button = slack_owners.take_button(replace(CASE, status=Status.TAKEN, owner="Priya"))
    assert button is not None
    assert button["action_id"] == "take_over"
    assert button["confirm"]["text"]["text"].startswith("Priya has this case.")
    assert slack_owners.take_button(replace(CASE, merged_into=OTHER.id)) is None


@given(text=extreme, by=extreme.filter(lambda by: "evil" not in by))
def test_nothing_typed_pings_links_or_breaks_a_limit(text: str, by: str) -> None:
    case = replace(CASE, place=text, words=text, owner=by, status=Status.TAKEN)
    message = slack_merged.message(case, OTHER, TEAM, replace(LINKS, public_url="https://wilco.example"))
    view = slack_merged.same_modal(case, [replace(case, id=f"{number}-1") for number in range(100)], TEAM)
    assert len(message.text) <= 4_000
    assert len(view["title"]["text"]) <= 24
    options = view["blocks"][1]["element"]["options"]
    assert all(0 < len(option["text"]["text"]) <= 75 for option in options)
    button = slack_owners.take_button(case)
    for found in texts([view["blocks"][0], button]):
        assert found["type"] == "plain_text" or found["verbatim"]
        if found["type"] == "mrkdwn":
            assert_harmless(found["text"])
    for act in (SayMerged("into", OTHER.id, by), SayMerged("from", OTHER.id, by)):
        assert_harmless(slack_merged.line(act, OTHER, LINKS).text)
    assert_harmless(slack_owners.taken_over(SayTakenOver(by, by)).text)
    assert button is None or len(json.dumps(button)) < 3_000
