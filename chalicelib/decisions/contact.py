"""An address that nobody has vouched for (promise 5): it is asked once, and followed only after its owner says yes.

Every report may name any address, so what a stranger can cause is bounded here and by the conditions of the write:
one mail a day and three a month to a mailbox, so many an hour to all, none for a month after "this was not me".
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.decisions.intake import follower_of
from chalicelib.model.case import Follower
from chalicelib.model.contact import Confirmation, Contact, Waiting, address_id
from chalicelib.model.decision import (
    Change,
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
from chalicelib.model.dialog_changes import ToldByMail
from chalicelib.model.orders import Confirm, Destination, Order
from chalicelib.model.outage import ward_of
from chalicelib.model.report import Report

GOOD_FOR = timedelta(days=7)
SILENCE = timedelta(days=30)


def leave(report: Report, address: str, now: datetime) -> Decision:
    """An address for a report that has none that mail may go to; what follows is decided off the request."""
    return Decision("an address was left", (ContactLeft(Contact(report.id, address, now)),))


def ask(
    report: Report, address: str, code: str, an_hour: int, now: datetime, *, may_mail: bool, settled: RowSettled | None
) -> Decision:
    """The report waits for the address, and the address is asked, unless it (or everybody) was asked enough."""
    waiting = Waiting(
        report.id,
        report.token,
        report.case_id,
        report.product,
        report.trigger.area,
        report.trigger.kind,
        report.received_at,
    )
    until = now + GOOD_FOR
    changes: tuple[Change, ...] = (ContactWaits(address, waiting, until), *((settled,) if settled else ()))
    if not may_mail:
        return Decision("waits for an address that was asked enough", changes)
    confirmation = Confirmation(code, address, report.person.locale, report.product, until)
    cause = f"{report.id}:{address_id(address)}:{now:%Y%m%d}"
    home = ward_of(report.case_id, address)
    lane = f"{home}:{address_id(address)}"
    order = Order(f"mail:confirm:{cause}", home, Destination.MAIL, lane, Confirm(confirmation))
    return Decision("an address is asked", (*changes, ConfirmationAsked(confirmation, an_hour)), (order,))


def confirm(
    address: str, reports: Sequence[tuple[Waiting, Report]], following: Sequence[Follower], now: datetime
) -> Decision:
    """The owner says yes to these reports: from now on they hear of each one's case, once for each case.

    `following` are those of them who follow already; who had stopped the mails wants them again.
    """
    known = {follower.id: follower for follower in following}
    changes: dict[str, Change] = {}
    confirmed: list[Change] = []
    for waiting, report in reports:
        person = _vouched(report, address, now)
        if person.id not in known:
            changes.setdefault(person.id, FollowerJoined(person))
        elif known[person.id].stopped_at:
            changes.setdefault(person.id, MailsWanted(person.case_id, person.id))
        if dialog := report.escalation and report.escalation.dialog:
            changes[dialog.lane] = ToldByMail(person.case_id, dialog.lane)
        confirmed.append(ContactConfirmed(address, waiting, person.id))
    return Decision("the owner of the address says yes", (*changes.values(), *confirmed))


def refuse(address: str, waiting: Sequence[Waiting], now: datetime) -> Decision:
    """The owner says that it was somebody else: nothing waits any more, and the mailbox is left alone."""
    return Decision("it was somebody else", (ContactRefused(address, tuple(waiting), now + SILENCE),))


def follower_id(report: Report, address: str) -> str:
    """Who the owner of this address is among the followers of the report's case."""
    return _vouched(report, address, report.received_at).id


def _vouched(report: Report, address: str, now: datetime) -> Follower:
    person = follower_of(replace(report, person=replace(report.person, email=address)), report.case_id)
    assert person is not None  # it has an address now
    return replace(person, joined_at=now)
