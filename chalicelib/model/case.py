"""The problem itself: one fingerprint, one Jira issue, one Slack thread; many reports and followers."""

import hashlib
from dataclasses import replace
from datetime import datetime

from chalicelib.frozen import dataclass
from chalicelib.model.dialog import Dialog
from chalicelib.model.outage import Outage
from chalicelib.model.promise import Promise
from chalicelib.model.status import Status

# Followers that stand for a merged case are named by it.
STAND_IN = "case:"


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
    `merged_into` is the case that goes on for both, since `merged_at`; this one's own status then stays what it was.
    `outage` is what it is one of, where somebody has declared one.
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
    merged_into: str | None = None
    merged_at: datetime | None = None
    outage: Outage | None = None

    @property
    def is_open(self) -> bool:
        """Somebody has yet to see to it, and no other case, later or of another problem, has taken its place."""
        return not self.status.closed and self.successor is None and self.merged_into is None

    def living_on_in(self, other: "Case") -> "Case":
        """What its people see since it was merged into `other`: their own case, with the other's life from then on."""
        since = self.merged_at or other.opened_at
        before = [step for step in other.history if step.at <= since]
        found = before[-1].status if before else other.status
        met = () if found is self.status else (Step(since, found),)
        return replace(
            self,
            status=other.status,
            changed_at=other.changed_at,
            owner=other.owner,
            affected=other.affected,
            issue=other.issue,
            promise=other.promise,
            outage=other.outage,
            history=(*self.history, *met, *(step for step in other.history if step.at > since)),
        )


@dataclass(frozen=True, slots=True)
class Follower:
    """A person to be told about a case, by mail or in their dialog: of all that happens after `joined_at`.

    `report_id` and `token` make their own tracking link. Since `stopped_at` they want no mail. Who is followed in a
    `dialog` has no `email` here: its operators are told by notes, and its person (`reply`) when no mail tells them.
    `subscribed`: they follow the product's status page, not a report; the two name their subscription then.
    `of_case` is a case that was merged into this one: all who follow that are told, each as their own case would.
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
    of_case: str | None = None
    subscribed: bool = False


def follower_id(case_id: str, address: str) -> str:
    """Who the owner of this address is among the followers of the case."""
    return hashlib.sha256(f"{case_id}\n{address.casefold()}".encode()).hexdigest()[:20]
