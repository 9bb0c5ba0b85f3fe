"""Pages of a list: by a cursor in version 1, by a position and a direction in version 2.

Source: developers.dashly.io/webapi/pagination. The newest comes first unless a call asks otherwise.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sandbox.chat.refusals import LARGEST_PAGE, PAGE, integer, invalid, true
from sandbox.state import Json

Key = tuple[float | int, ...]
DIRECTIONS, ORDERS = ("before", "after", "around"), ("desc", "asc")


@dataclass(frozen=True)
class Item:
    """A member of a list with its place: its id, or the time of its latest news and its id."""

    key: Key
    body: Json


def page(items: list[Item], arguments: Mapping[str, str], version: int) -> tuple[list[Json], Json]:
    """Return the members of the page that was asked for, and what `meta` says of the others."""
    ordered = sorted(items, key=lambda item: item.key, reverse=True)
    return _by_cursor(ordered, arguments) if version == 1 else _by_position(ordered, arguments)


def _count(name: str, arguments: Mapping[str, str]) -> int:
    count = integer(name, arguments.get(name), PAGE)
    if not 1 <= count <= LARGEST_PAGE:
        raise invalid(name, f"Ensure this value is from 1 to {LARGEST_PAGE}.")
    return count


def _by_cursor(newest_first: list[Item], arguments: Mapping[str, str]) -> tuple[list[Json], Json]:
    count, after = _count("count", arguments), arguments.get("after")
    older = [item for item in newest_first if after is None or item.key[0] < _number("after", after)]
    shown = older[:count]
    return [item.body for item in shown], {"next_after": shown[-1].key[0] if len(older) > count else None}


def _by_position(newest_first: list[Item], arguments: Mapping[str, str]) -> tuple[list[Json], Json]:
    count, position = _count("paginate_count", arguments), _position(arguments.get("paginate_position"))
    direction = arguments.get("paginate_direction", "before")
    order = arguments.get("paginate_page_order", "desc")
    if direction not in DIRECTIONS:
        raise invalid("paginate_direction", f'"{direction}" is not a valid choice.')
    if order not in ORDERS:
        raise invalid("paginate_page_order", f'"{order}" is not a valid choice.')
    including = true(arguments.get("paginate_including"))
    older = [item for item in newest_first if position is None or item.key < position]
    newer = [item for item in newest_first if position is None or item.key > position]
    here = [item for item in newest_first if including and item.key == position]
    shown: list[Item] = []
    meta: Json = {}
    as_string = true(arguments.get("id_as_string"))
    if direction != "before":
        taken, meta["next_after_position"] = _nearest(newer[::-1], here, count, direction, as_string)
        shown += taken[::-1]
    if direction != "after":
        taken, meta["next_before_position"] = _nearest(older, here, count, direction, as_string)
        shown += [item for item in taken if item not in shown]
    return [item.body for item in (shown if order == "desc" else shown[::-1])], meta


def _nearest(
    beyond: list[Item], here: list[Item], count: int, direction: str, as_string: bool
) -> tuple[list[Item], list[Any] | None]:
    """Return the members next to the position, nearest first, and the position of the page after them."""
    near = [*here, *beyond]
    size = count // 2 or 1 if direction == "around" else count
    if len(near) <= size:
        return near, None
    *times, ident = near[size - 1].key
    return near[:size], [*times, str(ident) if as_string else ident]


def _position(text: str | None) -> Key | None:
    if not text:
        return None
    try:
        read = json.loads(text)
        return tuple(_number("paginate_position", str(one)) for one in read)
    except (ValueError, TypeError):
        raise invalid("paginate_position", "Value must be a JSON array of numbers.") from None


def _number(name: str, text: str) -> float | int:
    """Read a number without spoiling an id: ids are larger than what a float holds."""
    try:
        return int(text) if text.isdigit() else float(text)
    except ValueError:
        raise invalid(name, "A valid number is required.") from None
