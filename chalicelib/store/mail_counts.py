"""The rows that count mails: what is capped in them, and the one update that counts and says no.

The row of everybody also holds the pace at which all of them leave (`store.mail_rate`), so that a mail is counted and
has its turn by the same write.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from chalicelib.store import keys
from chalicelib.store.tables import Row

EVERYBODY = "all"
_KEPT_FOR = timedelta(days=2)

Item = Mapping[str, Mapping[str, str]]
Windows = Sequence[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Caps:
    """The most mails in a window: for one person, and for all together."""

    ten_minutes: int
    hour: int
    day: int
    all_in_a_minute: int
    all_in_a_day: int


@dataclass(frozen=True, slots=True)
class Turn:
    """Whether mails are counted and go, once `wait` is over; if not, that is when to ask again."""

    goes: bool
    wait: timedelta = timedelta(0)


@dataclass(frozen=True, slots=True)
class Clause:
    """What an update does beside the counting: more to set, on a further condition."""

    sets: str = ""
    when: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, int] = field(default_factory=dict)


_NOTHING_MORE = Clause()


def everybody(caps: Caps, now: datetime) -> Windows:
    """The windows of all together."""
    return (f"m{now.astimezone(UTC):%H%M}", caps.all_in_a_minute), ("d", caps.all_in_a_day)


def counting(who: str, windows: Windows, now: datetime, mails: int = 1, more: Clause = _NOTHING_MORE) -> dict[str, Any]:
    """One update that adds to every window of the row, as long as none of them would get too full."""
    at = now.astimezone(UTC)
    key = keys.mailed(who, f"{at:%Y-%m-%d}")
    names = {f"#{number}": name for number, (name, _) in enumerate(windows)}
    room = {f":{number}": cap - mails for number, (_, cap) in enumerate(windows)}
    free = [f"(attribute_not_exists(#{n}) OR #{n} <= :{n})" for n in range(len(windows))]
    values = {":mails": mails, ":ttl": int((at + _KEPT_FOR).timestamp()), **room, **more.values}
    return {
        "TableName": Row.Meta.table_name,
        "Key": {"pk": {"S": key.pk}, "sk": {"S": key.sk}},
        "UpdateExpression": f"SET #ttl = :ttl{more.sets} ADD " + ", ".join(f"#{n} :mails" for n in range(len(windows))),
        "ConditionExpression": " AND ".join([*free, *([more.when] if more.when else [])]),
        "ExpressionAttributeNames": {"#ttl": "ttl", **names, **more.names},
        "ExpressionAttributeValues": {name: {"N": str(value)} for name, value in values.items()},
    }


def number(item: Item, name: str) -> int:
    """A number of the row; 0 where it has none."""
    return int(item.get(name, {}).get("N", 0))


def until_room(item: Item, windows: Windows, mails: int, now: datetime) -> timedelta | None:
    """How long until so many mails fit into the windows of all together; None when they do."""
    if all(number(item, name) + mails <= cap for name, cap in windows):
        return None
    return until_next(1, now)


def until_next(minutes: int, now: datetime) -> timedelta:
    """How long until the clock's next window of so many minutes."""
    begun = now.replace(minute=now.minute - now.minute % minutes, second=0, microsecond=0)
    return begun + timedelta(minutes=minutes) - now
