"""What must be delivered: an order is one act at one destination, a row in the store and its own ledger.

An act carries all that its rendering needs, except the case itself, which the worker reads at the time:
so that the newest state is shown, however late the order comes through.
"""

from enum import StrEnum
from typing import Literal

from chalicelib.frozen import dataclass
from chalicelib.model.broadcast import TellAll
from chalicelib.model.case import Follower, Issue
from chalicelib.model.contact import Confirmation
from chalicelib.model.dialog import Dialog
from chalicelib.model.dialog_acts import DialogAct
from chalicelib.model.merge_acts import CommentSame, CountPeople, NoteDialogs, RelateSame, SayMerged
from chalicelib.model.notice import Notice, NoticeKind
from chalicelib.model.outage_acts import OutageAct
from chalicelib.model.owner_acts import AssignDialogs, SayTakenOver
from chalicelib.model.report import Report
from chalicelib.model.screenshot import AttachScreenshot
from chalicelib.model.slack_acts import AskToSend, ReportDrift, SayInThread, ShowCase
from chalicelib.model.status import Status
from chalicelib.model.surge_acts import ShowSuspicion

__all__ = ["AskToSend", "Notice", "NoticeKind", "ReportDrift", "SayInThread", "ShowCase"]


class Destination(StrEnum):
    """Where an order goes; each has a queue and a worker of its own."""

    JIRA = "jira"
    SLACK = "slack"
    MAIL = "mail"
    CHAT = "chat"
    FAN_OUT = "fan_out"
    STATUS = "status"


# To Jira


@dataclass(frozen=True, slots=True)
class OpenIssue:
    """Make the case's one issue, found by its label first, and link the first report to it."""

    report: Report
    verb: Literal["open_issue"] = "open_issue"


@dataclass(frozen=True, slots=True)
class LinkReport:
    """Put one more report's page among the issue's remote links."""

    report_id: str
    token: str
    verb: Literal["link_report"] = "link_report"


@dataclass(frozen=True, slots=True)
class LinkThread:
    """Put the Slack thread among the issue's remote links."""

    verb: Literal["link_thread"] = "link_thread"


@dataclass(frozen=True, slots=True)
class LinkDialog:
    """Put a support dialog among the issue's remote links."""

    dialog: Dialog
    verb: Literal["link_dialog"] = "link_dialog"


@dataclass(frozen=True, slots=True)
class RelateIssue:
    """Relate the issue to that of the case before it: the same problem has come back."""

    earlier: Issue
    verb: Literal["relate_issue"] = "relate_issue"


@dataclass(frozen=True, slots=True)
class ShowAffected:
    """Write the number of affected people on the issue, without telling its watchers."""

    verb: Literal["show_affected"] = "show_affected"


@dataclass(frozen=True, slots=True)
class CommentIssue:
    """Say something on the issue; `said` is what `rendering.jira` knows how to word."""

    said: Literal["reporter_note", "reported_again", "asked", "declined_in_slack", "operator_note"]
    text: str = ""
    by: str = ""
    verb: Literal["comment_issue"] = "comment_issue"


@dataclass(frozen=True, slots=True)
class MoveIssue:
    """Bring the issue to a Jira status that means `to`."""

    to: Status
    verb: Literal["move_issue"] = "move_issue"


@dataclass(frozen=True, slots=True)
class AssignIssue:
    """Assign the issue to the Jira account of the person who took the case."""

    account_id: str
    verb: Literal["assign_issue"] = "assign_issue"


@dataclass(frozen=True, slots=True)
class ReadIssue:
    """Jira says that something changed: read the issue (and the comment) again and note what is true."""

    comment_id: str | None = None
    verb: Literal["read_issue"] = "read_issue"


@dataclass(frozen=True, slots=True)
class CompareCases:
    """Read the issues of these cases at once, and write down what no webhook has told."""

    case_ids: tuple[str, ...]
    verb: Literal["compare_cases"] = "compare_cases"


# To people


@dataclass(frozen=True, slots=True)
class Tell:
    """Mail one notice to one follower."""

    follower: Follower
    notice: Notice
    verb: Literal["tell"] = "tell"


@dataclass(frozen=True, slots=True)
class Confirm:
    """Mail an address that nobody vouched for, once, to ask its owner whether they want to be told (promise 5)."""

    confirmation: Confirmation
    verb: Literal["confirm"] = "confirm"


@dataclass(frozen=True, slots=True)
class TellFollowers:
    """Turn one notice into an order for each follower but `except_for`, page by page from `after`.

    `by` wrote it, `agreed_by` is the second person, whom a large audience needs (promise 10). Whoever follows one of
    the cases `told_in` as well hears it there.
    """

    notice: Notice
    after: str | None = None
    except_for: str | None = None
    by: str = ""
    agreed_by: str | None = None
    told_in: tuple[str, ...] = ()
    verb: Literal["tell_followers"] = "tell_followers"


# The orders that every case begins with. What comes before them on a new way waits until they are done.
OPENING = "jira:opened"
SHOWING = "slack:shown"
# Orders of no single case are kept under these names.
SWEEP = "sweep"
SUBSCRIPTIONS = "subscriptions"

Act = (
    OpenIssue
    | LinkReport
    | LinkThread
    | LinkDialog
    | RelateIssue
    | ShowAffected
    | CommentIssue
    | AttachScreenshot
    | MoveIssue
    | AssignIssue
    | ReadIssue
    | CompareCases
    | ShowCase
    | SayInThread
    | AskToSend
    | ReportDrift
    | Tell
    | Confirm
    | TellFollowers
    | TellAll
    | DialogAct
    | AssignDialogs
    | SayTakenOver
    | RelateSame
    | CommentSame
    | SayMerged
    | CountPeople
    | NoteDialogs
    | ShowSuspicion
    | OutageAct
)


@dataclass(frozen=True, slots=True)
class Order:
    """One act for one destination.

    `id` is derived from what caused it, so that the same cause never makes two. `group` is the FIFO group:
    the case for Jira and Slack, the follower for mail, the dialog for a chat, the product for its status page. `then`
    are the orders that may go once this one is done. What shows the case goes as soon as its first attempt fails: Slack
    shows a case with its Jira key, but does not wait for a Jira that is down.
    """

    id: str
    case_id: str
    destination: Destination
    group: str
    act: Act
    then: tuple["Order", ...] = ()

    @property
    def mark(self) -> str:
        """Its name across all cases, left on what it makes at a vendor, so that the vendor can be asked for it."""
        return f"{self.case_id}/{self.id}"
