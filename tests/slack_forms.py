"""Slack's forms as they are sent: filled in by somebody."""

from collections.abc import Mapping, Sequence
from typing import Any

Given = Mapping[str, str | Sequence[str] | None]


def slack_form(case_id: str, question: str, view_id: str = "V0ASKED", user: str = "U0ERIN") -> dict[str, Any]:
    """The form of *Ask the reporter*, sent (docs.slack.dev, view_submission)."""
    return {
        "type": "view_submission",
        "user": {"id": user, "username": "erin", "name": "erin"},
        "view": {
            "id": view_id,
            "callback_id": "ask",
            "private_metadata": case_id,
            "state": {"values": {"question": {"text": {"type": "plain_text_input", "value": question}}}},
        },
    }


def slack_view(view: Mapping[str, Any], given: Given, view_id: str = "V0ESC") -> dict[str, Any]:
    """A form as it was opened, sent with what was filled in: by block, over what stood in it at the beginning."""
    inputs = [block for block in view["blocks"] if block["type"] == "input"]
    values = {one["block_id"]: {one["element"]["action_id"]: _filled(one, given)} for one in inputs}
    return {
        "type": "view_submission",
        "user": {"id": "U0ERIN", "username": "erin", "name": "erin"},
        "view": {**view, "id": view_id, "state": {"values": values}},
    }


def _filled(block: Mapping[str, Any], given: Given) -> dict[str, Any]:
    element, name = block["element"], block["block_id"]
    options = element.get("options", [])
    if element["type"] in ("multi_static_select", "checkboxes"):
        chosen = given.get(name, [one["value"] for one in element.get("initial_options", [])]) or ()
        return {"type": element["type"], "selected_options": [one for one in options if one["value"] in chosen]}
    if options:
        value = given.get(name, (element.get("initial_option") or {}).get("value"))
        return {
            "type": element["type"],
            "selected_option": next((one for one in options if one["value"] == value), None),
        }
    return {"type": element["type"], "value": given.get(name, element.get("initial_value")) or None}


def slack_reply(case_id: str, *, view_id: str = "V0REPLY", user: str = "U0ERIN", **given: str) -> dict[str, Any]:
    """The form of *Reply…*, sent: `saved`, `words` and `due`, each of which may be left out."""
    chosen = {
        name: {
            "choice": {"type": "static_select", "selected_option": {"value": given[name]} if name in given else None}
        }
        for name in ("saved", "due")
    }
    words = {"text": {"type": "plain_text_input", "value": given.get("words")}}
    form = slack_form(case_id, "", view_id, user)
    form["view"] |= {"callback_id": "reply", "state": {"values": {**chosen, "words": words}}}
    return form
