"""What Jira's webhooks say: the bodies of the events, in the shape of REST version 2."""

from __future__ import annotations

import time

from sandbox.jira.representation import Representation
from sandbox.jira.webhooks import Webhooks
from sandbox.state import Json, State


class Announcements:
    """Puts events into the outbox; every method is called inside the transaction of the change."""

    def __init__(self, state: State, webhooks: Webhooks, base: str) -> None:
        self._state = state
        self._webhooks = webhooks
        self._base = base

    def issue(self, issue: Json, by: str, event: str, kind: str, **more: Json) -> None:
        """Tell of a change of an issue; `more` is the changelog or the comment."""
        shown = Representation(self._state, self._base)
        body = {
            "timestamp": round(time.time() * 1000),
            "webhookEvent": event,
            "issue_event_type_name": kind,
            "user": shown.user(by),
            "issue": shown.issue(issue),
            **more,
        }
        self._webhooks.enqueue(issue, body)

    def comment(self, issue: Json, comment: Json, by: str, event: str) -> None:
        """Tell of a comment in both ways that Jira has: its own event, and an update of the issue."""
        shown = Representation(self._state, self._base)
        brief = shown.issue(issue, "summary,issuetype,project,assignee,priority,status")
        body = {
            "timestamp": round(time.time() * 1000),
            "webhookEvent": event,
            "comment": shown.comment(comment),
            "issue": brief,
        }
        self._webhooks.enqueue(issue, body)
        if event == "comment_created":
            self.issue(issue, by, "jira:issue_updated", "issue_commented", comment=shown.comment(comment))
