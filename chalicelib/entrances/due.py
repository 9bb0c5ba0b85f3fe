"""What the sweep finds due beside orders: promises that run out, and cases that nobody has answered."""

from collections.abc import Callable
from datetime import datetime, timedelta

from chalicelib.decisions import promises, reminding
from chalicelib.decisions.attending import Crew
from chalicelib.entrances.promises import tell_kept
from chalicelib.model.case import Case
from chalicelib.model.decision import Decision
from chalicelib.observe import log
from chalicelib.store import keys
from chalicelib.store.cases import existing_case
from chalicelib.store.commit import Stale, settle
from chalicelib.store.overdue import exists, give_up, overdue, put_off
from chalicelib.store.promises import WAITS_FOR_PROMISE, WAITS_FOR_REMINDER, reminder
from chalicelib.team import Answers, team

_AT_MOST = 200  # a minute of each; what is left comes the next minute
_AGAIN_IN = timedelta(minutes=5)


def look_at_promises(at: datetime) -> int:
    """Warn of those that are due soon, and say of those that are broken that they are."""
    return sum(_promise(key, at) for key in overdue(WAITS_FOR_PROMISE, at, _AT_MOST))


def remind(at: datetime) -> int:
    """Bring up cases that nobody has answered."""
    return sum(_remind(key, at) for key in overdue(WAITS_FOR_REMINDER, at, _AT_MOST))


def patience_of(answers: Answers) -> reminding.Patience:
    """The team's patience."""
    channel, lead = timedelta(minutes=answers.remind_minutes), timedelta(minutes=answers.lead_minutes)
    return reminding.Patience(channel, lead, answers.holding_reply)


def crew() -> Crew:
    """Who has to answer, by the team's file as it is now."""
    answers, ids = team().answers, {person.name: person.slack for person in team().people}
    return Crew(team().hours.as_hours(), patience_of(answers) if answers else None, ids)


def _promise(key: keys.Key, at: datetime) -> bool:
    if put_off(key, at + _AGAIN_IN) is None:  # first: one that can't be looked at must not stop the others for ever
        return False
    warn, lead = timedelta(minutes=team().promises.warn_minutes), team().lead or ""

    def decide(case: Case, said: bool) -> Decision:
        maker = team().by_name(case.promise.by) if case.promise else None
        return promises.look(case, warn, maker.slack if maker else "", lead, at, warned=said)

    return _settle(key, decide, at)


def _remind(key: keys.Key, at: datetime) -> bool:
    row, answers = put_off(key, at + _AGAIN_IN), team().answers
    if row is None:
        return False
    if answers is None:  # the team's file wants it no more
        give_up(key)
        return False
    due, hours, patience, lead = reminder(row.data or ""), team().hours.as_hours(), patience_of(answers), team().lead

    def decide(case: Case, said: bool) -> Decision:
        replied = exists(keys.order(case.id, reminding.HOLDING_TOLD))
        return reminding.look(case, due, hours, patience, lead or "", at, said=said, replied=replied)

    return _settle(key, decide, at)


def _settle(key: keys.Key, decide: Callable[[Case, bool], Decision], at: datetime) -> bool:
    """Decide on the case as it is. What was said already, by a sweep that ran beside this one, is not said again."""
    case_id = key.pk.removeprefix("CASE#")

    def again(stale: Stale | None) -> Decision:
        return decide(existing_case(case_id), stale is not None and stale.ordered)

    log("looked_at_what_is_due", row=key.sk, case=case_id, outcome=tell_kept(settle(again, at)).why)
    return True
