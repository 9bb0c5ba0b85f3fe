"""What is shown and said in Slack: the acts of orders to it."""

from datetime import datetime
from typing import Literal

from chalicelib.frozen import dataclass
from chalicelib.model.dialog import Dialog
from chalicelib.model.notice import Notice
from chalicelib.model.status import Status


@dataclass(frozen=True, slots=True)
class ShowCase:
    """Make the channel's message show the case as it is now: post it, or update it in place."""

    verb: Literal["show_case"] = "show_case"


@dataclass(frozen=True, slots=True)
class SayInThread:
    """Tell the thread what happened; `said` is what `rendering.slack` knows how to word.

    `mention` is the Slack id of somebody in the team's file. `saved` names a saved reply, `due` a promised moment,
    `unmailed` the follower in whose dialog an address may be asked for.
    """

    said: Literal[
        "status",
        "one_more",
        "answered",
        "asked",
        "reporter_note",
        "agreed",
        "own_mail",
        "screenshot",
        "escalated",
        "operator_note",
        "dialog_unread",
        "paging",
        "replied",
        "not_sent",
        "promise_due",
        "promise_broken",
        "unanswered",
        "asked_address",
    ]
    status: Status | None = None
    text: str = ""
    by: str = ""
    people: int = 0
    dialog: Dialog | None = None
    mention: str = ""
    saved: str = ""
    due: datetime | None = None
    unmailed: str = ""
    verb: Literal["say_in_thread"] = "say_in_thread"


@dataclass(frozen=True, slots=True)
class ReportDrift:
    """Tell a channel that Jira had news which never reached us, and that it is repaired."""

    channel: str
    issues: tuple[str, ...]
    verb: Literal["report_drift"] = "report_drift"


@dataclass(frozen=True, slots=True)
class AskToSend:
    """So many people would be told at once that a second person has to agree; `held` is the order that waits."""

    held: str
    audience: int
    notice: Notice
    by: str
    verb: Literal["ask_to_send"] = "ask_to_send"
