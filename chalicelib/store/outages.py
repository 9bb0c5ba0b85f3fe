"""A product's outages, of now and of the past, and how many people each has reached."""

from dataclasses import replace
from datetime import datetime

from chalicelib.model.case import Case
from chalicelib.model.outage import wards
from chalicelib.model.outage_changes import OutageListed, OutageTakes
from chalicelib.store import keys
from chalicelib.store.cases import get_case
from chalicelib.store.changes import Writes, write
from chalicelib.store.tables import Row


def with_people(case: Case) -> Case:
    """The case with all its people: an outage's are counted in its wards, which one call reads together."""
    if case.outage is None:
        return case
    rows = Row.batch_get([tuple(keys.case(ward)) for ward in wards(case.id)], attributes_to_get=["affected"])
    return replace(case, affected=sum(int(row.affected or 0) for row in rows))


def outages(product: str, at_most: int) -> list[Case]:
    """The product's outages, open or not, the newest first."""
    rows = Row.query(keys.outage(product, "", "").pk, scan_index_forward=False, limit=at_most, consistent_read=True)
    found = (get_case(row.sk.partition("#")[2]) for row in rows)
    return [case for case in found if case]


@write.register
def _(change: OutageTakes, writes: Writes, now: datetime) -> None:
    """Nothing."""


@write.register
def _(change: OutageListed, writes: Writes, now: datetime) -> None:
    case = change.case
    writes.put(keys.outage(case.product, case.opened_at.isoformat(), case.id))
