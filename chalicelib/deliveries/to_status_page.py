"""The worker of the status pages: it writes what is true now, whole, whatever the order was made for.

Nothing has to be asked before it is done again: the same files once more are the same page.
"""

from datetime import datetime

from chalicelib import wiring
from chalicelib.errors import Permanent
from chalicelib.model.orders import Destination
from chalicelib.model.outage_acts import PublishStatus
from chalicelib.rendering.status import Snapshot
from chalicelib.rendering.status_files import status_files
from chalicelib.store.orders import Claim, Outcome
from chalicelib.store.outages import outages
from chalicelib.team import team

DESTINATION = Destination.STATUS
_AT_MOST = 100  # outages read; fewer are shown, only those of the last days


def carry_out(claim: Claim, now: datetime) -> Outcome:
    """All files of one product's page."""
    act = claim.order.act
    if not isinstance(act, PublishStatus):
        raise Permanent(f"a status page can't be {act.verb}")
    if act.product not in team().products:
        return Outcome("the product has left the team's file; its page stays as it was")
    snapshot = Snapshot(act.product, tuple(outages(act.product, _AT_MOST)), team(), now)
    files = [*status_files(snapshot, wiring.links())]
    for file in files:
        wiring.pages().publish(file)
    return Outcome(f"{len(files)} files")
