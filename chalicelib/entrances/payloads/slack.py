"""The shapes of Slack's interactions, as far as they are used (docs.slack.dev/reference/interaction-payloads)."""

from urllib.parse import parse_qs

from pydantic import BaseModel

from chalicelib.errors import Refusal


class User(BaseModel):
    """Who pressed."""

    id: str
    name: str = ""
    username: str = ""


class Action(BaseModel):
    """A button; `value` carries the case's id."""

    action_id: str
    value: str | None = None


class Field(BaseModel):
    """What was typed into one element; other kinds of elements have other attributes."""

    value: str | None = None


class State(BaseModel):
    """What was typed: block id → action id → field."""

    values: dict[str, dict[str, Field]] = {}


class View(BaseModel):
    """A form that was sent; `private_metadata` carries the case's id."""

    id: str
    callback_id: str = ""
    private_metadata: str = ""
    state: State = State()

    def typed(self, block: str, action: str) -> str:
        """What stands in one field."""
        field = self.state.values.get(block, {}).get(action, Field())
        return (field.value or "").strip()


class Interaction(BaseModel):
    """`block_actions` or `view_submission`; other types are answered 200 and left alone."""

    type: str
    user: User
    trigger_id: str = ""
    actions: list[Action] = []
    view: View | None = None


def interaction(raw: bytes) -> Interaction:
    """The form's one field `payload`, which is JSON. Raises Refusal."""
    try:
        payload = parse_qs(raw.decode("utf-8"), strict_parsing=True)["payload"][0]
        return Interaction.model_validate_json(payload)
    except (KeyError, ValueError):
        raise Refusal(400, "Not an interaction", "Send a form with one field `payload` of JSON.") from None
