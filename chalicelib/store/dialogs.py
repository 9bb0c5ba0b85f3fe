"""Which case a support dialog belongs to, and whether its person was asked something there."""

from dataclasses import dataclass

from pynamodb.exceptions import DoesNotExist

from chalicelib.model.dialog import Dialog, DialogLink
from chalicelib.store import keys
from chalicelib.store.codec import load
from chalicelib.store.tables import Row


@dataclass(frozen=True, slots=True)
class Linked:
    """A dialog that was handed over; `question` is the message there that waits for its person's answer."""

    link: DialogLink
    question: str | None = None


def linked(dialog: Dialog) -> Linked | None:
    """The dialog's case, None when nobody has handed it over."""
    try:
        row = Row.get(*keys.dialog(dialog.ref), consistent_read=True)
    except DoesNotExist:
        return None
    return Linked(load(DialogLink, row.data or ""), row.question)
