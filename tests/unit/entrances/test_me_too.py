"""`joins` in `POST /v1/reports`: *me too* on a known problem, whatever the page that it is said on."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.entrances.http_reports import accept
from chalicelib.model.case import Case
from chalicelib.model.decision import CaseMoved, Decision
from chalicelib.model.report import Report
from chalicelib.model.status import Status
from chalicelib.store import cases
from chalicelib.store.cases import get_case, get_report, remembered
from chalicelib.store.commit import commit
from chalicelib.store.orders import ledger
from chalicelib.store.tables import connection
from tests.builders import NOW, a_person, a_report
from tests.unit.entrances.conftest import Api
from tests.unit.entrances.test_http_reports import a_body

Problem = Callable[[Any, int], dict[str, Any]]
pytestmark = pytest.mark.usefixtures("table")


def elsewhere(number: int, **given: Any) -> Report:
    """A report of another page, by somebody of their own."""
    given = {"url": "https://shop.example/basket", "kind": "late-data", "person": a_person(number)} | given
    return a_report(number=number, **given)


def closed(case_id: str, status: Status = Status.RESOLVED) -> Case:
    case = get_case(case_id)
    assert case is not None
    after = replace(case, version=case.version + 1, status=status, changed_at=NOW)
    commit(Decision("moved", (CaseMoved(after),)), NOW)
    return after


def test_it_joins_the_known_problem_and_keeps_its_own_name() -> None:
    known = accept(a_report(), None, NOW)
    joined = accept(elsewhere(2), None, NOW, known.case_id)
    assert joined.case_id == known.case_id
    assert get_report(joined.id) == joined
    assert joined.fingerprint != known.fingerprint
    assert get_case(f"{joined.fingerprint}-1") is None
    assert len([name for name in ledger(known.case_id) if name.startswith("received:")]) == 2


def test_it_is_remembered_under_the_name_of_the_problem_that_took_it() -> None:
    known = accept(a_report(), None, NOW)
    joined = accept(elsewhere(2), None, NOW, known.case_id)
    assert remembered(joined.fingerprint) is None
    case = remembered(known.fingerprint)
    assert case is not None
    assert case.id == known.case_id
    own = accept(elsewhere(3), None, NOW)
    assert own.case_id == f"{joined.fingerprint}-1", "the next report of that page goes its normal way"


@pytest.mark.parametrize("forgotten", [True, False], ids=["read", "remembered"])
@pytest.mark.parametrize("status", [Status.RESOLVED, Status.DECLINED])
def test_a_closed_one_takes_nobody(status: Status, forgotten: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also when this process still remembers it as open: the write's guard says otherwise."""
    known = accept(a_report(), None, NOW)
    closed(known.case_id, status)
    if forgotten:
        monkeypatch.setattr(cases, "_memory", {})
    joined = accept(elsewhere(2), None, NOW, known.case_id)
    assert joined.case_id == f"{joined.fingerprint}-1"


def test_one_that_was_remembered_as_closed_and_is_open_again_takes_it() -> None:
    known = accept(a_report(), None, NOW)
    cases.remember(closed(known.case_id))
    closed(known.case_id, Status.REOPENED)
    assert accept(elsewhere(2), None, NOW, known.case_id).case_id == known.case_id


@pytest.mark.parametrize("reference", ["none", "none-1", "", "-", "x" * 200, "../CASE", "REPORT#1"])
def test_one_that_is_not_there_is_passed_over(api: Api, reference: str) -> None:
    answer = api.post("/v1/reports", a_body(joins=reference))
    assert answer.status_code == 202
    report = get_report(json.loads(answer.body)["report_id"])
    assert report is not None
    assert report.case_id == f"{report.fingerprint}-1"


def test_one_of_another_area_is_passed_over() -> None:
    known = accept(a_report(area="orders"), None, NOW)
    joined = accept(elsewhere(2), None, NOW, known.case_id)
    assert joined.case_id != known.case_id


def test_a_person_who_follows_it_already_is_not_told_twice() -> None:
    known = accept(a_report(person=a_person(1)), None, NOW)
    joined = accept(elsewhere(2, person=a_person(1)), None, NOW, known.case_id)
    assert joined.case_id == known.case_id
    assert len([name for name in ledger(known.case_id) if name.startswith("received:")]) == 1


def test_the_same_click_again_is_the_same_report(api: Api) -> None:
    known = accept(a_report(), None, NOW)
    body = a_body(joins=known.case_id, place__url="https://shop.example/basket")
    once, again = api.post("/v1/reports", body), api.post("/v1/reports", body)
    assert (once.status_code, again.status_code) == (202, 202)
    assert json.loads(once.body) == json.loads(again.body)


@pytest.mark.parametrize("joins", ["x" * 201, 7, ["a"]])
def test_what_has_to_change_is_named(api: Api, problem: Problem, joins: Any) -> None:
    said = problem(api.post("/v1/reports", a_body(joins=joins)), 422)
    assert [error["field"] for error in said["errors"]] == ["joins"]


def test_without_a_name_it_costs_nothing_more() -> None:
    accept(a_report(), None, NOW)
    calls: list[str] = []
    events: Any = connection().client.meta.events

    def at_the_table(model: Any, **_: Any) -> None:
        calls.append(model.name)

    events.register("before-call.dynamodb", at_the_table)
    try:
        accept(a_report(number=2, person=a_person(2)), None, NOW)
        normal = list(calls)
        calls.clear()
        for number in (3, 4):
            accept(elsewhere(number), None, NOW, f"{a_report().fingerprint}-1")
    finally:
        events.unregister("before-call.dynamodb", at_the_table)
    assert normal == ["TransactWriteItems"]
    assert calls == ["TransactWriteItems"] * 2, "a known problem that this process remembers costs no read either"
