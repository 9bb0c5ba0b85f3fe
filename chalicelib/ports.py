"""What deliveries need from the outside, as small protocols. Adapters and the tests' fakes meet the same contract.

Every method raises only `errors.DeliveryError` kinds. "Already so" is success everywhere.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol

from chalicelib.errors import Permanent, Retryable
from chalicelib.frozen import dataclass
from chalicelib.model.case import Issue, Thread
from chalicelib.model.dialog import DialogState
from chalicelib.model.mail import Copy, Letter, Mail, Quota
from chalicelib.model.orders import Destination
from chalicelib.model.public_file import PublicFile
from chalicelib.model.sighting import IssueComment, IssueState

__all__ = [
    "BulkMailer",
    "ChatDesk",
    "Copy",
    "Files",
    "IssueComment",
    "IssueState",
    "IssueTracker",
    "Letter",
    "Mail",
    "Mailer",
    "Message",
    "NamedFile",
    "OrderQueue",
    "QueuedOrder",
    "Quota",
    "RemoteLink",
    "Secrets",
    "StoredFile",
    "TeamChannel",
    "UploadForm",
]


@dataclass(frozen=True, slots=True)
class RemoteLink:
    """A page linked from an issue; the same `global_id` again means update."""

    global_id: str
    url: str
    title: str
    relationship: str
    resolved: bool = False


@dataclass(frozen=True, slots=True)
class NamedFile:
    """A file as it is to be attached; `kind` is its media type."""

    name: str
    kind: str
    content: bytes


class IssueTracker(Protocol):
    """Jira, as far as Wilco needs it."""

    def find(self, project: str, label: str) -> Issue | None:
        """The issue that carries our label, or None. A search: new issues may take a moment to appear."""

    def open(self, fields: Mapping[str, Any]) -> Issue:
        """Create; `fields` as Jira's REST v2 takes them. Raises Unknown when the line dropped."""

    def link(self, issue: Issue, link: RemoteLink) -> None:
        """Put a remote link, or update the one of the same global id."""

    def edit(self, issue: Issue, fields: Mapping[str, Any]) -> None:
        """Set fields, without notifying watchers where the account may do so."""

    def comment(self, issue: Issue, body: str, order_id: str, *, look_first: bool) -> str:
        """Comment once; `order_id` marks it, and with `look_first` the comments are searched for it before."""

    def attach(self, issue: Issue, file: NamedFile, *, look_first: bool) -> str:
        """Attach once; with `look_first` a file of this name on the issue is taken for an earlier attempt's.

        Returns the attachment's id.
        """

    def relate(self, issue: Issue, earlier: Issue) -> None:
        """Link two issues as "relates to"."""

    def move(self, issue: Issue, statuses: Sequence[str], category: str) -> str:
        """Transition to the first of these statuses that the workflow offers, else to any of the category.

        Returns the name of the status that the issue is in now.
        """

    def assign(self, issue: Issue, account_id: str) -> None:
        """Set the assignee."""

    def read(self, issue: Issue) -> IssueState | None:
        """The issue now; None when it is gone or hidden from us."""

    def read_many(self, issues: Sequence[Issue]) -> list[IssueState]:
        """Up to a hundred issues in one call; what is gone or hidden is left out."""

    def comments(self, issue: Issue) -> list[IssueComment]:
        """The newest comments, a hundred at most; none when the issue is gone."""

    def read_comment(self, issue: Issue, comment_id: str) -> IssueComment | None:
        """One comment now; None when it is gone."""


@dataclass(frozen=True, slots=True)
class Message:
    """A Slack message: blocks for people, text for notifications and screen readers."""

    text: str
    blocks: Sequence[Mapping[str, Any]]


