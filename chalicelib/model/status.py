"""The six words in which a case's life is told, to engineers and to the people who wait."""

from enum import StrEnum


class Status(StrEnum):
    """Where a case stands (DESIGN, section 2)."""

    RECEIVED = "received"
    TAKEN = "taken"
    IN_PROGRESS = "in_progress"
    RESOLVED = "resolved"
    DECLINED = "declined"
    REOPENED = "reopened"

    @property
    def closed(self) -> bool:
        """Nobody works on it any more, and its followers have been told so."""
        return self in (Status.RESOLVED, Status.DECLINED)
