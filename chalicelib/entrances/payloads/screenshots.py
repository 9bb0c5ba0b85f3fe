"""What `POST /v1/reports/{reference}/screenshots` takes and answers."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

from chalicelib.entrances.payloads.body import Body
from chalicelib.ports import UploadForm


class ScreenshotBody(Body):
    """The picture's media type; what is uploaded has to be just that."""

    content_type: Literal["image/webp", "image/png", "image/jpeg"]


class UploadPlace(BaseModel):
    """Where to post the picture, as multipart/form-data: the `fields` as they are, then the picture as `file`."""

    url: str
    fields: dict[str, str]
    max_bytes: int
    expires_at: datetime = Field(description="When the form is not taken any more; ask for another one then.")

    @classmethod
    def of(cls, form: UploadForm, max_bytes: int, expires_at: datetime) -> "UploadPlace":
        """The form, and its limits."""
        return cls(url=form.url, fields=dict(form.fields), max_bytes=max_bytes, expires_at=expires_at)
