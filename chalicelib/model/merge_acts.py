"""What follows when a case turns out to be the same as another one: the acts that say so, and that move its people.

The other case is named and not described: it is read when the act is carried out, so that its issue may still be on its
way when the cases are merged.
"""

from typing import Literal

from chalicelib.frozen import dataclass


@dataclass(frozen=True, slots=True)
class RelateSame:
    """Relate the issue to that of the case which goes on."""

    into: str
    verb: Literal["relate_same"] = "relate_same"


@dataclass(frozen=True, slots=True)
class CommentSame:
    """Say on the issue which one goes on."""

    into: str
    by: str
    verb: Literal["comment_same"] = "comment_same"


@dataclass(frozen=True, slots=True)
class NoteDialogs:
    """Tell the operators of each dialog of the case under which issue it goes on, page by page from behind `after`."""

    by: str
    after: str | None = None
    verb: Literal["note_dialogs"] = "note_dialogs"


@dataclass(frozen=True, slots=True)
class SayMerged:
    """Tell the thread: the case goes on in `other` (`into`), `other` with so many people has come (`from`), or somebody
    moves an issue that is merged (`moved`)."""

    said: Literal["into", "from", "moved"]
    other: str
    by: str = ""
    people: int = 0
    verb: Literal["say_merged"] = "say_merged"


@dataclass(frozen=True, slots=True)
class CountPeople:
    """Count the merged case's people for the one that goes on, each once, page by page from behind `after`."""

    after: str | None = None
    page: int = 1
    verb: Literal["count_people"] = "count_people"
