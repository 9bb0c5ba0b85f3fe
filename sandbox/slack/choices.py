"""What a person has pressed, chosen or typed, in the shape in which Slack sends it."""

from __future__ import annotations

import time
from typing import Any

from sandbox.state import Json

CHOICES = ("static_select", "radio_buttons", "overflow")
SEVERAL = ("checkboxes", "multi_static_select")


def element_of(message: Json, action_id: str) -> tuple[Json | None, Json | None]:
    """Return the block and the element of a message by the element's action."""
    for block in message.get("blocks", []):
        inside = [*block.get("elements", []), *filter(None, [block.get("accessory")])]
        for element in inside:
            if element.get("action_id") == action_id:
                return block, element
    return None, None


def action_of(block: Json, element: Json, value: str | None) -> Json:
    """Return one of `actions`: a press of a button, or a choice."""
    action = {
        "type": element["type"],
        "action_id": element["action_id"],
        "block_id": block["block_id"],
        "action_ts": f"{time.time():.6f}",
    }
    if element["type"] in CHOICES:
        return action | {"selected_option": _option(element, value)}
    return action | {name: element[name] for name in ("text", "value", "style") if name in element}


def _option(element: Json, value: Any) -> Json | None:
    return next((one for one in element["options"] if one["value"] == value), None)


def view_state(blocks: list[Json], values: dict[str, Json]) -> tuple[Json, list[str]]:
    """Return the state of the inputs as Slack sends it, and the blocks of required inputs left empty."""
    state: Json = {}
    missing = []
    for block in blocks:
        if block["type"] != "input":
            continue
        element = block["element"]
        action_id = element["action_id"]
        given = values.get(block["block_id"], {}).get(action_id)
        filled = _filled(element, given)
        if not block.get("optional") and not any(v for name, v in filled.items() if name != "type"):
            missing.append(block["block_id"])
        state[block["block_id"]] = {action_id: filled}
    return state, missing


def _filled(element: Json, given: Any) -> Json:
    kind = element["type"]
    if kind in CHOICES:
        return {"type": kind, "selected_option": _option(element, given)}
    if kind in SEVERAL:
        chosen = [_option(element, one) for one in given or []]
        return {"type": kind, "selected_options": [one for one in chosen if one]}
    return {"type": kind, "value": given or None}
