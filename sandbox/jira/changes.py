"""Reads the body of a create, an edit or a transition: `fields` sets, `update` adds, removes and sets."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sandbox.jira import catalogue, refusals
from sandbox.jira.refusals import Refusal, Unfit
from sandbox.state import Json

TOGETHER = "Field '{0}' cannot be set in both 'fields' and 'update'."


@dataclass
class Edit:
    """The new values of the fields that a body touches, what it makes besides, and what is wrong with it."""

    values: Json = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    comments: list[Json] = field(default_factory=list)
    links: list[Json] = field(default_factory=list)

    @classmethod
    def of(cls, raw: Json, api: str, current: Json) -> Edit:
        """Read a body against the current fields of the issue."""
        edit = cls()
        fields, update = raw.get("fields") or {}, raw.get("update") or {}
        if not isinstance(fields, dict) or not isinstance(update, dict):
            raise Refusal(400, "'fields' and 'update' must be objects")
        for name, value in fields.items():
            if name in update:
                edit.refuse(name, TOGETHER.format(name))
            else:
                edit._take(name, refusals.parse, name, value, api)
        for name, operations in update.items():
            edit._update(name, operations, api, current)
        return edit

    def refuse(self, name: str, why: str) -> None:
        """Note what is wrong with a field."""
        self.errors.setdefault(name, why)

    def raise_errors(self) -> None:
        """Raise Jira's 400 when anything is wrong."""
        if self.errors:
            raise Refusal(400, errors=self.errors)

    def _take(self, name: str, parse: Any, *arguments: Any) -> None:
        try:
            self.values[name] = parse(*arguments)
        except Unfit as unfit:
            self.refuse(name, str(unfit))

    def _update(self, name: str, operations: Any, api: str, current: Json) -> None:
        if not isinstance(operations, list) or not all(isinstance(o, dict) and len(o) == 1 for o in operations):
            self.refuse(name, "update needs a list of operations, each an object with one verb")
        elif name == "comment":
            self.comments = [body for o in operations for verb, body in o.items() if verb == "add"]
        elif name == "issuelinks":
            self.links = [body for o in operations for verb, body in o.items() if verb == "add"]
        else:
            value = current.get(name)
            for operation in operations:
                self._take(name, _operate, name, operation, self.values.get(name, value), api)


def _operate(name: str, operation: Json, current: Any, api: str) -> Any:
    [(verb, value)] = operation.items()
    if verb == "set":
        return refusals.parse(name, value, api)
    one = {"labels": refusals.label, "components": refusals.component}.get(name)
    if one is None or verb not in ("add", "remove"):
        raise Unfit(f"operation '{verb}' is not supported for field '{name}'")
    kept = [member for member in current or [] if member != one(value)]
    return [*kept, one(value)] if verb == "add" else kept


def change_item(name: str, old: Any, new: Any) -> Json:
    """Return one item of a changelog. People, statuses and priorities have an id; labels only their text."""
    before, after = _id_and_text(name, old), _id_and_text(name, new)
    shown = catalogue.FIELDS[name]
    return {
        "field": "Component" if name == "components" else shown.name if name.startswith("custom") else name,
        "fieldtype": "custom" if name.startswith("custom") else "jira",
        "fieldId": name,
        "from": before[0],
        "fromString": before[1],
        "to": after[0],
        "toString": after[1],
    }


def file_item(old: Json | None, new: Json | None) -> Json:
    """Return the item of a file that came (`new`) or went (`old`)."""
    before, after = ((file["id"], file["filename"]) if file else (None, None) for file in (old, new))
    item: Json = {"field": "Attachment", "fieldtype": "jira", "fieldId": "attachment"}
    return item | {"from": before[0], "fromString": before[1], "to": after[0], "toString": after[1]}


def _id_and_text(name: str, value: Any) -> tuple[str | None, str | None]:
    if name == "labels":
        return None, " ".join(value or [])
    if value is None:
        return None, None
    if name in ("assignee", "reporter"):
        found = catalogue.person(value)
        return value, found.name if found else value
    if name == "status":
        return value, catalogue.status_of(value).name
    if name in ("priority", "resolution"):
        choices = catalogue.PRIORITIES if name == "priority" else catalogue.RESOLUTIONS
        found_name = catalogue.named(choices, value)
        return (found_name.id if found_name else None), value
    return None, ", ".join(value) if isinstance(value, list) else str(value)
