"""Where a merged case lives on, and its people.

Every step to another case was written while that one had nothing behind it itself (`CaseUnmoved`, `CaseStands`), so the
way has an end and no circle.
"""

from collections.abc import Callable, Iterable

from chalicelib.model.case import Case, Follower, follower_id
from chalicelib.store import keys
from chalicelib.store.cases import case_id, get_case
from chalicelib.store.followers import as_follower
from chalicelib.store.tables import Row

Find = Callable[[str], Case | None]


def living_case(case: Case) -> Case:
    """The case that stands for this one now: itself, unless it was merged."""
    while case.merged_into and (other := get_case(case.merged_into)):
        case = other
    return case


def as_its_people_see(case: Case) -> Case:
    """The case as its own people know it, with the life that it has now."""
    other = get_case(case.merged_into) if case.merged_into else None
    return case.living_on_in(as_its_people_see(other)) if other else case


def taking_case(case: Case | None, find: Find = get_case) -> Case | None:
    """The case that the reports of this one's problem belong to: its successor before the one that it was merged into.

    None when `find` does not know all of the way.
    """
    while case and (behind := _behind(case)):
        case = find(behind)
    return case


def following_elsewhere(people: Iterable[Follower], case_ids: Iterable[str]) -> dict[str, list[Follower]]:
    """Whom of these `people` (by address) the given cases have among their own followers."""
    addresses = sorted({person.email for person in people if person.email})
    looked_for = [keys.follower(one, follower_id(one, address)) for one in case_ids for address in addresses]
    found: dict[str, list[Follower]] = {}
    for row in Row.batch_get([tuple(key) for key in looked_for], consistent_read=True) if looked_for else ():
        follower = as_follower(row)
        found.setdefault(follower.email.casefold(), []).append(follower)
    return found


def people(of_case: str, after: str | None, limit: int) -> list[str]:
    """A page of the ids of those who were counted for the case, beginning behind `after`."""
    first = keys.person(of_case, "")
    behind = {"pk": {"S": first.pk}, "sk": {"S": keys.person(of_case, after).sk}} if after is not None else None
    rows = Row.query(
        first.pk, Row.sk.startswith(first.sk), limit=limit, last_evaluated_key=behind, consistent_read=True
    )
    return [row.sk.removeprefix(keys.PERSON_PREFIX) for row in rows]


def counted_among(of_case: str, person_ids: Iterable[str]) -> set[str]:
    """Those of these people who are counted for the case already."""
    looked_for = [tuple(keys.person(of_case, person_id)) for person_id in person_ids]
    rows = Row.batch_get(looked_for, consistent_read=True) if looked_for else ()
    return {row.sk.removeprefix(keys.PERSON_PREFIX) for row in rows}


def _behind(case: Case) -> str | None:
    return case_id(case.fingerprint, case.successor) if case.successor else case.merged_into
