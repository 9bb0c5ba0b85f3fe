"""An address that nobody vouched for: what is asked, and what its owner's answer means."""

from datetime import timedelta

import pytest

from chalicelib.decisions.contact import GOOD_FOR, SILENCE, ask, confirm, follower_id, leave, refuse
from chalicelib.model.case import Follower
from chalicelib.model.contact import Contact, Waiting, address_id, mailbox_id
from chalicelib.model.decision import (
    ConfirmationAsked,
    ContactConfirmed,
    ContactLeft,
    ContactRefused,
    ContactWaits,
    Decision,
    FollowerJoined,
    MailsWanted,
    RowSettled,
)
from chalicelib.model.orders import Confirm, Destination
from chalicelib.model.report import Report
from tests.builders import ANONYMOUS, NOW, a_case, a_report

ADDRESS = "anna@example.com"
SETTLED = RowSettled("REPORT#report-0001", "CONTACT#1")


def a_stranger(number: int = 1, case: str = a_case().id) -> Report:
    return a_report(number=number, person=ANONYMOUS, contact=ADDRESS, case_id=case, comment="my card is 4111")


def waiting(report: Report) -> Waiting:
    (waits,) = [change for change in asked(report).changes if isinstance(change, ContactWaits)]
    return waits.waiting


def asked(report: Report, may_mail: bool = True, settled: RowSettled | None = None) -> Decision:
    return ask(report, ADDRESS, "code-1", 300, NOW, may_mail=may_mail, settled=settled)


def test_an_address_is_only_written_down() -> None:
    decision = leave(a_stranger(), ADDRESS, NOW)
    assert decision.changes == (ContactLeft(Contact("report-0001", ADDRESS, NOW)),)
    assert decision.orders == ()


@pytest.mark.parametrize("settled", [None, SETTLED])
def test_the_question_is_one_order_guarded_by_the_limits(settled: RowSettled | None) -> None:
    decision = asked(a_stranger(), settled=settled)
    (order,) = decision.orders
    assert isinstance(order.act, Confirm)
    assert order.destination is Destination.MAIL
    assert ADDRESS not in order.id + order.group
    confirmation = order.act.confirmation
    assert (confirmation.address, confirmation.expires_at) == (ADDRESS, NOW + GOOD_FOR)
    assert ConfirmationAsked(confirmation, 300) in decision.changes
    assert (SETTLED in decision.changes) == (settled is not None)
    assert "4111" not in str(order)


def test_above_the_limits_the_report_only_waits() -> None:
    decision = asked(a_stranger(), may_mail=False)
    assert [type(change) for change in decision.changes] == [ContactWaits]
    assert decision.orders == ()


def yes(*reports: Report, following: tuple[Follower, ...] = ()) -> Decision:
    return confirm(ADDRESS, [(waiting(report), report) for report in reports], following, NOW + timedelta(hours=1))


def test_a_yes_makes_a_follower_of_each_case_and_no_mail() -> None:
    first, again, other = a_stranger(1), a_stranger(2), a_stranger(3, "other-1")
    decision = yes(first, again, other)
    joined = [change.follower for change in decision.changes if isinstance(change, FollowerJoined)]
    assert [(one.case_id, one.report_id, one.email) for one in joined] == [
        (a_case().id, "report-0001", ADDRESS),
        ("other-1", "report-0003", ADDRESS),
    ]
    assert {one.joined_at for one in joined} == {NOW + timedelta(hours=1)}, "they hear of what happens from now on"
    confirmed = [change for change in decision.changes if isinstance(change, ContactConfirmed)]
    assert [(one.waiting.report_id, one.follower_id) for one in confirmed] == [
        ("report-0001", joined[0].id),
        ("report-0002", joined[0].id),
        ("report-0003", joined[1].id),
    ]
    assert decision.orders == ()


@pytest.mark.parametrize(("stopped", "wanted"), [(False, []), (True, [MailsWanted])])
def test_who_follows_already_is_no_second_follower(stopped: bool, wanted: list[type]) -> None:
    report = a_stranger()
    person = follower_id(report, ADDRESS)
    known = Follower(person, report.case_id, ADDRESS, "en", "r", "t", stopped_at=NOW if stopped else None)
    decision = yes(report, following=(known,))
    assert [type(change) for change in decision.changes] == [*wanted, ContactConfirmed]


def test_a_no_leaves_the_mailbox_alone_for_a_month() -> None:
    waits = waiting(a_stranger())
    decision = refuse(ADDRESS, [waits], NOW)
    assert decision.changes == (ContactRefused(ADDRESS, (waits,), NOW + SILENCE),)
    assert decision.orders == ()


@pytest.mark.parametrize(
    ("one", "other", "same_address", "same_mailbox"),
    [
        ("anna@example.com", "ANNA@Example.com", True, True),
        ("anna@example.com", "anna+shop@example.com", False, True),
        ("anna@example.com", "an.na@example.com", False, False),
        ("anna@gmail.com", "a.n.na+1@gmail.com", False, True),
        ("anna@example.com", "boris@example.com", False, False),
        ("+a@example.com", "+b@example.com", False, False),
    ],
)
def test_the_spellings_of_a_mailbox(one: str, other: str, same_address: bool, same_mailbox: bool) -> None:
    assert (address_id(one) == address_id(other)) == same_address
    assert (mailbox_id(one) == mailbox_id(other)) == same_mailbox
