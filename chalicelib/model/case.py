"""The problem itself: one fingerprint, one Jira issue, one Slack thread; many reports and followers."""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.model.dialog import Dialog
from chalicelib.model.promise import Promise
from chalicelib.model.status import Status


@dataclass(frozen=True, slots=True)
class Issue:
    """The case's Jira issue. Addressed by `id`: a key changes when an issue moves to another project."""

    id: str
    key: str


@dataclass(frozen=True, slots=True)
class Thread:
    """The case's Slack message (channel id and `ts`), parent of the thread, and the link that opens it."""

    channel: str
    ts: str
    permalink: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the case's history, shown on the tracking page."""

    at: datetime
    status: Status


@dataclass(frozen=True, slots=True)
class Case:
    """A problem as Wilco knows it.

    `version` grows with every decision about the case and guards against two of them at once.
    `issue`, `thread` and `affected` are facts that deliveries and the count bring; they move without it.
    `words` are the first reporter's own; `first_report` is the id and the secret half of that report's page.
    `compared_at` is Jira's time of the newest change that the sweep has looked at.
    `promise` is by when its followers hear more, while that is promised.
    `impact` is how much it hinders a person, where an operator said so; else its kind tells.
    `seen_at` is Jira's own time of the newest state applied here: the watermark that drops late news.
    """

    id: str
    product: str
    fingerprint: str
    generation: int
    area: str
    kind: str
    place: str
    status: Status
    opened_at: datetime
    changed_at: datetime
    version: int = 1
    owner: str | None = None
    jira_status: str | None = None
    seen_at: datetime | None = None
    history: tuple[Step, ...] = ()
    predecessor: str | None = None
    successor: int | None = None
    issue: Issue | None = None
    thread: Thread | None = None
    affected: int = 0
    compared_at: datetime | None = None
    words: str | None = None
    first_report: tuple[str, str] | None = None
    impact: str | None = None
    promise: Promise | None = None

    @property
    def is_open(self) -> bool:
        """Somebody has yet to see to it, and no later case of the same problem has taken its place."""
        return not self.status.closed and self.successor is None


@dataclass(frozen=True, slots=True)
class Follower:
    """A person to be told about a case, by mail or in their dialog: of all that happens after `joined_at`.

    `report_id` and `token` make their own tracking link. Since `stopped_at` they want no mail. Who is followed in a
    `dialog` has no `email` here: its operators are told by notes, and its person (`reply`) when no mail tells them.
    """

    id: str
    case_id: str
    email: str
    locale: str
    report_id: str
    token: str
    name: str | None = None
    joined_at: datetime | None = None
    stopped_at: datetime | None = None
    dialog: Dialog | None = None
    reply: bool = False
