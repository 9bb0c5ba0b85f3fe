"""What somebody is told first: who begins to follow a case, however they came to it, and who asks in an outage."""

from chalicelib.model.case import Follower
from chalicelib.model.dialog import Dialog
from chalicelib.model.dialog_acts import AnswerDialog
from chalicelib.model.notice import Notice
from chalicelib.model.orders import Destination, Order, Tell
from chalicelib.model.outage import ward_of


def welcome(follower: Follower, notice: Notice) -> Order:
    """The mail to somebody who has just joined, in their lane."""
    home = ward_of(follower.case_id, follower.id)
    told = Tell(follower, notice)
    return Order(f"{notice.kind}:{follower.id}", home, Destination.MAIL, f"{home}:{follower.id}", told)


def first_word(outage_id: str, dialog: Dialog, locale: str = "") -> Order:
    """The answer in a dialog that nobody has handed over, once for each outage, in the lane of all that is said there.

    Its id alone says whether that was done: for this question the `locale` does not matter.
    """
    home = ward_of(outage_id, dialog.ref)
    return Order(f"chat:outage:{dialog.ref}", home, Destination.CHAT, dialog.ref, AnswerDialog(dialog, locale))
