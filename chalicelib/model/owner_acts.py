"""What follows when somebody takes a case, beyond Jira's assignee: the dialogs and the thread."""

from typing import Literal

from chalicelib.frozen import dataclass


@dataclass(frozen=True, slots=True)
class AssignDialogs:
    """Turn the case's new owner into an order for each dialog that follows it, page by page from behind `after`."""

    name: str
    after: str | None = None
    verb: Literal["assign_dialogs"] = "assign_dialogs"


@dataclass(frozen=True, slots=True)
class SayTakenOver:
    """Tell the thread who has the case now, and who had it."""

    by: str
    before: str
    verb: Literal["say_taken_over"] = "say_taken_over"
