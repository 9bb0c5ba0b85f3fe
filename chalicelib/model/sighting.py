"""What a worker saw when it read a Jira issue: a fact, written before anybody judges it."""

from datetime import datetime

from chalicelib.frozen import dataclass
from chalicelib.model.case import Issue


@dataclass(frozen=True, slots=True)
class IssueState:
    """An issue as Jira has it. `category` is `new`, `indeterminate` or `done`, whatever the language of the site."""

    issue: Issue
    status: str
    category: str
    updated_at: datetime
    resolution: str | None = None
    assignee: str | None = None
    assignee_id: str | None = None
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IssueComment:
    """One comment, as text; whether it is public is decided later, by its words."""

    id: str
    author: str
    author_id: str
    body: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Sighting:
    """One reading; `issue` is None when it is gone or hidden from us."""

    case_id: str
    issue: IssueState | None = None
    comment: IssueComment | None = None
