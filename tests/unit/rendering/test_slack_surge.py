"""A suspected surge in Slack: exact words, Slack's limits, and nothing typed pings or links."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given

from chalicelib.model.case import Case
from chalicelib.model.surge import Assessment
from chalicelib.model.suspicion import Suspicion
from chalicelib.ports import Message
from chalicelib.rendering import slack_surge
from tests.unit.rendering.examples import CASE, LINKS, TEAM, extreme
from tests.unit.rendering.test_slack import assert_harmless, texts

AT = datetime(2026, 11, 21, 12, tzinfo=UTC)
FOUND = Assessment(suspected=True, strength=3, people=14, minutes=15, usual=(0, 2))
SUSPICION = Suspicion("surge:0123456789abcdef:29921760", "shop", "prices", "C0WILCO", AT, 29921760, FOUND)
LINK = "<https://shop.atlassian.example/browse/SHOP-7|SHOP-7>"
CASES = tuple(replace(CASE, id=f"case-{number}", affected=number) for number in range(1, 8))


def shown(suspicion: Suspicion, *cases: Case) -> tuple[Message, list[str], list[str]]:
    """The message, what it says, and its buttons."""
    message = slack_surge.message(suspicion, cases, TEAM, LINKS)
    said = [block["text"]["text"] for block in message.blocks if block["type"] == "section"]
    buttons = [one for block in message.blocks if block["type"] == "actions" for one in block["elements"]]
    return message, said, [f"{one['action_id']} {one['value']}" for one in buttons]


def test_a_suspicion() -> None:
    message, said, buttons = shown(SUSPICION, CASE, replace(CASE, id="new", issue=None, affected=0))
    assert said == [
        "⚠️ *Suspected surge* · Prices (The Shop)\n14 people in 15 minutes; usual is 0–2",
        f"{LINK} · Wrong value · `shop.example/orders/:id` · 👥 12 people",
        "Jira: on its way · Wrong value · `shop.example/orders/:id` · 👥 1 person",
    ]
    assert message.text == "⚠️ Suspected surge · Prices (The Shop): 14 people in 15 minutes; usual is 0–2"
    assert buttons == [f"start_surge_mode {SUSPICION.id}", f"not_an_outage {SUSPICION.id}"]


def test_of_many_cases_those_of_the_most_people_are_shown() -> None:
    _, said, _ = shown(SUSPICION, *CASES)
    assert [line.rpartition("👥 ")[2] for line in said[1:]] == [
        *(f"{people} people" for people in range(7, 2, -1)),
        "and 2 more",
    ]


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        (
            {"dismissed_by": "Erin"},
            "🔕 *Not an outage, says Erin* · Prices (The Shop)\n14 people in 15 minutes; usual is 0–2",
        ),
        (
            {"over_since": AT},
            "🟢 *A suspected surge is over* · Prices (The Shop)\n14 people in 15 minutes; usual is 0–2\n"
            "Over since Saturday, 21 November, 12:00 (UTC)",
        ),
        (
            {"over_since": AT, "dismissed_by": "<!channel>"},
            "🔕 *Not an outage, says somebody* · Prices (The Shop)\n14 people in 15 minutes; usual is 0–2",
        ),
    ],
)
def test_what_became_of_it(facts: dict[str, object], words: str) -> None:
    _, said, buttons = shown(replace(SUSPICION, **facts))  # type: ignore[arg-type]
    assert (said, buttons) == ([words], [])


@given(place=extreme, by=extreme.filter(lambda by: "evil" not in by))
def test_nothing_typed_pings_links_or_breaks_a_limit(place: str, by: str) -> None:
    for suspicion in (SUSPICION, replace(SUSPICION, dismissed_by=by)):
        message = slack_surge.message(suspicion, [replace(CASE, place=place)] * 9, TEAM, LINKS)
        for found in texts(message.blocks):
            if found["type"] == "mrkdwn":
                assert found["verbatim"]
                assert len(found["text"]) <= 3_000
                assert_harmless(found["text"])
        assert_harmless(message.text)
        assert len(json.dumps(message.blocks, ensure_ascii=False)) < 12_000
