"""The shapes of what Slack sends, as far as they are used (docs.slack.dev/reference/interaction-payloads)."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs

from pydantic import BaseModel

from chalicelib.errors import Refusal

_ANGLE = re.compile(r"<([^<>|]*)(?:\|([^<>]*))?>")


class User(BaseModel):
    """Who pressed."""

    id: str
    name: str = ""
    username: str = ""


class Action(BaseModel):
    """A button; `value` carries the id of the case, or of what else it is about."""

    action_id: str
    value: str | None = None


class Option(BaseModel):
    """What was chosen from a list."""

    value: str = ""


class Field(BaseModel):
    """What was typed into one element, or chosen in it."""

    value: str | None = None
    selected_option: Option | None = None
    selected_options: list[Option] = []


class State(BaseModel):
    """What was typed: block id → action id → field."""

    values: dict[str, dict[str, Field]] = {}


class View(BaseModel):
    """A form that was sent; `private_metadata` carries what it is about."""

    id: str
    callback_id: str = ""
    private_metadata: str = ""
    state: State = State()
    blocks: tuple[dict[str, Any], ...] = ()

    def typed(self, block: str, action: str) -> str:
        """What stands in one field."""
        field = self.state.values.get(block, {}).get(action, Field())
        return (field.value or "").strip()

    def chosen(self, block: str, action: str) -> str:
        """What is chosen in one list."""
        field = self.state.values.get(block, {}).get(action, Field())
        return field.selected_option.value if field.selected_option else ""

    def all_chosen(self, block: str, action: str) -> tuple[str, ...]:
        """What is chosen in a list that takes several."""
        field = self.state.values.get(block, {}).get(action, Field())
        return tuple(option.value for option in field.selected_options)

    def left_out(self, block: str, action: str) -> set[str]:
        """What a list that takes several has offered, and nobody has chosen."""
        offered = (one["element"]["options"] for one in self.blocks if one.get("block_id") == block)
        return {option["value"] for options in offered for option in options} - {*self.all_chosen(block, action)}


class AskedOf(BaseModel):
    """What the form to hand a dialog over is about: its `private_metadata`.

    `channel` and `ts` are those of the message whose shortcut opened it; `asked`, whether the likely cases were shown.
    """

    product: str
    channel: str = ""
    ts: str = ""
    asked: bool = False


class MoreOf(BaseModel):
    """The dialog that the form to add to it is about: its `private_metadata`."""

    desk: str
    dialog: str


class Channel(BaseModel):
    """Where it happened."""

    id: str


class Message(BaseModel):
    """A message that a shortcut was used on: a person's, or an integration's, which may have blocks only."""

    ts: str = ""
    text: str | None = None
    blocks: Any = None
    attachments: Any = None

    def texts(self) -> Iterator[str]:
        """All that is written in it, as it was typed: its text first, and then whatever its parts hold."""
        yield said(self.text or "")
        for text in (*_strings(self.blocks), *_strings(self.attachments)):
            yield said(text)


class Interaction(BaseModel):
    """`block_actions`, `view_submission`, `message_action` or `shortcut`; other types are answered 200 and left alone.

    `channel` and `message` are those of a message's shortcut.
    """

    type: str
    user: User
    trigger_id: str = ""
    callback_id: str = ""
    actions: list[Action] = []
    view: View | None = None
    channel: Channel | None = None
    message: Message | None = None


class Command(BaseModel):
    """A slash command; `text` is what was typed behind it, as Slack escapes it."""

    user_id: str
    user_name: str = ""
    text: str = ""
    trigger_id: str


def interaction(raw: bytes) -> Interaction:
    """The form's one field `payload`, which is JSON. Raises Refusal."""
    try:
        payload = parse_qs(raw.decode("utf-8"), strict_parsing=True)["payload"][0]
        return Interaction.model_validate_json(payload)
    except (KeyError, ValueError):
        raise Refusal(400, "Not an interaction", "Send a form with one field `payload` of JSON.") from None


def command(raw: bytes) -> Command:
    """The form of a slash command. Raises Refusal."""
    try:
        form = parse_qs(raw.decode("utf-8"), strict_parsing=True, keep_blank_values=True)
        return Command.model_validate({name: values[0] for name, values in form.items()})
    except ValueError:
        raise Refusal(400, "Not a command", "Send a form with `user_id`, `trigger_id` and `text`.") from None


def said(text: str) -> str:
    """Slack's text as the person typed it: links and names out of their brackets, and no entities."""
    plain = _ANGLE.sub(_opened, text)
    return plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _opened(bracket: re.Match[str]) -> str:
    target, label = bracket[1].removeprefix("mailto:"), bracket[2]
    if target.startswith(("@", "#", "!")):
        return f"{target[0].replace('!', '@')}{label or target[1:]}"
    return f"{label} ({target})" if label and label not in target else target


def _strings(part: Any) -> Iterator[str]:
    """Every text in a message's blocks or attachments, whatever shape they have."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, list):
        for one in part:
            yield from _strings(one)
    elif isinstance(part, dict):
        yield from _strings([one for name, one in part.items() if name not in ("type", "block_id", "action_id", "ts")])
