"""Slack: exact blocks for one case, Slack's limits under extreme input, and nothing typed pings or links."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.model.orders import SayInThread
from chalicelib.model.status import Status
from chalicelib.rendering import slack, slack_forms
from tests.unit.rendering.examples import CASE, LINKS, OPENED, TEAM, extreme

CONTROL = re.compile(r"<([^>]*)>")
CODE = re.compile(r"```\n.*?\n```|`[^`\n]*`", re.DOTALL)
LIMITS = {"header": 150, "section": 3_000}


def actions(status: Status, **facts: Any) -> list[str]:
    blocks = slack.case_message(replace(CASE, status=status, **facts), TEAM, LINKS).blocks
    return [button["action_id"] for block in blocks if block["type"] == "actions" for button in block["elements"]]


def test_a_new_case() -> None:
    message = slack.case_message(CASE, TEAM, LINKS)
    assert message.text == "🟡 Received · Prices: Wrong value · `shop.example/orders/:id` · 12 people affected"
    header, facts, words, buttons = message.blocks
    assert header["text"]["text"] == "🟡 Received · Prices: Wrong value"
    assert facts["text"]["text"] == (
        "`shop.example/orders/:id`\n"
        "👥 12 people affected · 👤 Nobody has it yet · <https://shop.atlassian.example/browse/SHOP-7|SHOP-7> · "
        "<https://wilco.example/t/r-1.secret|The report>"
    )
    assert words["text"]["text"] == "```\nThe total is 12 € too high\n```"
    take, reply, ask, same, not_a_bug, open_jira = buttons["elements"]
    assert (take["text"]["text"], take["style"], take["value"]) == ("Take", "primary", CASE.id)
    assert reply["text"]["text"] == "Reply…"
    assert (ask["text"]["text"], same["text"]["text"]) == ("Ask the reporter", "Same as…")
    assert not_a_bug["confirm"]["confirm"]["text"] == "Not a bug"
    assert open_jira["url"] == "https://shop.atlassian.example/browse/SHOP-7"


def test_a_case_whose_issue_is_on_its_way() -> None:
    blocks = slack.case_message(replace(CASE, issue=None, words=None, first_report=None), TEAM, LINKS).blocks
    assert "Jira: on its way" in blocks[1]["text"]["text"]
    assert [block["type"] for block in blocks] == ["header", "section", "actions"]


@pytest.mark.parametrize(
    ("status", "buttons"),
    [
        (Status.RECEIVED, ["take", "reply", "ask", "same", "not_a_bug", "open_jira"]),
        (Status.REOPENED, ["take", "reply", "ask", "same", "not_a_bug", "open_jira"]),
        (Status.TAKEN, ["take_over", "reply", "ask", "same", "not_a_bug", "open_jira"]),
        (Status.IN_PROGRESS, ["take_over", "reply", "ask", "same", "not_a_bug", "open_jira"]),
        (Status.RESOLVED, ["open_jira"]),
        (Status.DECLINED, ["open_jira"]),
    ],
)
def test_buttons_fit_the_status(status: Status, buttons: list[str]) -> None:
    assert actions(status, owner="Erin") == buttons
    assert actions(status, owner="Erin", issue=None) == buttons[:-1]


def test_a_case_that_nobody_has_can_be_taken() -> None:
    assert "take" in actions(Status.IN_PROGRESS, owner=None)
    assert "take" not in actions(Status.RESOLVED, owner=None)


def test_the_owner_goes_by_name() -> None:
    for owner in ("U0ERIN", "5b10a-erin", "Erin"):
        facts = slack.case_message(replace(CASE, owner=owner), TEAM, LINKS).blocks[1]
        assert "👤 Erin " in facts["text"]["text"]


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (
            SayInThread("status", Status.TAKEN, by="Erin"),
            "🙋 *Taken*, Erin · <https://shop.atlassian.example/browse/SHOP-7|SHOP-7>",
        ),
        (SayInThread("one_more"), "👥 One more report; 12 people affected so far."),
        (SayInThread("asked", None, "Since when?", "Erin"), "❓ Erin asked the reporter:\n```\nSince when?\n```"),
        (
            SayInThread("answered", None, "[Help|https://shop.example/help] *now*", "Erin"),
            "💬 Erin answered the people who wait:\n```\nHelp (https://shop.example/help) now\n```",
        ),
        (
            SayInThread("operator_note", None, "Also in Safari", "Erin"),
            "🎧 Erin adds, from the support chat:\n```\nAlso in Safari\n```",
        ),
        (SayInThread("reporter_note", None, "a < b & c"), "✍️ The reporter adds:\n```\na &lt; b &amp; c\n```"),
        (
            SayInThread("screenshot"),
            "🖼️ The reporter added a screenshot. · <https://shop.atlassian.example/browse/SHOP-7|SHOP-7>",
        ),
        (
            SayInThread("paging", by="Erin", mention="U0ERIN"),
            "🚨 Urgent, and outside of working hours: <@U0ERIN> is on duty.",
        ),
        (
            SayInThread("replied", None, "Until then reload.", "Erin", saved="cause-known", due=OPENED),
            "🤝 Erin wrote to everybody who follows the case:\n```\nWe know what causes this and are preparing the "
            "solution.\n\nUntil then reload.\n```\n⏳ An answer is due by Thursday, 5 March, 14:03 (UTC).",
        ),
        (
            SayInThread("not_sent", None, "Soon", "Erin"),
            "✋ The case was closed before Erin sent this, so nobody was told:\n```\nSoon\n```",
        ),
        (
            SayInThread("promise_due", by="Erin", mention="U0ERIN", due=OPENED),
            "⏰ An answer is due by Thursday, 5 March, 14:03 (UTC): <@U0ERIN> has promised it.",
        ),
        (
            SayInThread("promise_due", by="A guest", due=OPENED),
            "⏰ An answer is due by Thursday, 5 March, 14:03 (UTC): A guest has promised it.",
        ),
        (
            SayInThread("promise_broken", by="Erin", mention="U0PRIYA", due=OPENED),
            "💔 A promise is broken. People were told that they hear from us by Thursday, 5 March, 14:03 (UTC). "
            "<@U0PRIYA>",
        ),
        (SayInThread("unanswered"), "🔔 Nobody has taken this case yet, and somebody waits for an answer."),
        (SayInThread("agreed", by="Erin"), "📣 Erin agreed: everybody who follows the case is told now."),
    ],
)
def test_thread_lines(act: SayInThread, words: str) -> None:
    message = slack.thread_line(act, CASE, TEAM, LINKS)
    assert message.text == words
    assert message.blocks[0]["text"] == {"type": "mrkdwn", "text": words, "verbatim": True}


def test_the_form_for_a_question() -> None:
    view = slack_forms.ask_modal(CASE, TEAM)
    assert (view["type"], view["callback_id"], view["private_metadata"]) == ("modal", "ask", CASE.id)
    field = view["blocks"][1]
    assert (field["block_id"], field["element"]["action_id"], field["element"]["max_length"]) == (
        "question",
        "text",
        1_500,
    )


def test_a_closed_case_takes_no_question() -> None:
    view = slack_forms.closed_modal(replace(CASE, status=Status.RESOLVED), TEAM)
    assert "submit" not in view
    assert "(resolved)" in view["blocks"][0]["text"]["text"]


def texts(node: Any) -> Iterator[dict[str, Any]]:
    """Every text object in some blocks."""
    if isinstance(node, list | tuple):
        for item in node:
            yield from texts(item)
    elif isinstance(node, dict):
        if node.get("type") in ("mrkdwn", "plain_text"):
            yield node
        else:
            yield from texts(list(node.values()))


def assert_harmless(text: str) -> None:
    """Only our own two links, and typed words only within code."""
    for control in CONTROL.findall(text):
        assert control.startswith(("https://shop.atlassian.example/browse/", "https://wilco.example/t/"))
    assert "<" not in CONTROL.sub("", text)
    outside = CODE.sub("", text)
    assert "`" not in outside
    assert "evil" not in outside
    assert not re.search(r"&(?!amp;|lt;|gt;)", text)


@given(text=extreme, by=extreme, status=st.sampled_from(Status))
def test_nothing_typed_pings_links_or_breaks_a_limit(text: str, by: str, status: Status) -> None:
    case = replace(CASE, status=status, place=text, words=text, owner=by)
    message = slack.case_message(case, TEAM, LINKS)
    assert_harmless(message.text)
    assert len(message.text) <= 4_000
    assert len(json.dumps(message.blocks)) < 12_000
    for block in message.blocks:
        if block["type"] in LIMITS:
            assert 0 < len(block["text"]["text"]) <= LIMITS[block["type"]]
    for view in (slack_forms.ask_modal(case, TEAM), slack_forms.closed_modal(case, TEAM)):
        assert len(view["title"]["text"]) <= 24
        assert len(json.dumps(view)) < 12_000
        for found in texts([message.blocks, view["blocks"]]):
            assert found["type"] == "plain_text" or found["verbatim"]
            assert_harmless(found["text"])


@given(mention=extreme | st.sampled_from(["U0STRANGER", "channel", "!here", ""]))
def test_only_people_of_the_teams_file_are_called(mention: str) -> None:
    kinds: tuple[Any, ...] = ("paging", "promise_due", "promise_broken", "unanswered")
    for said in kinds:
        line = slack.thread_line(SayInThread(said, by="Erin", mention=mention, due=OPENED), CASE, TEAM, LINKS)
        assert "<" not in line.text


SAID = "replied not_sent one_more answered asked reporter_note operator_note agreed own_mail status"


@pytest.mark.parametrize("said", SAID.split())
@given(text=extreme, by=extreme.filter(lambda by: "evil" not in by))
def test_nothing_typed_pings_or_links_in_the_thread(said: Any, text: str, by: str) -> None:
    message = slack.thread_line(SayInThread(said, None, text, by), CASE, TEAM, LINKS)
    assert_harmless(message.text)
    assert len(message.text) <= 3_000
