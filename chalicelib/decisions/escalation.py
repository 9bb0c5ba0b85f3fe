"""An operator hands a dialog over to the engineers: it is read first, and then becomes a case, or joins one."""

from chalicelib.model.decision import Decision
from chalicelib.model.dialog import Dialog, Escalation
from chalicelib.model.dialog_acts import ReadDialog
from chalicelib.model.orders import Destination, Order


def asked(escalation: Escalation, dialog: Dialog) -> Decision:
    """The dialog is read for the operator: what they said travels with the order, so that nothing of it is lost."""
    return Decision("a dialog is handed over", orders=(_read(dialog, f"asked:{escalation.id}", escalation),))


def heard(dialog: Dialog, cause: str) -> Decision:
    """The chat has news of a dialog; webhooks are hints, so it is read before anything is believed."""
    return Decision("the dialog is read again", orders=(_read(dialog, f"heard:{cause}", None),))


def lane(dialog: Dialog) -> str:
    """What stands for a case where a dialog has none yet: the partition of the orders that read it."""
    return f"dialog:{dialog.ref}"


def _read(dialog: Dialog, cause: str, escalation: Escalation | None) -> Order:
    return Order(f"chat:read:{cause}", lane(dialog), Destination.CHAT, dialog.ref, ReadDialog(dialog, escalation))
