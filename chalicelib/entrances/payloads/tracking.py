"""What a tracking link takes and answers as JSON."""

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field, StringConstraints

from chalicelib.entrances.payloads.body import Body
from chalicelib.model.status import Status

LONGEST_NOTE = 2000


def same_line_ends(words: str) -> str:
    """A browser's form sends two characters for a line end that its counter takes as one."""
    return words.strip().replace("\r\n", "\n")


class ReportState(BaseModel):
    """Where the report stands, and since when."""

    report_id: str
    status: Status
    received_at: datetime
    since: datetime
    queued: bool = Field(description="Many came at once, so that it waits for its turn.")


class Note(Body):
    """An answer to a question, or more about the problem."""

    text: Annotated[
        str,
        StringConstraints(min_length=1, max_length=LONGEST_NOTE, strip_whitespace=True),
        AfterValidator(same_line_ends),
    ]


class NoteTaken(BaseModel):
    """The engineers get it."""


class ContactLeft(BaseModel):
    """What the person should do next; the same whether a mail goes or not."""

    message: str


class SameTaken(BaseModel):
    """The team hears that it is still there."""

    message: str
