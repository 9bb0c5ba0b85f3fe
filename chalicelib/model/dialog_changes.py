"""What a decision writes of a support dialog."""

from chalicelib.frozen import dataclass
from chalicelib.model.dialog import Dialog, DialogLink, DialogReading


@dataclass(frozen=True, slots=True)
class DialogLinked:
    """The dialog belongs to this case; holds only while it belongs to the case `before`, or to none."""

    link: DialogLink
    before: str | None = None


@dataclass(frozen=True, slots=True)
class ToldByMail:
    """The person of this dialog is told by mail from now on, and their dialog only noted."""

    case_id: str
    follower_id: str


@dataclass(frozen=True, slots=True)
class DialogAnswered:
    """The dialog's person has answered: no question waits there any more; holds only while one does."""

    dialog: Dialog


@dataclass(frozen=True, slots=True)
class DialogRead:
    """Write what a dialog was read as, to be judged; holds only once for this `id` in the lane."""

    reading: DialogReading
    lane: str
    id: str
