"""Promises 1 and 2 where they are decided: many at the same rows in the same moment."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from functools import partial
from threading import Barrier
from typing import TypeVar

import pytest

from chalicelib.entrances.facts import judge
from chalicelib.entrances.http_reports import accept, take_up
from chalicelib.errors import Refusal
from chalicelib.model.decision import CaseMoved, CaseOpened, Decision, TokenUsed
from chalicelib.model.report import Report
from chalicelib.model.status import Status
from chalicelib.store import cases, keys, orders
from chalicelib.store.cases import get_case, get_report
from chalicelib.store.codec import dump
from chalicelib.store.commit import commit
from chalicelib.store.orders import Busy, Claim, ledger
from tests.builders import NOW, a_case, a_person, a_report, an_order

pytestmark = pytest.mark.usefixtures("table")
CROWD = 20
T = TypeVar("T")


def at_once(*calls: Callable[[], T]) -> list[T | Exception]:
    """Each in a thread of its own, all let go in the same moment."""
    gate = Barrier(len(calls))

    def run(call: Callable[[], T]) -> T | Exception:
        gate.wait()
        try:
            return call()
        except Exception as error:
            return error

    with ThreadPoolExecutor(len(calls)) as threads:
        return list(threads.map(run, calls))


def reports_of(*numbers: int) -> list[Report]:
    return [replace(a_report(number=number), person=a_person(number)) for number in numbers]


def accepting(report: Report) -> Callable[[], Report]:
    return partial(accept, report, None, NOW)


def check_all_accepted(reports: list[Report], answers: list[Report | Exception]) -> str:
    assert not [answer for answer in answers if isinstance(answer, Exception)]
    kept = [get_report(report.id) for report in reports]
    (case_id,) = {report.case_id for report in kept if report}
    assert None not in kept
    return case_id


def test_a_crowd_with_a_new_problem_opens_one_case() -> None:
    reports = reports_of(*range(CROWD))
    answers = at_once(*map(accepting, reports))
    case_id = check_all_accepted(reports, answers)
    made = Counter(name.split(":")[0] for name in ledger(case_id))
    assert made == {"jira": 1, "received": CROWD}


def test_the_same_click_a_crowd_of_times_is_one_report() -> None:
    answers = at_once(*[accepting(replace(a_report(), token=f"token-{number}")) for number in range(CROWD)])
    tokens = {answer.token for answer in answers if isinstance(answer, Report)}
    assert len(tokens) == 1, "everybody has the receipt of the one that was written"
    assert not [answer for answer in answers if isinstance(answer, Exception)]


def test_one_token_with_many_reports_is_good_for_one() -> None:
    token = TokenUsed("shop", "token-1", NOW)
    answers = at_once(*[partial(accept, report, token, NOW) for report in reports_of(*range(8))])
    assert len([answer for answer in answers if isinstance(answer, Report)]) == 1
    refused = [answer for answer in answers if isinstance(answer, Refusal)]
    assert [refusal.status for refusal in refused] == [401] * 7


@pytest.mark.parametrize("days", [1, 30])
def test_a_crowd_with_a_problem_that_was_resolved_reopens_it_or_opens_its_successor_once(days: int) -> None:
    fingerprint = a_report().fingerprint
    closed = a_case(
        Status.RESOLVED,
        id=f"{fingerprint}-1",
        fingerprint=fingerprint,
        changed_at=NOW - timedelta(days=days),
        version=5,
    )
    commit(Decision("before", (CaseOpened(closed),)), NOW)
    reports = reports_of(*range(CROWD))
    case_id = check_all_accepted(reports, at_once(*map(accepting, reports)))
    case = get_case(case_id)
    assert case is not None
    assert (case.generation, case.status) == ((1, Status.REOPENED) if days == 1 else (2, Status.RECEIVED))
    moves = [name for name in ledger(case_id) if name.startswith("fan_out:") or name == "jira:opened"]
    assert len(moves) == 1


def test_a_process_with_an_old_memory_still_finds_the_right_case() -> None:
    """What this process remembers was closed and followed by another case elsewhere."""
    first = accept(reports_of(1)[0], None, NOW)
    old = cases.remembered(first.fingerprint)
    assert old is not None
    past = NOW - timedelta(days=60)
    commit(Decision("resolved", (CaseMoved(replace(old, version=2, status=Status.RESOLVED, changed_at=past)),)), NOW)
    cases._memory.clear()
    second = accept(reports_of(2)[0], None, NOW)
    assert second.case_id.endswith("-2")
    cases.remember(old)
    again = replace(a_report(number=3), person=a_person(1))
    third = accept(again, None, NOW)
    assert third.case_id == second.case_id
    told = [name for name in ledger(third.case_id) if name.startswith("received:")]
    assert len(told) == 2, "whoever followed the old case follows the new one too, and is told so"


def test_people_are_counted_exactly() -> None:
    reports = [accept(report, None, NOW) for report in reports_of(*range(CROWD))]
    facts = [(keys.report(report.id), dump(report)) for report in reports]
    answers = at_once(*[partial(judge, *fact) for fact in facts * 2])
    assert not [answer for answer in answers if isinstance(answer, Exception)]
    case = get_case(reports[0].case_id)
    assert case is not None
    assert case.affected == CROWD


def test_an_order_is_in_one_pair_of_hands() -> None:
    order = an_order()
    commit(Decision("ordered", (CaseOpened(a_case()),), (order,)), NOW)
    key = keys.order(order.case_id, order.id)
    answers = at_once(*[lambda: orders.claim(key, NOW)] * 8)
    assert len([answer for answer in answers if isinstance(answer, Claim)]) == 1
    assert len([answer for answer in answers if isinstance(answer, Busy)]) == 7


def test_a_report_that_waited_is_taken_up_once_by_many_sweeps() -> None:
    """And a crowd of others opens its case in the same moment."""
    waits = accept(a_report(number=99), None, NOW, turn=NOW)
    assert accept(a_report(number=99), None, NOW).waits, "the same click again, when its sender is under the limit"
    others = reports_of(*range(5))
    answers = at_once(*[partial(take_up, waits, NOW)] * 5, *map(accepting, others))
    assert not [answer for answer in answers if isinstance(answer, Exception)]
    taken = [answer for answer in answers[:5] if isinstance(answer, Report)]
    assert len(taken) == 1
    assert get_report(waits.id) == taken[0]
    assert {get_report(report.id).case_id for report in (waits, *others)} == {taken[0].case_id}  # type: ignore[union-attr]
    case = get_case(taken[0].case_id)
    assert case is not None
    judge(keys.report(waits.id), dump(waits))
    assert case.affected == 0, "what the stream tells of the row while it waits is not counted"
    judge(keys.report(waits.id), dump(taken[0]))
    counted = get_case(case.id)
    assert counted is not None
    assert counted.affected == 1
