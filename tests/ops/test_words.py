"""An order in words: what it is, why it waits or failed, what happens next."""

from dataclasses import fields, replace
from datetime import timedelta
from typing import get_args

import pytest

from chalicelib.model.orders import Act, Destination, LinkThread, Notice, Tell
from chalicelib.store.entries import Entry
from chalicelib.store.gates import Gate
from ops.words import ACTS, explained
from tests.builders import NOW, a_follower, an_order

LINKED = an_order(id="jira:thread-linked", destination=Destination.JIRA, act=LinkThread())
ENTRY = Entry(an_order(then=(LINKED,)), "waiting", 0, NOW, NOW + timedelta(minutes=2), None, None)
MAIL = an_order(id="mail:received", destination=Destination.MAIL, act=Tell(a_follower(), Notice("received", NOW)))
OPEN = Gate()


def says(entry: Entry, gate: Gate = OPEN) -> str:
    return "\n".join(explained(entry, gate, NOW))


def test_every_act_has_words() -> None:
    verbs = {field.default for act in get_args(Act) for field in fields(act) if field.name == "verb"}
    assert verbs == set(ACTS)


def test_an_order_on_its_way() -> None:
    assert says(ENTRY).splitlines() == [
        "mfzwizltoq2gk-1/slack:shown shows the case in its Slack channel, as it is at that moment (destination slack).",
        "It is waiting, began to wait at 2026-11-21 12:00:00 UTC, and was tried 0 times.",
        "It comes by itself, from its queue.",
        "Should its message be lost, the sweep sends it again after 2026-11-21 12:02:00 UTC.",
        "After it comes jira:thread-linked, which links the Slack thread to the Jira issue.",
    ]


@pytest.mark.parametrize(
    ("changes", "gate", "said"),
    [
        ({"attempts": 3, "outcome": "slack: 503"}, OPEN, "The last try ended with: slack: 503."),
        ({}, Gate(held_by="erin", held_since=NOW), "slack is held by erin since 2026-11-21 12:00:00 UTC."),
        ({}, Gate(failures=6, rests_until=NOW + timedelta(minutes=1)), "slack failed 6 times in a row."),
        ({}, Gate(failures=6, rests_until=NOW), "It comes by itself"),
        ({"state": "claimed", "leased_until": NOW}, OPEN, "another asks slack first, and then tries again."),
        ({"state": "claimed", "leased_until": NOW, "order": MAIL}, OPEN, "it ends as unknown"),
        ({"state": "done", "outcome": "17.4"}, OPEN, "Nothing is left to do. What it left: 17.4."),
        ({"state": "failed", "outcome": "channel is gone"}, OPEN, "channel is gone"),
        ({"state": "failed"}, OPEN, "When the cause is mended: replay mfzwizltoq2gk-1/slack:shown"),
        ({"state": "unknown", "order": MAIL}, OPEN, "and perhaps twice: replay mfzwizltoq2gk-1/mail:received"),
    ],
)
def test_it_says_why_and_what_next(changes: dict[str, object], gate: Gate, said: str) -> None:
    assert said in says(replace(ENTRY, **changes), gate)  # type: ignore[arg-type]


def test_nobody_is_named() -> None:
    follower = a_follower()
    for state in ("waiting", "claimed", "failed", "unknown", "done"):
        assert follower.email not in says(replace(ENTRY, order=MAIL, state=state))
