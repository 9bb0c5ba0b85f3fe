"""The open cases of an area, a few seconds old: what people are shown before they report.

In an outage a thousand panels open at once and ask the same of few processes, so each process remembers the answer:
the table is read once in a few seconds for an area, however many ask.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from chalicelib.model.case import Case
from chalicelib.store import keys
from chalicelib.store.cases import as_case
from chalicelib.store.tables import Row

_READ_EVERY = timedelta(seconds=2)
# One page of the index and one BatchGetItem, which takes a hundred keys. Behind so many the oldest are left out.
_LOOKED_AT = 100
# What stands for the area of outages.
OUTAGES = ""
_SHOWN = ["data", "affected", "issue"]
_seen: dict[str, tuple[datetime, tuple[Case, ...]]] = {}


def open_cases(product: str, area: str, now: datetime) -> tuple[Case, ...]:
    """The area's newest open cases; of what deliveries have brought to them, only the issue."""
    where = keys.open_in(product, area)
    read_at, cases = _seen.get(where, (None, ()))
    if read_at is None or now - read_at > _READ_EVERY:
        cases = _read(where)
        _seen[where] = (now, cases)
    return cases


def recent_outages(product: str, now: datetime) -> tuple[Case, ...]:
    """The product's outages, open or over for less than about a day, which are in the index without an area.

    Every report asks for them.
    """
    return open_cases(product, OUTAGES, now)


def open_cases_now(product: str, areas: Iterable[str]) -> list[Case]:
    """Those of all these areas, read anew: an engineer chooses among cases of a moment ago."""
    return [case for area in areas for case in _read(keys.open_in(product, area))]


def _read(where: str) -> tuple[Case, ...]:
    found = [(row.pk, row.sk) for row in Row.open_cases.query(where, scan_index_forward=False, limit=_LOOKED_AT)]
    return tuple(as_case(row) for row in Row.batch_get(found, attributes_to_get=_SHOWN)) if found else ()
