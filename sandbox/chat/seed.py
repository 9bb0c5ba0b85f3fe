"""A few dialogs for whoever looks at the desk for the first time; the webhook does not tell of them."""

from __future__ import annotations

import time
from dataclasses import dataclass
from itertools import count

from sandbox.chat.directory import OPERATORS, PERSONS
from sandbox.chat.site import ChatSite
from sandbox.state import Json, State

STEP = 95.0  # seconds between one part and the next


@dataclass(frozen=True)
class Story:
    """A dialog: whose, begun how long ago (seconds), on which page, and (who, what, text) for each part."""

    who: str
    ago: float
    page: str
    title: str
    parts: tuple[tuple[str, str, str], ...]


STORIES = (
    Story(
        "carol", 7300, "/shop", "My orders",
        (
            ("carol", "say", "Hello! How do I change the address of a delivery?"),
            ("tom", "assign", "tom"),
            ("tom", "reply", "Hello Carol! Until the parcel is packed I can do it for you. Where shall it go?"),
            ("carol", "say", "To my office, the second address in my account."),
            ("tom", "reply", "Done: order 47990 goes to your office."),
            ("tom", "tag", "question"),
            ("carol", "say", "That was quick, thank you!"),
            ("tom", "close", ""),
        ),
    ),
    Story(
        "elif", 2900, "/shop/products/camp-lantern", "Camp lantern",
        (
            ("elif", "say", "Hi, the film about the workshop never starts. I only see the circle that turns."),
            ("daria", "reply", "Hi! Thank you for telling us. Which browser is it, please?"),
            ("elif", "say", "Firefox on Linux. It is the same in a private window."),
        ),
    ),
    Story(
        "ann", 1500, "/shop/orders/62342", "Order 62342",
        (
            ("ann", "say", "Hi! My order 62342 shows € 0.00, but I paid € 34.90. Will it be sent at all?"),
            ("daria", "assign", "daria"),
            ("daria", "reply", "Hello Ann, thank you for writing. The payment has arrived; I am looking into it."),
            ("daria", "note", "Paid is right, Price is 0.00. The second one today, so not only her browser."),
            ("daria", "tag", "prices"),
            ("ann", "say", "Thank you! The lantern in my orders has no status either, by the way."),
        ),
    ),
    Story(
        "boris", 600, "/shop/orders/48151", "Order 48151",
        (
            ("boris", "say", "Здравствуйте! Заказ 48151 должны были привезти 12 ноября. Где он сейчас?"),
            ("boris", "say", "И можно ли перенести доставку на субботу?"),
        ),
    ),
)  # fmt: skip


def plant(state: State, base: str, shop: str) -> None:
    """Make the dialogs, once in the life of a state: who has emptied everything wants it empty."""
    if state.get("setting", "chat seeded"):
        return
    with state.transaction():
        state.put("setting", "chat seeded", {"at": time.time()})
        for story in STORIES:
            clock = count(time.time() - story.ago, STEP)
            _tell(ChatSite(state, base, _nobody_hears, clock.__next__), story, shop)


def _tell(site: ChatSite, story: Story, shop: str) -> None:
    who = site.visit(site.person(story.who), f"{shop}{story.page}", story.title)
    conversation = site.start(who, story.parts[0][2])
    for name, what, text in story.parts[1:]:
        conversation = site.find(conversation["id"])
        if name in PERSONS:
            site.say(conversation, text)
        elif what in ("reply", "note"):
            site.reply(conversation, OPERATORS[name], text, type="note" if what == "note" else "reply_admin")
        elif what == "assign":
            site.assign(conversation, OPERATORS[text], OPERATORS[name])
        elif what == "tag":
            site.tag(conversation, text, OPERATORS[name])
        else:
            site.close(conversation, OPERATORS[name])


def _nobody_hears(site: ChatSite, conversation: Json, part: Json) -> None:
    """The dialogs were there before Wilco was."""
