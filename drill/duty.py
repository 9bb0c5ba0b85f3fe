"""The people on duty in Slack: one declares the outage, writes and ends it; another one says yes where that is asked.

They press and send again what did not come through, as people do when Slack says *try again*.
"""

import re
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Event
from typing import Any, TypeVar

from chaos.stack import UNREACHABLE
from tour.world import Json, World

T = TypeVar("T")

LEAD, SECOND = "U0ERIN", "U0PRIYA"
_BETWEEN_TRIES, _GIVE_UP = 0.4, 240.0  # seconds
_GLANCE = 1.0
_PEOPLE = re.compile(r"\*([\d,]+) (?:person is|people are) told\*")

GONE: Json = {"gone": True}  # a form that was taken

Form = Mapping[str, Mapping[str, Any]]


class Stuck(Exception):
    """Something that somebody waited for in Slack never came; the text says what."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A form that went out: between which two moments (Unix time) it was sent, and how many people it announced."""

    began: float
    ended: float
    audience: int


@dataclass
class Duty:
    """`agreed` are the questions to which a second person has said yes."""

    world: World
    over: Event
    agreed: set[str] = field(default_factory=set)

    def suspicion(self, area: str) -> Json:
        """The message that suspects a surge in the area of this name, as soon as it is there."""
        return self._until(lambda: self._message("Suspected surge", area), "a suspicion")

    def outage(self) -> Json:
        """The outage's message."""
        return self._until(lambda: self._message("Outage · "), "the outage's message")

    def write(self, ts: str, action: str, form: Form, meanwhile: Callable[[], None] = lambda: None) -> Sent:
        """Open a form by a button, fill it in, look at the preview, `meanwhile`, and send it."""
        view = self._until(lambda: self._opened(ts, action), f"the form of {action}")
        preview = self._until(lambda: self._submitted(view, form), f"the preview of {action}")
        meanwhile()
        began = time.time()
        left = self._until(lambda: self._submitted(preview, _all_options(preview)), f"the end of {action}")
        if left is not GONE:
            raise Stuck(f"{action} was not taken: {left['view']['blocks']}")
        return Sent(began, time.time(), _audience(preview))

    def agree(self) -> None:
        """As the second person: look at Slack now and then, and say yes to whatever asks for it, until it is over."""
        while not self.over.wait(_GLANCE):
            with suppress(*UNREACHABLE):
                for message in self.world.messages():
                    if message["ts"] not in self.agreed and _has(message, "agree"):
                        answer = self.world.press(message["ts"], "agree", SECOND)
                        if answer["status"] == 200:
                            self.agreed.add(message["ts"])

    def _message(self, *words: str) -> Json | None:
        return next((one for one in self.world.messages() if all(word in one["text"] for word in words)), None)

    def _opened(self, ts: str, action: str) -> Json | None:
        """Slack opens the form, or nothing comes: then the button is pressed again."""
        before = {view["id"] for view in self.world.views()}
        self.world.press(ts, action, LEAD)
        return next((view for view in self.world.views() if view["id"] not in before), None)

    def _submitted(self, shown: Json, form: Form) -> Json | None:
        """What stands in the form's place then, or GONE; None when it is still the same form: it did not work."""
        answer = self.world.panel("slack/submit", view_id=shown["id"], values=form, by=LEAD)
        if "errors" in answer["body"]:
            raise Stuck(f"the form {shown['view']['callback_id']} was not taken: {answer['body']}")
        now = next((view for view in self.world.views() if view["id"] == shown["id"]), GONE)
        return None if now is not GONE and now["hash"] == shown["hash"] else now

    def _until(self, look: Callable[[], T | None], what: str) -> T:
        deadline = time.monotonic() + _GIVE_UP
        while time.monotonic() < deadline and not self.over.is_set():
            with suppress(*UNREACHABLE):
                if found := look():
                    return found
            time.sleep(_BETWEEN_TRIES)
        raise Stuck(f"{what} never came")


def _has(message: Json, action: str) -> bool:
    elements = [element for block in message.get("blocks", []) for element in block.get("elements", [])]
    return any(element.get("action_id") == action for element in elements)


def _all_options(preview: Json) -> Form:
    """What the preview offers to choose from, all of it: the cases that are part of the outage."""
    inputs = [block for block in preview["view"]["blocks"] if block["type"] == "input"]
    return {
        block["block_id"]: {block["element"]["action_id"]: [one["value"] for one in block["element"]["options"]]}
        for block in inputs
    }


def _audience(preview: Json) -> int:
    words = " ".join(block.get("text", {}).get("text", "") for block in preview["view"]["blocks"])
    found = _PEOPLE.search(words)
    return int(found[1].replace(",", "")) if found else 0
