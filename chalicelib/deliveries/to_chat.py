"""The worker of the chat queue: dialogs are read, and their operators and people told, each once (promise 3)."""

from datetime import datetime

from chalicelib import wiring
from chalicelib.deliveries.dialog_news import has_news, outage_answer
from chalicelib.deliveries.telling import count, still_news
from chalicelib.errors import NotYet, Permanent
from chalicelib.model.case import Case, Follower
from chalicelib.model.dialog import Dialog, DialogReading
from chalicelib.model.dialog_acts import (
    AnswerDialog,
    AssignDialog,
    FindTagged,
    NoteDialog,
    ReadDialog,
    ReplyDialog,
    TagDialog,
)
from chalicelib.model.notice import Notice
from chalicelib.model.orders import OPENING, Destination, Order
from chalicelib.ports import ChatDesk
from chalicelib.rendering import chat as rendering
from chalicelib.store import keys
from chalicelib.store.cases import get_case
from chalicelib.store.dialogs import linked
from chalicelib.store.merged import as_its_people_see
from chalicelib.store.orders import Claim, Outcome, is_open
from chalicelib.store.overdue import is_made
from chalicelib.team import Desk, team

DESTINATION = Destination.CHAT


def carry_out(claim: Claim, now: datetime) -> Outcome:
    """One order."""
    match claim.order.act:
        case ReadDialog() as act:
            return _read(act, now)
        case FindTagged(name):
            return _find(name)
        case NoteDialog() as act:
            return _note(claim, act)
        case ReplyDialog() as act:
            return _reply(claim, act, now)
        case AnswerDialog() as act:
            return _answer(claim, act, now)
        case TagDialog(dialog):
            _chat(dialog.desk).tag(dialog.id, _desk(dialog.desk).tag)
        case AssignDialog(dialog, name):
            return _assign(dialog, name)
        case other:
            raise Permanent(f"a chat has no way to {other.verb}")
    return Outcome(claim.order.group)


def _read(act: ReadDialog, now: datetime) -> Outcome:
    """What an operator hands over is taken even when the dialog can't be read: what they said is not lost."""
    dialog = act.dialog
    try:
        state = _chat(dialog.desk).read(dialog.id).as_kept()
    except Permanent as error:
        if act.asked is None:
            raise
        return Outcome(error.reason, reading=DialogReading(dialog, None, act.asked, error.reason))
    if act.asked is None:
        known, desk = linked(dialog), _desk(dialog.desk)
        if not has_news(state, known, desk):
            answer = outage_answer(state, desk, now) if known is None else None
            return Outcome("there is an outage", further=(answer,)) if answer else Outcome("nothing new")
    return Outcome(dialog.ref, reading=DialogReading(dialog, state, act.asked))


def _find(name: str) -> Outcome:
    """Tagged dialogs that nobody has handed over yet are read, each once by this way."""
    found = [Dialog(name, dialog_id) for dialog_id in _chat(name).tagged(_desk(name).tag)]
    orders = [Order("chat:read:tagged", one.lane, DESTINATION, one.ref, ReadDialog(one)) for one in found]
    new = [order for order, one in zip(orders, found, strict=True) if linked(one) is None and not is_made(order)]
    return Outcome(f"{len(new)} of {len(found)} are new", further=tuple(new))


def _note(claim: Claim, act: NoteDialog) -> Outcome:
    case, dialog = _case(claim), _dialog(act.follower)
    if act.notice and not still_news(claim, act.follower, act.notice, case):
        return Outcome("overtaken by newer news")
    if case.issue is None and is_open(keys.order(case.id, OPENING)):
        raise NotYet("the case has no Jira issue yet")
    text = rendering.note(act, case, team(), wiring.links(), _desk(dialog.desk).language)
    written = _chat(dialog.desk).note(dialog.id, text, claim.order.mark, look_first=claim.attempt > 1)
    return Outcome(written, asked_in=_asked(dialog, act.notice))


def _reply(claim: Claim, act: ReplyDialog, now: datetime) -> Outcome:
    case, dialog = _case(claim), _dialog(act.follower)
    if not still_news(claim, act.follower, act.notice, case):
        return Outcome("overtaken by newer news")
    count(dialog.ref, now)
    text = rendering.reply(act, case, team(), wiring.links())
    written = _chat(dialog.desk).reply(dialog.id, text, claim.order.mark, look_first=claim.attempt > 1)
    return Outcome(written, asked_in=_asked(dialog, act.notice))


def _answer(claim: Claim, act: AnswerDialog, now: datetime) -> Outcome:
    outage, dialog = _case(claim), act.dialog
    if not outage.is_open:
        return Outcome("it is over")
    count(dialog.ref, now)
    text = rendering.answer(act, outage, team(), wiring.links(), now)
    return Outcome(_chat(dialog.desk).reply(dialog.id, text, claim.order.mark, look_first=claim.attempt > 1))


def _asked(dialog: Dialog, notice: Notice | None) -> Dialog | None:
    """What is written behind this message is an answer, that engineers wait for."""
    return dialog if notice and notice.kind == "question" else None


def _assign(dialog: Dialog, name: str) -> Outcome:
    colleague = next((one for one in team().people if one.name == name), None)
    account = colleague.desks.get(dialog.desk) if colleague else None
    if account is None:
        return Outcome("they have no account at this desk")
    _chat(dialog.desk).assign(dialog.id, account)
    return Outcome(account)


def _case(claim: Claim) -> Case:
    case = get_case(claim.order.case_id)
    if case is None:
        raise Permanent("there is no such case")
    return as_its_people_see(case)


def _dialog(follower: Follower) -> Dialog:
    if follower.dialog is None:
        raise Permanent("this follower has no dialog")
    return follower.dialog


def _chat(name: str) -> ChatDesk:
    """The adapter of a desk that the team's file still has."""
    _desk(name)
    return wiring.desk(name)


def _desk(name: str) -> Desk:
    desk = team().desks.get(name)
    if desk is None:
        raise Permanent(f"the team's file has no desk {name}")
    return desk
