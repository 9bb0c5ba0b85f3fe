"""How often an address may be asked: the conditions of the write, over sliding windows."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from chalicelib.decisions.contact import GOOD_FOR, SILENCE, ask, confirm, leave, refuse
from chalicelib.model.decision import Decision, ReportAccepted
from chalicelib.model.report import Report
from chalicelib.store.cases import get_report
from chalicelib.store.commit import Stale, commit
from chalicelib.store.contacts import LEFT_AT_MOST, LISTED, confirmation, waiting
from tests.builders import ANONYMOUS, NOW, a_case, a_report

pytestmark = pytest.mark.usefixtures("table")
ADDRESS = "anna@example.com"


def a_stranger(number: int) -> Report:
    return a_report(number=number, person=ANONYMOUS, case_id=a_case().id, received_at=NOW + timedelta(seconds=number))


def goes(number: int, at: datetime, address: str = ADDRESS, an_hour: int = 1000) -> bool:
    """Whether this question, as the decision has it, is let through by the table."""
    try:
        commit(ask(a_stranger(number), address, f"code-{number}", an_hour, at, may_mail=True, settled=None), at)
    except Stale:
        return False
    return True


def asked(days: Sequence[float]) -> list[float]:
    return [day for number, day in enumerate(days) if goes(number, NOW + timedelta(days=day))]


@pytest.mark.parametrize(
    ("days", "let_through"),
    [
        ([0, 0, 0.5, 0.99], [0]),
        ([0, 1, 1.5, 2], [0, 1, 2]),
        ([0, 1, 2, 3, 10, 29.9, 30], [0, 1, 2, 30]),
        ([0, 1, 29, 30, 30.5, 31, 32], [0, 1, 29, 30, 31]),
        ([0, 40, 80], [0, 40, 80]),
    ],
)
def test_one_a_day_and_three_in_thirty(days: Sequence[float], let_through: Sequence[float]) -> None:
    assert asked(days) == let_through


def test_another_spelling_of_the_mailbox_is_the_same_mailbox() -> None:
    assert goes(1, NOW, "anna@gmail.com")
    assert not any(goes(n, NOW, address) for n, address in enumerate(("Anna@gmail.com", "an.na+x@gmail.com"), 2))
    assert goes(9, NOW, "boris@gmail.com")


def test_all_together_are_asked_so_often_in_an_hour() -> None:
    sent = [goes(number, NOW, f"p{number}@example.com", an_hour=3) for number in range(9)]
    assert sent.count(True) == 3
    assert goes(10, NOW + timedelta(hours=1), "late@example.com", an_hour=3)


def test_after_a_no_nobody_asks_for_a_month() -> None:
    assert goes(1, NOW)
    commit(refuse(ADDRESS, waiting(ADDRESS, NOW), NOW), NOW)
    assert waiting(ADDRESS, NOW) == []
    assert not goes(2, NOW + SILENCE - timedelta(hours=1))
    assert not goes(3, NOW + SILENCE - timedelta(hours=1), "anna+2@example.com")
    assert goes(4, NOW + SILENCE)


def test_a_no_to_an_address_that_was_never_asked_holds_too() -> None:
    commit(refuse(ADDRESS, (), NOW), NOW)
    assert not goes(1, NOW + timedelta(days=29))


def test_nothing_of_a_question_is_written_when_it_may_not_go() -> None:
    assert goes(1, NOW)
    assert not goes(2, NOW)
    assert confirmation("code-2") is None
    assert [one.report_id for one in waiting(ADDRESS, NOW)] == ["report-0001"]
    commit(ask(a_stranger(2), ADDRESS, "code-2", 1, NOW, may_mail=False, settled=None), NOW)
    assert [one.report_id for one in waiting(ADDRESS, NOW)] == ["report-0002", "report-0001"]


def test_what_waits_is_listed_by_the_exact_address_the_newest_first_and_not_for_ever() -> None:
    for number in range(LISTED + 5):
        commit(ask(a_stranger(number), ADDRESS, "c", 1, NOW, may_mail=False, settled=None), NOW)
    listed = waiting(ADDRESS.upper(), NOW)
    assert [one.report_id for one in listed] == [a_stranger(n).id for n in range(LISTED + 4, 4, -1)]
    assert waiting("anna+1@example.com", NOW) == []
    assert waiting(ADDRESS, NOW + GOOD_FOR) == []


def accepted(number: int) -> Report:
    report = a_stranger(number)
    commit(Decision("accepted", (ReportAccepted(report),)), NOW)
    return report


def test_a_yes_holds_once_and_the_report_knows_its_follower() -> None:
    report = accepted(1)
    goes(1, NOW)
    (waits,) = waiting(ADDRESS, NOW)
    decision = confirm(ADDRESS, [(waits, report)], (), NOW)
    commit(decision, NOW)
    kept = get_report(report.id)
    assert kept is not None
    assert kept.follower
    assert [one.state for one in waiting(ADDRESS, NOW)] == ["joined"]
    with pytest.raises(Stale):
        commit(decision, NOW)
    goes(1, NOW + timedelta(days=2))
    assert [one.state for one in waiting(ADDRESS, NOW)] == ["joined"], "asked again, it does not wait again"


def test_a_report_takes_a_few_addresses_and_each_once_a_day() -> None:
    report = accepted(1)

    def left(number: int, day: int = 0) -> bool:
        at = NOW + timedelta(days=day)
        try:
            commit(leave(report, f"p{number}@example.com", at), at)
        except Stale:
            return False
        return True

    assert [left(0), left(0), left(0, day=1)] == [True, False, True]
    assert [left(number) for number in range(1, 9)].count(True) == LEFT_AT_MOST - 2
    with pytest.raises(Stale):
        commit(leave(a_stranger(9), ADDRESS, NOW), NOW)
