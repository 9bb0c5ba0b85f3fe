"""An outage as anybody may see it, before they report and on the receipt."""

from datetime import datetime

from pydantic import Field

from chalicelib.entrances.payloads.body import Answer
from chalicelib.model.outage import Stage
from chalicelib.settings.part import Language


class Outage(Answer):
    """What is the same for everybody."""

    reference: str
    stage: Stage
    since: datetime
    next_by: datetime | None = Field(description="When people hear more, at the latest. In the past: it is late.")


class KnownOutage(Outage):
    """An open outage of the area, in each language of the team's: one answer is cached for everybody."""

    texts: dict[Language, str] = Field(description="What is known; where it is not translated, it says so.")
    status_pages: dict[Language, str] = Field(description="Where the same is public.")


class OutageOfReport(Outage):
    """The outage that took the report, in the person's language."""

    text: str
    status_page: str


class EndedOutage(Answer):
    """An outage of the area that is over, of which the person is asked whether this is the same."""

    reference: str
    ended_at: datetime
