"""What is delivered of an outage beside what every case has: the acts of its orders."""

from typing import Literal

from chalicelib.frozen import dataclass
from chalicelib.model.outage import Update


@dataclass(frozen=True, slots=True)
class OpenOutageIssue:
    """Make the outage's one Jira issue, found by its label first."""

    verb: Literal["open_outage_issue"] = "open_outage_issue"


@dataclass(frozen=True, slots=True)
class CommentUpdate:
    """Say on the issue what everyone affected is told."""

    update: Update
    verb: Literal["comment_update"] = "comment_update"


@dataclass(frozen=True, slots=True)
class SayUpdate:
    """One line of the outage's thread about its newest update: written, late (`mention` is the lead's Slack id), or not
    written yet though its card was closed in Jira."""

    said: Literal["update", "late", "reopened", "moved"]
    update: Update
    mention: str = ""
    verb: Literal["say_update"] = "say_update"


@dataclass(frozen=True, slots=True)
class SayStill:
    """One line of the thread of an outage that is over: so many people say that it is still there, the last of them by
    a report of the case `by`."""

    people: int
    by: str
    verb: Literal["say_still"] = "say_still"


@dataclass(frozen=True, slots=True)
class JoinSubscribers:
    """Whoever has subscribed to the product's status page follows its outage, page by page from `after`.

    `by` declared it, `agreed_by` is the second person, whom a large audience needs (promise 10).
    """

    after: str | None = None
    by: str = ""
    agreed_by: str | None = None
    verb: Literal["join_subscribers"] = "join_subscribers"


@dataclass(frozen=True, slots=True)
class PublishStatus:
    """Make the product's public status page, and its feeds, anew: they show what is true then."""

    product: str
    verb: Literal["publish_status"] = "publish_status"


OutageAct = OpenOutageIssue | CommentUpdate | SayUpdate | SayStill | JoinSubscribers | PublishStatus
