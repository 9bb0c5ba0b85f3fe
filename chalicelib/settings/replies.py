"""Saved replies, how a promise is told, and how long a case may wait for an answer."""

from collections.abc import Collection
from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from chalicelib.settings.part import Part, Slug, Words

SlackId = Annotated[str, StringConstraints(pattern=r"^[UW][A-Z0-9]{2,}$")]


class Reply(Part):
    """A reply that is ready in each language: `title` in the form's list, `text` as people read it."""

    title: Words
    text: Words


class Promises(Part):
    """People are told a moment later by the margin; Slack is warned so long before the one that the team promised."""

    margin_minutes: int = Field(default=30, ge=0, le=24 * 60)
    warn_minutes: int = Field(default=15, ge=1, le=24 * 60)


class Answers(Part):
    """Working minutes until a case that was handed over, and that nobody takes, is brought up again.

    First in its thread, then to the lead (`lead` of the file), and then people get the reply of this name.
    """

    remind_minutes: int = Field(default=30, ge=1, le=7 * 24 * 60)
    lead_minutes: int = Field(default=60, ge=2, le=14 * 24 * 60)
    holding_reply: Slug | None = None

    @model_validator(mode="after")
    def _channel_first(self) -> "Answers":
        if self.lead_minutes <= self.remind_minutes:
            raise ValueError("the lead comes after the channel: `lead_minutes` must be more than `remind_minutes`")
        return self

    def check_replies(self, known: Collection[str]) -> None:
        """Raises ValueError when the holding reply is not in the file."""
        if self.holding_reply and self.holding_reply not in known:
            raise ValueError(f"answers.holding_reply: there is no reply `{self.holding_reply}`")
