"""A promise: by when the people who wait hear more. And the reminder of a case that nobody has answered.

Each has a row of its own beside its case, which the sweep finds when it is due.
"""

from datetime import datetime
from typing import Literal

from chalicelib.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Promise:
    """`by` has promised at `made_at` to answer by `due`; people were told `told_due`, which has the team's margin."""

    by: str
    due: datetime
    told_due: datetime
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Moment:
    """One of the moments that a promise may name, and what it is to the team."""

    name: Literal["1_hour", "2_hours", "4_hours", "today", "tomorrow"]
    due: datetime


@dataclass(frozen=True, slots=True)
class Reminder:
    """A case waits for an answer since `asked_at`; the channel is reminded first, and then the lead."""

    case_id: str
    asked_at: datetime
    step: Literal["channel", "lead"] = "channel"


@dataclass(frozen=True, slots=True)
class PromiseWaits:
    """The case's promise is looked at again when `due`."""

    case_id: str
    due: datetime


@dataclass(frozen=True, slots=True)
class PromiseEnded:
    """Nothing of the case's promise is waited for any more."""

    case_id: str


@dataclass(frozen=True, slots=True)
class PromiseCounted:
    """One more promise of the product was kept, or broken, in the month (`2026-11`).

    It stands beside the case's next version, which makes sure that each is counted once.
    """

    product: str
    month: str
    kept: bool


@dataclass(frozen=True, slots=True)
class ReminderSet:
    """The case is looked at when `due`: is it still without an answer?"""

    reminder: Reminder
    due: datetime


@dataclass(frozen=True, slots=True)
class ReminderEnded:
    """Nobody has to be reminded of the case any more."""

    case_id: str
