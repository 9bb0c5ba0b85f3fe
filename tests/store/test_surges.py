"""People counted by area on a real table: once however often it is told, spread over shards, summed when read."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from chalicelib.decisions.suspecting import came, minute_of
from chalicelib.entrances.facts import judge
from chalicelib.entrances.http_reports import accept
from chalicelib.model.decision import Decision
from chalicelib.model.report import Report
from chalicelib.model.surge import Assessment
from chalicelib.model.suspicion import AreaLearnt, Suspicion, SuspicionMoved
from chalicelib.store import keys, surges
from chalicelib.store.cases import get_case
from chalicelib.store.codec import dump
from chalicelib.store.commit import Stale, commit
from chalicelib.store.overdue import overdue
from chalicelib.store.tables import Row
from tests.builders import ANNA, NOW, a_person, a_quiet_area, a_report
from tests.store.test_races import at_once

pytestmark = pytest.mark.usefixtures("table")
PLACE = ("shop", "prices")
IN_PRICES = keys.came(*PLACE, ANNA.id)


def told(report: Report) -> None:
    """The stream tells of the report."""
    judge(keys.report(report.id), dump(report))


def accepted(number: int = 1, joins: str | None = None, **given: object) -> Report:
    return accept(a_report(number=number, **given), None, NOW, joins)


def people() -> int:
    return sum(surges.people_since(*PLACE, 0).values())


def test_a_person_counts_once_however_often_they_click_and_it_is_told() -> None:
    for number, page in enumerate(("orders/1", "orders/2", "basket", "search"), 1):
        report = accepted(number, url=f"https://shop.example/{page}")
        for _ in range(3):
            told(report)
    assert people() == 1
    assert surges.last_came(IN_PRICES) is not None
    assert list(Row.waiting.query("facts")) == []


def test_each_area_counts_for_itself_and_me_too_counts_in_the_clicks_own() -> None:
    known = accepted()
    told(known)
    told(accepted(2, person=a_person(2), url="https://shop.example/basket", joins=known.case_id))
    told(accepted(3, area="orders"))
    assert people() == 2
    assert sum(surges.people_since("shop", "orders", 0).values()) == 1


def test_half_a_day_later_they_count_again() -> None:
    told(accepted())
    Row(*IN_PRICES).update([Row.minute.set((surges.last_came(IN_PRICES) or 0) - 720)])
    told(accepted(2))
    assert people() == 2, "known to the case, and new to the area again"


def test_many_at_once_are_each_counted_once() -> None:
    """Two readers of the stream are told the same, and some of the people click twice."""
    reports = [accepted(number, person=a_person(number % 6)) for number in range(1, 13)]
    answers = at_once(*[partial(told, report) for report in (*reports, *reports)])
    for report in reports if any(isinstance(answer, Exception) for answer in answers) else ():
        told(report)  # the batch comes again
    assert people() == 6
    case = get_case(reports[0].case_id)
    assert case is not None
    assert case.affected == 6


def test_a_crowd_is_spread_over_rows() -> None:
    changes = tuple(change for number in range(40) for change in came(a_report(person=a_person(number)), None, NOW))
    for change in changes:
        commit(Decision("came", (change,)), NOW)
    bucket = minute_of(NOW)
    rows = [Row.get(*keys.bucket(*PLACE, shard, bucket)) for shard in range(surges.SHARDS)]
    assert all(0 < (row.people or 0) < 40 for row in rows)
    assert surges.people_since(*PLACE, bucket - 5) == {bucket: 40}
    assert surges.people_since(*PLACE, bucket) == {}
    assert surges.lively([PLACE, ("shop", "orders")], [bucket]) == {PLACE}
    assert surges.lively([PLACE], [bucket - 5]) == set()


def test_rows_are_forgotten_when_nobody_needs_them() -> None:
    (change,) = came(a_report(), None, NOW)
    commit(Decision("came", (change,)), NOW)
    assert Row.get(*IN_PRICES).ttl == (NOW + timedelta(hours=12)).timestamp()
    partitions = [keys.bucket(*PLACE, shard, 0).pk for shard in range(surges.SHARDS)]
    (row,) = [row for partition in partitions for row in Row.query(partition)]
    assert row.ttl == (NOW + timedelta(days=8)).timestamp()


def test_what_is_learnt_is_read_as_it_was_written_and_by_one_writer() -> None:
    watched = a_quiet_area()
    assert surges.unwatched([PLACE]) == [PLACE]
    commit(Decision("learnt", (AreaLearnt(watched),)), NOW)
    assert surges.unwatched([PLACE]) == []
    assert surges.get_watched(*PLACE) == watched
    after = replace(watched, version=2, suspicion="surge:1:2")
    commit(Decision("learnt", (AreaLearnt(after),)), NOW)
    assert surges.get_watched(*PLACE) == after
    with pytest.raises(Stale):
        commit(Decision("another sweep", (AreaLearnt(after),)), NOW)


def test_a_suspicion_is_found_until_it_is_over() -> None:
    found = Assessment(suspected=True, strength=3.0, people=14.0, minutes=15, usual=(0, 2))
    first = Suspicion("surge:1:2", *PLACE, "C0WILCO", NOW, minute_of(NOW), found)
    commit(Decision("raised", (SuspicionMoved(first),)), NOW)
    assert surges.get_suspicion(first.id) == first
    assert overdue(surges.WAITS_FOR_CALM, NOW + timedelta(minutes=1), 10) == [keys.suspicion(first.id)]
    with pytest.raises(Stale):
        commit(Decision("raised again", (SuspicionMoved(first),)), NOW)
    over = replace(first, over_since=NOW, version=2)
    commit(Decision("over", (SuspicionMoved(over),)), NOW)
    assert surges.get_suspicion(first.id) == over
    assert overdue(surges.WAITS_FOR_CALM, NOW + timedelta(minutes=1), 10) == []
