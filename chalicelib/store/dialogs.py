"""Which case a support dialog belongs to."""

from pynamodb.exceptions import DoesNotExist

from chalicelib.model.dialog import Dialog, DialogLink
from chalicelib.store import keys
from chalicelib.store.codec import load
from chalicelib.store.tables import Row


def link_of(dialog: Dialog) -> DialogLink | None:
    """The dialog's link, None when nobody has handed it over."""
    try:
        row = Row.get(*keys.dialog(dialog.ref), consistent_read=True)
    except DoesNotExist:
        return None
    return load(DialogLink, row.data) if row.data else None
