"""Which open problems of an area a person is shown before they report: those of their own page first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from chalicelib.decisions.fingerprint import place_shape
from chalicelib.model.case import Case
from chalicelib.model.status import Status

SHOWN_AT_MOST = 3


@dataclass(frozen=True, slots=True)
class KnownProblem:
    """An open case as anybody may see it: nothing that a person typed, and no place but the asker's own (`here`)."""

    reference: str
    kind: str
    here: bool
    status: Status
    since: datetime
    people: int


def known_problems(cases: Iterable[Case], page: str | None) -> tuple[KnownProblem, ...]:
    """The open ones among `cases`: of the page at this address first, then by people, the newest first among equals."""
    place = place_shape(page) if page else None
    shown = [_shown(case, here=case.place == place) for case in cases if case.is_open]
    shown.sort(key=lambda one: (not one.here, -one.people, -one.since.timestamp(), one.reference))
    return tuple(shown[:SHOWN_AT_MOST])


def _shown(case: Case, here: bool) -> KnownProblem:
    people = max(case.affected, 1)  # the count runs a moment behind the report that opened it
    return KnownProblem(case.id, case.kind, here, case.status, case.opened_at, people)
