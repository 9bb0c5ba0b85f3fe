"""A dialog that was read and handed over becomes a case, or joins one.

Whoever stands in the dialog becomes a reporter like any other, by a report that the operator has made for them; and
the dialog itself follows the case. What the operator says is for engineers: it stands in the escalation, never in the
report's own words, which its person can read.
"""

import base64
import hashlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from chalicelib.decisions import intake
from chalicelib.decisions.fingerprint import fingerprint
from chalicelib.decisions.moving import for_case
from chalicelib.model.case import Case, Follower
from chalicelib.model.decision import CaseOpened, Change, Decision, FollowerJoined
from chalicelib.model.dialog import Dialog, DialogLink, DialogState, Escalation
from chalicelib.model.dialog_acts import NoteDialog, ReplyDialog, TagDialog
from chalicelib.model.dialog_changes import DialogLinked
from chalicelib.model.orders import Destination, LinkDialog, Notice, OpenIssue, Order, SayInThread, ShowCase
from chalicelib.model.person import Person, Place
from chalicelib.model.report import Client, Report, Trigger

_LINES_KEPT = 20


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of a dialog that is handed over.

    `intake` is what is known of the problem, with `follows` for its person's mail. `before` is the case that the dialog
    belonged to so far, and `followed` says whether it follows already the case that takes it now. `answered` says
    whether its person was told of the outage before anybody handed it over. `unread` is why its provider did not let us
    read it.
    """

    intake: intake.Known
    before: str | None = None
    followed: bool = False
    answered: bool = False
    unread: str = ""


def report_id(escalation: Escalation) -> str:
    """The id of the report that this escalation makes: the same escalation again makes the same report."""
    where = escalation.dialog.lane if escalation.dialog else ""
    digest = hashlib.sha256(f"{where}\n{escalation.id}".encode()).digest()
    return base64.b32encode(digest[:10]).decode().lower()


def report_of(
    escalation: Escalation,
    state: DialogState | None,
    joined: Case | None,
    token: str,
    now: datetime,
    *,
    in_dialog: bool,
) -> Report:
    """The report that stands for the dialog's person; without their address where all are told in the dialog.

    `token` is the secret half of its page. One that joins a case is of that case's area and kind. Its place is the
    page that the person was on, or none: where operators and engineers talk is no address for that person.
    """
    what = escalation.dialog.lane if escalation.dialog else f"escalation:{escalation.id}"
    person = state.person if state else Person(what)
    page = state.page if state and state.page else Place("")
    of = joined or escalation
    trigger = Trigger(of.area, of.kind, fingerprint=what)
    return Report(
        id=report_id(escalation),
        token=token,
        product=of.product,
        key=what,
        digest=escalation.id,
        trigger=trigger,
        place=page,
        client=Client(locale=person.locale),
        person=replace(person, email=None) if in_dialog else person,
        fingerprint=fingerprint(of.product, trigger, page.url),
        received_at=now,
        escalation=escalation,
        lines=state.lines[-_LINES_KEPT:] if state else (),
    )


def hand_over(
    report: Report, escalation: Escalation, standing: Standing, now: datetime, reopen_within: timedelta
) -> Decision:
    """Its case, opened or joined, and what everybody sees and hears of it."""
    decision = intake.accept(report, standing.intake, now, reopen_within)
    report, case = intake.outcome(decision)
    dialog = escalation.dialog
    if dialog is None and case.outage:
        return decision
    if dialog is None:
        return with_orders(decision, said=_said(escalation, report, case, decision, ""))
    follower = _follower(dialog, report, case, now)
    changes: tuple[Change, ...] = () if standing.followed else (FollowerJoined(follower),)
    heard_until = report.lines[-1].at if report.lines else None
    link = DialogLink(dialog, case.id, report.id, report.token, escalation.by, now, heard_until)
    decision = replace(decision, changes=(*decision.changes, *changes, DialogLinked(link, standing.before)))
    if case.outage:
        told = () if standing.answered else _received(follower, case, report, now)
        return replace(decision, orders=(*decision.orders, *_in_outage(follower, dialog, case, report), *told))
    noted = _to(dialog, case, f"linked:{report.id}", NoteDialog(follower, "linked", by=escalation.by))
    linked = for_case(case, f"dialog:{dialog.ref}:linked:{report.id}", Destination.JIRA, LinkDialog(dialog))
    at_once = (_to(dialog, case, f"tagged:{report.id}", TagDialog(dialog)), *_received(follower, case, report, now))
    said = _said(escalation, report, case, decision, standing.unread)
    return with_orders(decision, said=said, behind=(noted, linked), at_once=at_once)


def _in_outage(follower: Follower, dialog: Dialog, case: Case, report: Report) -> tuple[Order, ...]:
    """Operators are answered at once; in Jira and Slack nothing is made of each dialog (promise 8)."""
    noted = _to(dialog, case, f"linked:{report.id}", NoteDialog(follower, "linked"))
    return noted, _to(dialog, case, f"tagged:{report.id}", TagDialog(dialog))


def _follower(dialog: Dialog, report: Report, case: Case, now: datetime) -> Follower:
    return Follower(
        id=dialog.lane,
        case_id=case.id,
        email="",
        locale=report.person.locale,
        report_id=report.id,
        token=report.token,
        name=report.person.name,
        joined_at=now,
        dialog=dialog,
        reply=report.person.email is None,
    )


def _received(follower: Follower, case: Case, report: Report, now: datetime) -> tuple[Order, ...]:
    """A person whom no mail reaches is told in the dialog that the engineers have it."""
    if not follower.reply or follower.dialog is None:
        return ()
    act = ReplyDialog(follower, Notice("outage" if case.outage else "received", now))
    return (_to(follower.dialog, case, f"received:{report.id}", act),)


def _said(escalation: Escalation, report: Report, case: Case, decision: Decision, unread: str) -> tuple[Order, ...]:
    """The thread says who has handed it over; a case that was there before did not have the words yet."""
    opened = any(isinstance(change, CaseOpened) for change in decision.changes)
    dialog = escalation.dialog
    cause = f"escalated:{dialog.ref if dialog else ''}:{escalation.id}"
    unmailed = dialog.lane if dialog and report.person.email is None and not unread else ""
    words = "" if opened else escalation.words
    line = SayInThread("escalated", None, words, escalation.by, dialog=dialog, unmailed=unmailed)
    said = for_case(case, cause, Destination.SLACK, line)
    if not unread:
        return (said,)
    missing = SayInThread("dialog_unread", None, unread, dialog=dialog)
    return said, for_case(case, f"{cause}:unread", Destination.SLACK, missing)


def with_orders(
    decision: Decision,
    *,
    said: tuple[Order, ...],
    behind: tuple[Order, ...] = (),
    at_once: tuple[Order, ...] = (),
) -> Decision:
    """What names the issue waits for it (`behind`), and the lines for the thread, where those are yet to come."""
    opening = next((order for order in decision.orders if isinstance(order.act, OpenIssue)), None)
    if opening is None:
        return replace(decision, orders=(*decision.orders, *at_once, *behind, *said))
    shown = tuple(
        replace(order, then=(*order.then, *said)) if isinstance(order.act, ShowCase) else order
        for order in opening.then
    )
    others = tuple(order for order in decision.orders if order is not opening)
    return replace(decision, orders=(replace(opening, then=(*shown, *behind)), *others, *at_once))


def _to(dialog: Dialog, case: Case, what: str, act: NoteDialog | ReplyDialog | TagDialog) -> Order:
    return Order(f"chat:{what}", case.id, Destination.CHAT, dialog.ref, act)
