"""What people who wait are told, by mail or in their dialog."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

NoticeKind = Literal["received", "taken", "in_progress", "resolved", "declined", "reopened", "answer", "question"]


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing that a follower is told: a status, a public answer, or a question."""

    kind: NoticeKind
    at: datetime
    text: str = ""
