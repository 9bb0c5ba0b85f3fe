"""A picture that a person adds to their report: asked for first, uploaded past us, kept when it proves to be one."""

from datetime import datetime
from typing import Literal

from chalicelib.frozen import dataclass

MAX_BYTES = 3_000_000
EXTENSIONS = {"image/webp": "webp", "image/png": "png", "image/jpeg": "jpg"}  # media types that are taken


@dataclass(frozen=True, slots=True)
class Screenshot:
    """One of a report's few places for a picture, numbered from 1, and the picture that may come into it.

    `kind` is its media type, `upload` the unguessable name under which it comes; when none has come by `until`, the
    place is free again. `kept`: it has come, and was checked. `version` grows with each of these.
    """

    report_id: str
    number: int
    kind: str
    upload: str
    until: datetime
    version: int = 1
    kept: bool = False

    @property
    def incoming(self) -> str:
        """The key under which it is uploaded."""
        return f"incoming/{self.report_id}/{self.upload}"

    @property
    def key(self) -> str:
        """The key under which it is kept."""
        return f"screenshots/{self.report_id}/{self.number}.{EXTENSIONS[self.kind]}"

    @property
    def name(self) -> str:
        """Its file name at a vendor, which no other picture has."""
        return f"wilco-{self.report_id}-{self.number}.{EXTENSIONS[self.kind]}"


@dataclass(frozen=True, slots=True)
class AttachScreenshot:
    """An order's act: attach the stored file `key` to the issue under `name`, by which it is found again."""

    key: str
    name: str
    kind: str
    verb: Literal["attach_screenshot"] = "attach_screenshot"
