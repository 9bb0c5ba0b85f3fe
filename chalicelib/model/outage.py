"""A declared incident over some areas, what is said of it, and how its many people are spread over the table.

An outage is a case: it has one Jira issue, one Slack thread, followers. What only it has stands here.
"""

import hashlib
from datetime import datetime
from typing import Literal

from chalicelib.frozen import dataclass

Stage = Literal["investigating", "identified", "monitoring", "resolved"]
Rating = Literal["bad", "good", "great"]

KIND = "outage"  # of its case
PREFIX = "outage-"  # of its id
WARDS = 16
_WARD = "~"


@dataclass(frozen=True, slots=True)
class Update:
    """One message to everyone affected; the first says what is known when the outage is declared.

    `texts` are by language; where one is missing, people read the other, marked as not translated. `next_by` is when
    they hear more, at the latest. `cause` is that of the form by which it was sent, which may come twice.
    """

    number: int
    at: datetime
    by: str
    stage: Stage
    texts: dict[str, str]
    next_by: datetime | None = None
    cause: str = ""

    @property
    def ends(self) -> bool:
        """It says that the outage is over."""
        return self.stage == "resolved"


@dataclass(frozen=True, slots=True)
class Outage:
    """What a case has that is an outage of `areas`: its updates, the newest last; there is always one."""

    areas: tuple[str, ...]
    updates: tuple[Update, ...]

    @property
    def newest(self) -> Update:
        """What is known now."""
        return self.updates[-1]

    @property
    def ended_at(self) -> datetime | None:
        """Since when it is over; None while it is open."""
        return self.newest.at if self.newest.ends else None


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person is asked who reports after an outage: whether it is the same that ended then. `answered`: it is."""

    ended_at: datetime
    answered: bool


def is_outage(case_id: str) -> bool:
    """Whether the case of this id (or of which it is a ward) is an outage."""
    return case_id.startswith(PREFIX)


def ward_of(case_id: str, whom: str) -> str:
    """The part of the case in which somebody is kept, by their address or id.

    DynamoDB writes a thousand small rows a second under one partition key; an outage's people would be held up there.
    So they are spread over `WARDS` partitions, which work like cases of their own: followers, counts and orders.
    Any other case is its own only ward.
    """
    if not is_outage(case_id):
        return case_id
    number = hashlib.sha256(whom.casefold().encode()).digest()[0] % WARDS
    return f"{case_id}{_WARD}{number:02}"


def wards(case_id: str) -> tuple[str, ...]:
    """All of them."""
    return tuple(f"{case_id}{_WARD}{number:02}" for number in range(WARDS)) if is_outage(case_id) else (case_id,)


def whole(case_id: str) -> str:
    """The id of the case that this is, or is a ward of."""
    return case_id.partition(_WARD)[0]
