"""Operations on a person's properties: what is good is done, what is not is named, and the answer is 200 all the same.

Source: developers.carrotquest.io/props. System properties begin with `$`, a team's own must not.
"""

from __future__ import annotations

from typing import Any

from sandbox.state import Json

OPERATIONS = ("update_or_create", "set_once", "add", "delete", "append", "union", "exclude")


def apply(props: Json, operations: list[Any]) -> tuple[Json, Json]:
    """Return the properties after the operations, in their order, and the `meta` that tells what became of each."""
    after = dict(props)
    affected: list[str] = []
    unchanged: list[str] = []
    ignored: list[Json] = []
    for operation in operations:
        try:
            key, value = _result(after, operation)
        except (TypeError, ValueError) as error:
            ignored.append({"operation": operation, "reason": str(error)})
            continue
        (unchanged if after.get(key) == value else affected).append(key)
        if value is None:
            after.pop(key, None)
        else:
            after[key] = value
    names = {"affected_props": affected, "not_changed_props": unchanged, "ignored_operations": ignored}
    return after, names


def _result(props: Json, operation: Any) -> tuple[str, Any]:
    """Return the property and the value that it will have; None for none."""
    if not isinstance(operation, dict) or operation.get("op") not in OPERATIONS:
        raise ValueError(f"op must be one of {', '.join(OPERATIONS)}")
    kind, key, value = operation["op"], operation.get("key"), operation.get("value")
    if not isinstance(key, str) or not key:
        raise ValueError("key is required")
    if kind != "delete" and value in (None, ""):
        raise ValueError("value is empty")
    old = props.get(key)
    if kind == "delete":
        return key, None
    if kind == "set_once":
        return key, value if old is None else old
    if kind == "add":
        return key, _whole(old or 0) + _whole(value)
    return key, value if kind == "update_or_create" else _listed(kind, old, value)


def _whole(value: Any) -> int:
    return int(value)


def _listed(kind: str, old: Any, value: Any) -> list[Any]:
    listed = list(old) if isinstance(old, list) else []
    if kind == "exclude":
        return [one for one in listed if one != value]
    return listed if kind == "union" and value in listed else [*listed, value]
