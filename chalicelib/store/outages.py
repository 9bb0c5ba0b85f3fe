"""A product's outages, of now and of the past, how many people each has reached, and who says that it is not over."""

from dataclasses import replace
from datetime import datetime

from pynamodb.exceptions import DoesNotExist

from chalicelib.model.case import Case, follower_id
from chalicelib.model.outage import Rating, ward_of, wards
from chalicelib.model.outage_changes import CasesJoin, OutageListed, OutagePast, OutageTakes, RatingGiven, StillThere
from chalicelib.store import keys
from chalicelib.store.cases import get_case
from chalicelib.store.changes import WAITS_FOR_FACTS, Writes, waiting_for, write
from chalicelib.store.codec import dump
from chalicelib.store.tables import Row

_RATINGS: tuple[Rating, ...] = ("bad", "good", "great")


def with_people(case: Case) -> Case:
    """The case with all its people: an outage's are counted in its wards, which one call reads together."""
    if case.outage is None:
        return case
    rows = Row.batch_get([tuple(keys.case(ward)) for ward in wards(case.id)], attributes_to_get=["affected"])
    return replace(case, affected=sum(int(row.affected or 0) for row in rows))


def ratings(case_id: str) -> dict[Rating, int]:
    """How an outage went for those who have said so."""
    rows = list(Row.batch_get([tuple(keys.case(ward)) for ward in wards(case_id)], attributes_to_get=list(_RATINGS)))
    return {rating: sum(int(getattr(row, rating) or 0) for row in rows) for rating in _RATINGS}


def rating_of(case_id: str, report_id: str) -> Rating | None:
    """What the person of this report has said."""
    try:
        said = Row.get(*keys.rating(case_id, report_id), consistent_read=True).data
    except DoesNotExist:
        return None
    return next((rating for rating in _RATINGS if rating == said), None)


def outages(product: str, at_most: int) -> list[Case]:
    """The product's outages, open or not, the newest first."""
    rows = Row.query(keys.outage(product, "", "").pk, scan_index_forward=False, limit=at_most, consistent_read=True)
    found = (get_case(row.sk.partition("#")[2]) for row in rows)
    return [case for case in found if case]


def tells_of(outage_id: str, address: str, mark: str) -> bool:
    """Whether it is this order that tells the owner of the address of the outage.

    Whoever follows two cases of it, or one and reports once more, has an order for each: the first one tells them.
    """
    key = keys.told_of(outage_id, follower_id(outage_id, address))
    return Row(*key).changed([Row.data.set(mark)], Row.data.does_not_exist() | (Row.data == mark))


def still_there(case_id: str, end: int) -> int:
    """How many people say that the outage is still there after this end."""
    asked = [tuple(keys.still_there(ward, end)) for ward in wards(case_id)]
    return sum(int(row.people or 0) for row in Row.batch_get(asked, consistent_read=True))


def has_said_so(case_id: str, end: int, person_id: str) -> bool:
    """Whether this person is one of them."""
    return bool(list(Row.batch_get([tuple(keys.still(case_id, end, person_id))], consistent_read=True)))


@write.register
def _(change: OutageTakes, writes: Writes, now: datetime) -> None:
    """Nothing."""


@write.register
def _(change: OutageListed, writes: Writes, now: datetime) -> None:
    case = change.case
    writes.put(keys.outage(case.product, case.opened_at.isoformat(), case.id))


@write.register
def _(change: CasesJoin, writes: Writes, now: datetime) -> None:
    writes.put(keys.joining(change.outage_id), data=dump(change), **waiting_for(WAITS_FOR_FACTS, now))


@write.register
def _(change: RatingGiven, writes: Writes, now: datetime) -> None:
    """The answer, and the count of its ward; whoever thinks better of it is moved from one number to the other."""
    key = keys.rating(change.case_id, change.report_id)
    as_it_was = Row.data == change.before if change.before else Row.pk.does_not_exist()
    writes.update(key, Row.data.set(change.rating), when=as_it_was)
    counts = [getattr(Row, change.rating).add(1), *([getattr(Row, change.before).add(-1)] if change.before else [])]
    writes.update(keys.case(ward_of(change.case_id, change.report_id)), *counts, when=Row.successor.does_not_exist())


@write.register
def _(change: OutagePast, writes: Writes, now: datetime) -> None:
    case = change.case
    writes.update(keys.case(case.id), Row.open_in.remove(), when=Row.version == case.version)


@write.register
def _(change: StillThere, writes: Writes, now: datetime) -> None:
    """A ward's number has no row before the first person."""
    writes.put(keys.still(change.case_id, change.end, change.person_id))
    ward = ward_of(change.case_id, change.person_id)
    writes.updates.append((keys.still_there(ward, change.end), [Row.people.add(1)], None))
