"""The shapes of Jira's webhooks, as far as they are used: a hint which issue to read again, and who changed it."""

from typing import Any

from pydantic import BaseModel, Field


class User(BaseModel):
    """Who did it. Atlassian's own sample misspells the field, and so may an old sender."""

    account_id: str | None = Field(default=None, validation_alias="accountId")


class Named(BaseModel):
    """An issue or a comment by its id, which never changes (a key does)."""

    id: str
    author: User | None = None


class JiraWebhook(BaseModel):
    """One event: `jira:issue_updated`, `comment_created` and so on."""

    event: str = Field(validation_alias="webhookEvent")
    timestamp: int = 0
    user: User | None = None
    issue: Named | None = None
    comment: Named | None = None
    issue_event_type_name: str = ""
    changelog: dict[str, Any] | None = None

    @property
    def by(self) -> str | None:
        """The account that made the change."""
        if self.comment and self.comment.author:
            return self.comment.author.account_id
        return self.user.account_id if self.user else None

    @property
    def new_comment(self) -> str | None:
        """The id of a comment that was just made: it comes as an event of its own, or with an issue's."""
        made = self.event == "comment_created" or self.issue_event_type_name == "issue_commented"
        return self.comment.id if made and self.comment else None