class TeamChannel(Protocol):
    """Slack, as far as Wilco needs it. `order_id` travels in the message's metadata, by which it is found again."""

    def post(self, channel: str, message: Message, order_id: str, thread_ts: str | None = None) -> Thread:
        """Post to the channel, or into a thread."""

    def update(self, thread: Thread, message: Message, order_id: str) -> None:
        """Replace the message in place."""

    def find(self, channel: str, order_id: str, since: datetime, thread_ts: str | None = None) -> Thread | None:
        """The message that an earlier attempt of this order may have left, or None."""

    def permalink(self, thread: Thread) -> str:
        """A link that opens the message."""

    def open_modal(self, trigger_id: str, view: Mapping[str, Any]) -> None:
        """Open a modal; the trigger lives three seconds (Slack's documentation of views.open)."""


class ChatDesk(Protocol):
    """A support chat, as far as Wilco needs it.

    No provider has an idempotency key for what is written: `mark` names the order, and with `look_first` the dialog is
    searched for what an earlier attempt of it may have left, where the provider lets us look.
    """

    def read(self, dialog_id: str) -> DialogState:
        """The dialog now, with its newest lines. Raises Permanent when it is gone, hidden from us or can't be read."""

    def tagged(self, tag: str) -> list[str]:
        """The ids of the newest open dialogs that carry the tag; none where the provider can't be asked."""

    def note(self, dialog_id: str, text: str, mark: str, *, look_first: bool) -> str:
        """Write to the operators alone; returns the provider's id of the note."""

    def reply(self, dialog_id: str, text: str, mark: str, *, look_first: bool) -> str:
        """Write to the dialog's person; returns the provider's id of the message."""

    def tag(self, dialog_id: str, tag: str) -> None:
        """Put a tag on the dialog."""

    def assign(self, dialog_id: str, operator: str) -> None:
        """Give the dialog to the operator of this id."""


class Mailer(Protocol):
    """SES, as far as Wilco needs it."""

    def send(self, mail: Mail) -> str:
        """Hand one mail over; returns the provider's message id. Raises Unknown when the line dropped."""


class BulkMailer(Protocol):
    """SES, as far as one mail for many people needs it."""

    def send_many(self, letter: Letter, copies: Sequence[Copy]) -> Sequence[str | Permanent | Retryable]:
        """Hand over `COPIES_AT_MOST` in one call. For each, in their order: the provider's message id, or the error
        that it ended with, where a Retryable one was not sent. Raises for all of them; Unknown when the line dropped.
        """

    def quota(self) -> Quota:
        """The account's quota. A call, which SES answers once in a second."""


class Secrets(Protocol):
    """Where secrets live."""

    def get(self, name: str) -> Mapping[str, str]:
        """The secret's fields; read again when older than the cache's age."""


@dataclass(frozen=True, slots=True)
class QueuedOrder:
    """An order on its way to a worker: where its row is, and the lane that keeps its order (FIFO group)."""

    case_id: str
    order_id: str
    destination: Destination
    group: str


@dataclass(frozen=True, slots=True)
class UploadForm:
    """Where a browser may post a file, and the fields that it has to send before the file."""

    url: str
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file as it is stored now; `content` is empty when it is larger than the reader wanted."""

    kind: str
    size: int
    content: bytes
    version: str


class Files(Protocol):
    """S3, as far as Wilco needs it. Every call may be made again."""

    def form(self, key: str, kind: str, most_bytes: int, lives: timedelta) -> UploadForm:
        """Let somebody upload one file of this media type under just this key. Asks nobody."""

    def read(self, key: str, most_bytes: int) -> StoredFile | None:
        """The file; None when there is none."""

    def keep(self, key: str, to: str, file: StoredFile) -> None:
        """Copy what was read to another key. Raises Conflict when it has changed, or is gone, since."""

    def delete(self, key: str) -> None:
        """Delete a file; one that is not there is no error."""

    def publish(self, file: PublicFile) -> None:
        """Put it where it is read, in place of what was there."""


class OrderQueue(Protocol):
    """SQS, as far as Wilco needs it."""

    def send(self, orders: Sequence[QueuedOrder], again: str = "") -> None:
        """Send them in this order. The same order twice is one, unless `again` says that it was lost.

        Raises Retryable when any was not taken: then all have to be sent again, which harms nothing.
        """

    def postpone(self, destination: Destination, receipt: str, seconds: int) -> None:
        """Show a received message again in so many seconds."""
