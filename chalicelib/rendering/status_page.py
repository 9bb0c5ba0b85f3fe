"""The public status page as HTML: one file that loads nothing, so that it works while everything else is down.

Right without script, in UTC. The script makes moments local, says how late an update is, and takes up a newer page.
"""

import base64
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import groupby
from typing import Literal

from babel.dates import format_date

from chalicelib.model.case import Case
from chalicelib.model.outage import Stage, Update
from chalicelib.rendering.links import Links
from chalicelib.rendering.outage import STAGES
from chalicelib.rendering.page import moment
from chalicelib.rendering.status import (
    DAYS,
    Said,
    Snapshot,
    State,
    ended_at,
    late_since,
    outage_of,
    state_of,
)
from chalicelib.rendering.templating import TEMPLATES, fill
from chalicelib.rendering.words import catalogue
from chalicelib.team import Language, Product


def _(text: str) -> str:
    """Marks a text for translation; it is translated where its language is known."""
    return text


STATE_WORDS: dict[State, str] = {"works": _("Works"), "recovering": _("Recovering"), "outage": _("Outage")}
_SIGNS: dict[State, str] = {"works": "✓", "recovering": "↻", "outage": "!"}
_PALETTE: dict[State, str] = {"works": "2f7d5b", "recovering": "8a5a00", "outage": "a3271f"}


@dataclass(frozen=True, slots=True)
class Moment:
    """A time for people, and for programs."""

    words: str
    iso: str


@dataclass(frozen=True, slots=True)
class AreaLine:
    """One area: how it is, and its bad days as a drawing (a tick is one unit wide, today's the last)."""

    name: str
    state: State
    drawn: str
    bad_days: int


@dataclass(frozen=True, slots=True)
class UpdateLine:
    """One update."""

    stage: Stage
    at: Moment
    said: Said | None


@dataclass(frozen=True, slots=True)
class Step:
    """One stage of the way to the end, and whether it is reached."""

    word: str
    reached: Literal["done", "now", "ahead"]


@dataclass(frozen=True, slots=True)
class Incident:
    """One outage, its newest update first."""

    id: str
    name: str
    areas: str
    way: tuple[Step, ...]
    state: State
    began: Moment
    updates: tuple[UpdateLine, ...]
    next_by: Moment | None
    late: bool
    lasted: str


def status_page(snapshot: Snapshot, language: Language, links: Links) -> str:
    """The whole page in one language."""
    product = snapshot.team.products[snapshot.product]
    return fill(
        "status.html",
        language,
        policy=_policy(links.origin),
        subscribe=links.subscribe(snapshot.product),
        style=_file("status.css"),
        script=_file("status.js"),
        product=product.name.in_(language),
        headline=snapshot.headline(language),
        worst=snapshot.worst,
        signs=_SIGNS,
        state_words=STATE_WORDS,
        stage_words=STAGES,
        colour=_PALETTE[snapshot.worst],
        areas=[*_areas(snapshot, product, language)],
        days=DAYS,
        open=[_incident(snapshot, case, language) for case in snapshot.open],
        past=_by_month(snapshot, language),
        as_of=_moment(snapshot.at, language),
        languages={one: links.status(snapshot.product, one) for one in snapshot.team.languages},
        files={name: links.status(snapshot.product, language, name) for name in ("feed.atom", "feed.rss")},
        json=links.status(snapshot.product, file="status.json"),
    )


def _areas(snapshot: Snapshot, product: Product, language: Language) -> Iterator[AreaLine]:
    today = snapshot.at.astimezone(UTC).date()
    for key, area in product.areas.items():
        bad = snapshot.bad_days(key)
        yield AreaLine(area.name.in_(language), snapshot.state(key), _drawn(bad, today), len(bad))


def _drawn(days: set[date], today: date) -> str:
    """A path of one full tick for each of these days."""
    places = sorted(DAYS - 1 - (today - day).days for day in days)
    return "".join(f"M{place}.1 0h.8v10h-.8z" for place in places)


def _incident(snapshot: Snapshot, case: Case, language: Language) -> Incident:
    outage = outage_of(case)
    due = outage.newest.next_by if case.is_open else None
    return Incident(
        id=case.id,
        name=snapshot.name(case, language),
        areas=snapshot.areas(case, language),
        way=_way(outage.newest.stage),
        state=state_of(case),
        began=_moment(case.opened_at, language),
        updates=tuple(_update(snapshot, update, language) for update in reversed(outage.updates)),
        next_by=_moment(due, language) if due else None,
        late=late_since(case, snapshot.at) is not None,
        lasted="" if case.is_open else _lasted(ended_at(case) - case.opened_at, language),
    )


def _way(now: Stage) -> tuple[Step, ...]:
    reached = list(STAGES).index(now)
    return tuple(
        Step(word, "done" if place < reached else "now" if place == reached else "ahead")
        for place, word in enumerate(STAGES.values())
    )


def _update(snapshot: Snapshot, update: Update, language: Language) -> UpdateLine:
    return UpdateLine(update.stage, _moment(update.at, language), snapshot.said(update, language))


def _by_month(snapshot: Snapshot, language: Language) -> list[tuple[str, list[Incident]]]:
    """The past ones under the months in which they began."""
    months = groupby(snapshot.past, lambda case: _month(case.opened_at, language))
    return [(month, [_incident(snapshot, case, language) for case in cases]) for month, cases in months]


def _month(at: datetime, language: Language) -> str:
    name: str = format_date(at.astimezone(UTC).date(), "LLLL y", locale=language)
    return name[:1].upper() + name[1:]


def _moment(at: datetime, language: Language) -> Moment:
    return Moment(moment(at, language, UTC), at.astimezone(UTC).isoformat(timespec="seconds"))


def _lasted(time: timedelta, language: Language) -> str:
    """In its two largest units."""
    gettext = catalogue(language).gettext
    minutes = max(1, round(time.total_seconds() / 60))
    counts = [
        (gettext("%(count)d\u00a0d"), minutes // 1440),
        (gettext("%(count)d\u00a0h"), minutes // 60 % 24),
        (gettext("%(count)d\u00a0min"), minutes % 60),
    ]
    return "\u00a0".join(words % {"count": count} for words, count in [one for one in counts if one[1]][:2])


@cache
def _policy(api: str) -> str:
    """As a `meta` element, since S3 sends no header of ours: nothing is loaded, two texts of ours are named by hash."""
    return (
        f"default-src 'none'; style-src {_named('status.css')}; script-src {_named('status.js')}; "
        f"img-src data:; connect-src 'self' {api}; form-action {api}; base-uri 'none'"
    )


def _named(file: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(_file(file).encode()).digest()).decode()}'"


@cache
def _file(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")
