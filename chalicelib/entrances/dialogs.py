"""What was read of a support dialog: it is handed over, or added to, or its person has answered the engineers.

Beside `facts`, where the stream's other news are judged: a dialog's reading comes by the same way.
"""

import secrets
from dataclasses import replace
from datetime import timedelta

from chalicelib.decisions import attending, escalation, handing_over, intake
from chalicelib.decisions.escalation import DeskRules
from chalicelib.decisions.handing_over import Standing
from chalicelib.decisions.paging import page_id
from chalicelib.entrances.due import crew
from chalicelib.entrances.known_cases import known_of
from chalicelib.model.case import Case
from chalicelib.model.decision import Decision, RowSettled
from chalicelib.model.dialog import Dialog, DialogLine, DialogReading, DialogState, Escalation
from chalicelib.model.joining import first_word
from chalicelib.model.report import Report
from chalicelib.observe import now
from chalicelib.store import cases, keys
from chalicelib.store.commit import Stale, settle, settle_once
from chalicelib.store.dialogs import Linked, linked
from chalicelib.store.followers import get_follower
from chalicelib.store.merged import living_case
from chalicelib.store.open_cases import OUTAGES, open_cases_now
from chalicelib.store.overdue import exists, is_made, row_data
from chalicelib.team import team

IMPACTS = frozenset({"blocks", "workaround", "cosmetic"})


def look(reading: DialogReading, settled: RowSettled) -> str:
    """Judge a reading, and settle it. A desk that has left the team's file since has no rules to judge by; what an
    operator has asked for needs none."""
    judged = reading.asked is not None or reading.dialog.desk in team().desks
    why = _judge(reading) if judged else "the desk has left the team's file"
    settle_once(Decision("judged", (settled,)), now())
    return why


def rules_of(desk: str) -> DeskRules:
    """What the team's file says of a desk."""
    found = team().desks[desk]
    product = team().products[found.product]
    return DeskRules(
        found.product,
        found.area,
        found.kind,
        found.tag,
        found.command,
        areas=frozenset(product.areas),
        kinds=frozenset(product.kinds),
        impacts=IMPACTS,
    )


def hand_over(asked: Escalation, state: DialogState | None, unread: str = "") -> str:
    """Open or join its case, whatever others do to it at this moment; the same escalation again changes nothing."""
    token = secrets.token_urlsafe(16)

    def decide(stale: Stale | None) -> Decision:
        if (stale and stale.ordered) or cases.get_report(handing_over.report_id(asked)):
            return Decision("handed over already")
        before = linked(asked.dialog) if asked.dialog else None
        case = living_case(cases.existing_case(before.link.case_id)) if before else None
        if case and case.is_open:
            return escalation.add_words(case, asked)
        return _handed_over(asked, state, before, token, unread)

    return settle(decide, now()).why


def _handed_over(
    asked: Escalation, state: DialogState | None, before: Linked | None, token: str, unread: str
) -> Decision:
    at, joined = now(), _joined(asked)
    desk = team().desks.get(asked.dialog.desk) if asked.dialog else None
    in_dialog = desk is not None and desk.tells == "dialog"
    report = handing_over.report_of(asked, state, joined, token, at, in_dialog=False)
    known = known_of(cases.current_case(report.fingerprint), joined)
    known = replace(known, outage=intake.outage_for(report.trigger.area, open_cases_now(report.product, [OUTAGES])))
    takes = intake.taker(report, known)
    follows = takes is not None and _follows(report, takes)
    if in_dialog and not follows:  # who follows by mail already is told by that, or would hear everything twice
        report = handing_over.report_of(asked, state, joined, token, at, in_dialog=True)
    standing = Standing(
        replace(known, follows=follows),
        before.link.case_id if before else None,
        followed=takes is not None and _dialog_follows(asked, takes),
        answered=takes is not None and takes.outage is not None and _is_answered(asked, takes),
        unread=unread,
    )
    decision = handing_over.hand_over(report, asked, standing, at, timedelta(days=team().cases.reopen_within_days))
    _, case = intake.outcome(decision)
    if case.outage:  # who leads it is there already
        return decision
    product = team().products.get(case.product)
    kind = product.kinds.get(case.kind) if product else None
    paged = exists(keys.order(case.id, page_id(case)))
    reminded = row_data(keys.reminder(case.id)) is not None
    impact = kind.impact if kind else "workaround"
    return attending.attend(decision, impact, crew(), at, paged=paged, reminded=reminded)


def _joined(asked: Escalation) -> Case | None:
    """The case that it is the same as; a key that is no open case's is one that the operator got wrong."""
    if asked.joins or asked.issue is None:
        return cases.get_case(asked.joins) if asked.joins else None
    product = team().products.get(asked.product)
    found = open_cases_now(asked.product, product.areas) if product else ()
    return next((case for case in found if case.issue and case.issue.key == asked.issue), None)


def _follows(report: Report, case: Case) -> bool:
    follower = intake.follower_of(report, case.id)
    return follower is not None and get_follower(case.id, follower.id) is not None


def _dialog_follows(asked: Escalation, case: Case) -> bool:
    return asked.dialog is not None and get_follower(case.id, asked.dialog.lane) is not None


def _is_answered(asked: Escalation, outage: Case) -> bool:
    return asked.dialog is not None and is_made(first_word(outage.id, asked.dialog))


def _judge(reading: DialogReading) -> str:
    if reading.asked:
        return hand_over(reading.asked, reading.state, reading.why)
    if reading.state is None:
        return "it could not be read"
    rules, known = rules_of(reading.dialog.desk), linked(reading.dialog)
    notes = reading.state.commands(rules.command)
    if known is None:
        shown = escalation.by_note(notes[0], reading.state, rules) if notes else escalation.by_tag(reading.state, rules)
        return hand_over(shown, reading.state) if shown else "nothing that hands it over"
    why = "nothing new"
    for note in notes:
        if known.link.is_new(note):
            why = hand_over(escalation.by_note(note, reading.state, rules), reading.state)
    if known.question and (lines := reading.state.answers(known.question)):
        case_id, dialog = known.link.case_id, reading.dialog
        why = settle(lambda stale: _answered(stale, _answer(case_id, dialog, lines)), now()).why
    return why


def _answered(stale: Stale | None, answer: Decision) -> Decision:
    return Decision("answered already") if stale else answer


def _answer(case_id: str, dialog: Dialog, lines: tuple[DialogLine, ...]) -> Decision:
    return escalation.answer(living_case(cases.existing_case(case_id)), dialog, lines)
