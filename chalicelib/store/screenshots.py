"""The places that a report has for pictures, and what has come into them."""

from chalicelib.model.screenshot import Screenshot
from chalicelib.store import keys
from chalicelib.store.codec import load
from chalicelib.store.tables import Row


def screenshots(report_id: str) -> list[Screenshot]:
    """Those that were asked for, by number."""
    partition = keys.report(report_id).pk
    rows = Row.query(partition, Row.sk.startswith(keys.SCREENSHOT_PREFIX), consistent_read=True)
    return [load(Screenshot, row.data or "") for row in rows]
