"""What can be done in a support chat: the acts of orders to it.

What operators are told and what the person is told are acts of their own, so that the one can never become the other.
"""

from typing import Literal

from chalicelib.frozen import dataclass
from chalicelib.model.case import Follower
from chalicelib.model.dialog import Dialog, Escalation
from chalicelib.model.notice import Notice


@dataclass(frozen=True, slots=True)
class ReadDialog:
    """Read the dialog and note what is true: for an operator who hands it over, or since its provider has news."""

    dialog: Dialog
    asked: Escalation | None = None
    verb: Literal["read_dialog"] = "read_dialog"


@dataclass(frozen=True, slots=True)
class FindTagged:
    """List the desk's dialogs that carry the team's tag: of a tag no webhook may tell."""

    desk: str
    verb: Literal["find_tagged"] = "find_tagged"


@dataclass(frozen=True, slots=True)
class NoteDialog:
    """Tell the dialog's operators, never its person; `said` is what `rendering.chat` knows how to word.

    `follower` stands for the dialog; `notice` is what is told when it is about the case's life.
    """

    follower: Follower
    said: Literal["linked", "told", "merged"]
    notice: Notice | None = None
    by: str = ""
    verb: Literal["note_dialog"] = "note_dialog"


@dataclass(frozen=True, slots=True)
class ReplyDialog:
    """Tell the dialog's person: only what a follower may read, in the words of its mail. No internal text gets here."""

    follower: Follower
    notice: Notice
    verb: Literal["reply_dialog"] = "reply_dialog"


@dataclass(frozen=True, slots=True)
class AnswerDialog:
    """Tell the person of a dialog that nobody has handed over what is known of the outage that they may write about."""

    dialog: Dialog
    locale: str
    verb: Literal["answer_dialog"] = "answer_dialog"


@dataclass(frozen=True, slots=True)
class TagDialog:
    """Put the team's tag on the dialog."""

    dialog: Dialog
    verb: Literal["tag_dialog"] = "tag_dialog"


@dataclass(frozen=True, slots=True)
class AssignDialog:
    """Give the dialog to the colleague of this name, when they have an account at its desk."""

    dialog: Dialog
    name: str
    verb: Literal["assign_dialog"] = "assign_dialog"


DialogAct = ReadDialog | FindTagged | NoteDialog | ReplyDialog | AnswerDialog | TagDialog | AssignDialog
