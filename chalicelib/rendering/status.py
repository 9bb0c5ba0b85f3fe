"""What a product's status page says at one moment: the same in HTML, JSON and the feeds.

It is public: nothing here names a person, a Jira issue or how many people were affected.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import Literal

from chalicelib.model.case import Case
from chalicelib.model.outage import Outage, Update
from chalicelib.rendering import naming
from chalicelib.rendering.outage import text_in
from chalicelib.rendering.typed import clean, cut
from chalicelib.rendering.words import catalogue
from chalicelib.team import Language, Team

DAYS = 90
TEXT_LIMIT = 5_000
State = Literal["works", "recovering", "outage"]
_WORSE: dict[State, int] = {"works": 0, "recovering": 1, "outage": 2}


@dataclass(frozen=True, slots=True)
class Said:
    """An update's text as a page shows it; in another language where nobody has translated it."""

    text: str
    language: Language
    translated: bool


@dataclass(frozen=True)
class Snapshot:
    """A product's outages as they are at `at`, the newest first; older ones than are shown may be among them."""

    product: str
    outages: tuple[Case, ...]
    team: Team
    at: datetime

    @cached_property
    def open(self) -> tuple[Case, ...]:
        """Those that go on."""
        return tuple(case for case in self.outages if case.outage and case.is_open)

    @cached_property
    def past(self) -> tuple[Case, ...]:
        """Those that ended in the days that are shown."""
        since = self.at - timedelta(days=DAYS)
        return tuple(case for case in self.outages if case.outage and not case.is_open and ended_at(case) > since)

    def state(self, area: str) -> State:
        """How an area is: as the worst outage of it says."""
        states = (state_of(case) for case in self.open if area in outage_of(case).areas)
        return max(states, key=_WORSE.__getitem__, default="works")

    @property
    def worst(self) -> State:
        """How the whole is."""
        return max((state_of(case) for case in self.open), key=_WORSE.__getitem__, default="works")

    def headline(self, language: Language) -> str:
        """All of it in one line."""
        gettext = catalogue(language).gettext
        if self.worst == "works":
            return gettext("Everything works")
        line = gettext("Outage: %(areas)s") if self.worst == "outage" else gettext("Recovering: %(areas)s")
        hit = [area for case in self.open if state_of(case) == self.worst for area in outage_of(case).areas]
        return line % {"areas": self._named(dict.fromkeys(hit), language)}

    def name(self, case: Case, language: Language) -> str:
        """What an outage is called: nobody gives it a title, so its areas do."""
        return catalogue(language).gettext("Outage: %(areas)s") % {"areas": self.areas(case, language)}

    def areas(self, case: Case, language: Language) -> str:
        """Its areas by their names."""
        return self._named(dict.fromkeys(outage_of(case).areas), language)

    def said(self, update: Update, language: Language) -> Said | None:
        """The update in this language, or in the one that somebody has written; None where there are no words."""
        text, written = text_in(update, language)
        shown = cut(clean(text), TEXT_LIMIT)
        return Said(shown, written, written == language) if shown else None

    def bad_days(self, area: str) -> set[date]:
        """The days, by UTC, on which the area had an outage, of those that are shown."""
        first = (self.at - timedelta(days=DAYS - 1)).astimezone(UTC).date()
        hit = (case for case in (*self.open, *self.past) if area in outage_of(case).areas)
        return {day for case in hit for day in _days(case, self.at) if day >= first}

    def _named(self, areas: dict[str, None], language: Language) -> str:
        return ", ".join(naming.area_called(self.product, area, self.team, language) for area in areas)


def outage_of(case: Case) -> Outage:
    """What makes the case an outage."""
    assert case.outage is not None
    return case.outage


def state_of(case: Case) -> State:
    """How the areas of an open outage are: once it is only watched, they recover."""
    return "recovering" if outage_of(case).newest.stage == "monitoring" else "outage"


def ended_at(case: Case) -> datetime:
    """When an outage that is over has ended: its last update says so, or Jira did."""
    newest = outage_of(case).newest
    return newest.at if newest.ends else case.changed_at


def late_since(case: Case, at: datetime) -> datetime | None:
    """By when the next update of an open outage should have come; None while it is not late."""
    due = outage_of(case).newest.next_by if case.is_open else None
    return due if due and due < at else None


def _days(case: Case, at: datetime) -> Iterator[date]:
    """From its beginning to its end; where it came back in between, each of its times."""
    began: datetime | None = None
    for update in outage_of(case).updates:
        began = began or update.at
        if update.ends:
            yield from _between(began, update.at)
            began = None
    if began:
        yield from _between(began, at if case.is_open else ended_at(case))


def _between(began: datetime, ended: datetime) -> Iterator[date]:
    day, last = began.astimezone(UTC).date(), ended.astimezone(UTC).date()
    while day <= last:
        yield day
        day += timedelta(days=1)
