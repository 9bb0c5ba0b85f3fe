"""What the tracking page says of an outage: its updates, and when there is more."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from chalicelib.model.case import Case
from chalicelib.model.outage import Update
from chalicelib.rendering.outage import STAGES, told
from chalicelib.team import Language

Moment = Callable[[datetime], str]


@dataclass(frozen=True, slots=True)
class News:
    """One update: the stage in words, its time for people and for programs, what it says."""

    stage: str
    at: str
    iso: str
    text: str


@dataclass(frozen=True, slots=True)
class Known:
    """What is known now, and what was before, the newest first. `next_by` is when there is more, or was to be."""

    newest: News
    earlier: tuple[News, ...]
    next_by: str | None
    late: bool


def known(case: Case, language: Language, moment: Moment, now: datetime) -> Known | None:
    """None where the case is no outage."""
    if case.outage is None:
        return None
    newest, *earlier = (_news(update, language, moment) for update in reversed(case.outage.updates))
    next_by = case.outage.newest.next_by
    return Known(newest, tuple(earlier), moment(next_by) if next_by else None, next_by is not None and next_by < now)


def _news(update: Update, language: Language, moment: Moment) -> News:
    return News(STAGES[update.stage], moment(update.at), update.at.isoformat(), told(update, language))
