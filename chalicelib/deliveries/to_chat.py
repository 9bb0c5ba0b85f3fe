"""The worker of the chat queue: dialogs are read, and their operators and people told, each once (promise 3)."""

from datetime import datetime

from chalicelib import wiring
from chalicelib.errors import Permanent
from chalicelib.model.dialog_acts import AssignDialog, TagDialog
from chalicelib.model.orders import Destination
from chalicelib.store.orders import Claim, Outcome
from chalicelib.team import team

DESTINATION = Destination.CHAT


def carry_out(claim: Claim, now: datetime) -> Outcome:
    """One order."""
    match claim.order.act:
        case TagDialog(dialog):
            wiring.desk(dialog.desk).tag(dialog.id, team().desks[dialog.desk].tag)
        case AssignDialog(dialog, name):
            colleague = next((one for one in team().people if one.name == name), None)
            account = colleague.desks.get(dialog.desk) if colleague else None
            if account is None:
                return Outcome("they have no account at this desk")
            wiring.desk(dialog.desk).assign(dialog.id, account)
        case other:
            raise Permanent(f"a chat has no way to {other.verb}")
    return Outcome("")
