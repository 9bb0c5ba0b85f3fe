"""What all processes together have counted of the senders who send much. Nobody is named here: a sender is a hash."""

from datetime import datetime, timedelta
from typing import Any

from chalicelib.store import keys
from chalicelib.store.tables import Row

_KEPT_FOR = timedelta(days=2)


def tell(sender: str, reports: int, now: datetime) -> tuple[datetime, int]:
    """Add to the sender's count; since when it runs, and how many they are by now. One call."""
    row = _row(sender)
    row.update([Row.since.set(Row.since | now.isoformat()), Row.reports.add(reports), Row.ttl.set(_until(now))])
    return datetime.fromisoformat(row.since or ""), int(row.reports or 0)


def begin_again(sender: str, since: datetime, reports: int, now: datetime) -> tuple[datetime, int]:
    """The count begins anew with these, unless another process was quicker: then they are added to its count."""
    row = _row(sender)
    anew: list[Any] = [Row.since.set(now.isoformat()), Row.reports.set(reports), Row.ttl.set(_until(now))]
    return (now, reports) if row.changed(anew, Row.since == since.isoformat()) else tell(sender, reports, now)


def _row(sender: str) -> Row:
    return Row(*keys.sender(sender))


def _until(now: datetime) -> int:
    return int((now + _KEPT_FOR).timestamp())
