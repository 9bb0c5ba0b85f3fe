"""What a tracking link answers as JSON."""

from datetime import datetime

from pydantic import BaseModel

from chalicelib.model.status import Status


class ReportState(BaseModel):
    """Where the report stands, and since when."""

    report_id: str
    status: Status
    received_at: datetime
    since: datetime
