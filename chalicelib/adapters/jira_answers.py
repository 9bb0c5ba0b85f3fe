"""What Jira's answers say, in the words of the model. No library here: JSON in, data out.

An answer of another shape raises KeyError, TypeError or ValueError, which the adapter takes for no answer.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from chalicelib.errors import Permanent
from chalicelib.model.case import Issue
from chalicelib.ports import IssueComment, IssueState

PROPERTY = "wilco"


def quoted(text: str) -> str:
    """A JQL string: whatever stands in it, it stays one operand."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def way(status: Any, offered: Sequence[Any], statuses: Sequence[str], category: str) -> Any:
    """The transition to take, None when nothing that is offered would bring the issue nearer."""
    by_name = {transition["to"]["name"]: transition for transition in offered}
    for name in statuses:
        if name in by_name:
            return by_name[name]
    if status["statusCategory"]["key"] == category:
        return None
    for transition in offered:
        if transition["to"]["statusCategory"]["key"] == category:
            return transition
    raise Permanent(f"move: from {status['name']} Jira offers only: {', '.join(by_name) or 'nothing'}")


def issue(raw: Any) -> Issue:
    """An issue by what never changes and what people see."""
    return Issue(id=str(raw["id"]), key=str(raw["key"]))


def state(raw: Any) -> IssueState:
    """An issue as `GET /issue` tells it."""
    fields = raw["fields"]
    resolution, assignee = fields.get("resolution"), fields.get("assignee")
    return IssueState(
        issue=issue(raw),
        status=fields["status"]["name"],
        category=fields["status"]["statusCategory"]["key"],
        resolution=resolution["name"] if resolution else None,
        assignee=assignee["displayName"] if assignee else None,
        assignee_id=assignee["accountId"] if assignee else None,
        updated_at=datetime.fromisoformat(fields["updated"]),
        labels=tuple(fields.get("labels") or ()),
    )


def comment(raw: Any) -> IssueComment:
    """A comment; its body is wiki markup (REST version 2)."""
    author = raw.get("author") or {}  # an app's comment may have none
    return IssueComment(
        id=str(raw["id"]),
        author=author.get("displayName", ""),
        author_id=author.get("accountId", ""),
        body=raw["body"],
        created_at=datetime.fromisoformat(raw["created"]),
    )


def order_of(comment: Any) -> str | None:
    """The order that left this comment, None when it is not one of ours."""
    for kept in comment.get("properties") or ():
        if kept["key"] == PROPERTY:
            return str(kept["value"].get("order"))
    return None
