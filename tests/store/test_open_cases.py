"""The index of open cases: a case is in it while it is open, and a crowd that asks costs a few reads."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.model.case import Case
from chalicelib.model.decision import CaseMoved, CaseOpened, Decision, PersonCounted
from chalicelib.model.status import Status
from chalicelib.store.commit import commit
from chalicelib.store.open_cases import open_cases, open_cases_now
from chalicelib.store.tables import Row, connection
from tests.builders import NOW, a_case

pytestmark = pytest.mark.usefixtures("table")
CASE = a_case()


def opened(case: Case) -> None:
    commit(Decision("opened", (CaseOpened(case),)), NOW)


def moved(case: Case, **given: Any) -> Case:
    after = replace(case, version=case.version + 1, **given)
    commit(Decision("moved", (CaseMoved(after),)), NOW)
    return after


def indexed() -> list[tuple[str, str]]:
    return [(row.pk, row.sk) for row in Row.open_cases.query("shop#prices")]


@contextmanager
def calls() -> Iterator[Counter[str]]:
    """Every call at the table."""
    counted: Counter[str] = Counter()
    events: Any = connection().client.meta.events

    def at_the_table(model: Any, **_: Any) -> None:
        counted[model.name] += 1

    events.register("before-call.dynamodb", at_the_table)
    try:
        yield counted
    finally:
        events.unregister("before-call.dynamodb", at_the_table)


def test_a_case_is_found_from_the_moment_it_is_opened() -> None:
    opened(CASE)
    assert indexed() == [(f"CASE#{CASE.id}", "CASE")]
    assert open_cases("shop", "prices", NOW) == (CASE,)
    assert open_cases("shop", "orders", NOW) == open_cases("web", "prices", NOW) == ()


@pytest.mark.parametrize("status", Status)
def test_it_is_found_while_it_is_open(status: Status) -> None:
    opened(CASE)
    after = moved(CASE, status=status)
    assert bool(indexed()) == (not status.closed)
    assert open_cases("shop", "prices", NOW) == (() if status.closed else (after,))
    again = moved(after, status=Status.REOPENED)
    assert open_cases("shop", "prices", NOW + timedelta(minutes=1)) == (again,)


def test_a_case_that_has_a_successor_is_not_found_by_whatever_status() -> None:
    opened(CASE)
    moved(CASE, successor=2)
    assert indexed() == []


def test_counting_leaves_the_index_alone_and_is_seen() -> None:
    opened(CASE)
    commit(Decision("counted", (PersonCounted(CASE.id, "user:17"),)), NOW)
    assert [row.attribute_values.keys() for row in Row.open_cases.query("shop#prices")] == [
        {"pk", "sk", "open_in", "opened_at"}
    ]
    assert [case.affected for case in open_cases("shop", "prices", NOW)] == [1]


def test_the_newest_are_found_where_too_many_are_open() -> None:
    for number in range(105):
        opened(a_case(id=f"case-{number:03}", opened_at=NOW + timedelta(minutes=number)))
    found = {case.id for case in open_cases("shop", "prices", NOW)}
    assert found == {f"case-{number:03}" for number in range(5, 105)}


def test_a_thousand_panels_cost_a_handful_of_reads() -> None:
    opened(CASE)
    with calls() as counted:
        for number in range(1000):
            open_cases("shop", "prices", NOW + timedelta(milliseconds=10 * number))
    assert counted.total() <= 10, "five times in ten seconds, two calls each"
    with calls() as counted:
        open_cases("shop", "prices", NOW + timedelta(minutes=1))
    assert counted == {"Query": 1, "BatchGetItem": 1}


def test_what_is_remembered_is_a_few_seconds_old_at_most() -> None:
    opened(CASE)
    assert open_cases("shop", "prices", NOW)
    moved(CASE, status=Status.RESOLVED)
    assert open_cases("shop", "prices", NOW + timedelta(seconds=11)) == ()


def test_an_engineer_is_offered_what_came_a_moment_ago() -> None:
    assert open_cases_now("shop", ["prices", "orders"]) == []
    opened(CASE)
    assert [case.id for case in open_cases_now("shop", ["prices", "orders"])] == [CASE.id]
