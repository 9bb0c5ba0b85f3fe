"""What is delivered of an outage beside what every case has: the acts of its orders."""

from dataclasses import dataclass
from typing import Literal

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
    """One line of the outage's thread about an update: written, or late (`mention` is the lead's Slack id)."""

    said: Literal["update", "late", "reopened"]
    update: Update
    mention: str = ""
    verb: Literal["say_update"] = "say_update"
