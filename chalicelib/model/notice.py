"""What people who wait are told, by mail or in their dialog."""

from datetime import datetime
from typing import Literal

from chalicelib.frozen import dataclass
from chalicelib.model.outage import Update

NoticeKind = Literal[
    "received",
    "taken",
    "in_progress",
    "resolved",
    "declined",
    "reopened",
    "answer",
    "question",
    "holding",
    "address",
    "outage",
    "update",
    "over",
]


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing that a follower is told: a status, a public answer, a question, that it takes longer, where to leave
    an address; that there is an `outage` (and what is known of it when the word goes out), its updates, its end.

    `saved` names a reply of the team's file, which is worded in the language of whoever reads it. `promised` is by
    when they hear more. `update` is that of an outage.
    """

    kind: NoticeKind
    at: datetime
    text: str = ""
    saved: str = ""
    promised: datetime | None = None
    update: Update | None = None
