"""An address left for a report, whether by the page's form or as JSON. What becomes of it is decided later."""

from contextlib import suppress

from chalicelib.decisions.contact import leave
from chalicelib.model.report import Report
from chalicelib.observe import log, now
from chalicelib.store.commit import Stale, commit


def leave_address(report: Report, address: str) -> None:
    """Write it down. The same address twice on a day, and more addresses than a person has, are passed over."""
    with suppress(Stale):
        commit(leave(report, address, now()), now())
    log("contact_left", report=report.id)
