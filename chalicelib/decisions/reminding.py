"""A case that was handed over and that nobody has answered: the channel is reminded, then the lead, and people hear.

Times are working time: at night and on holidays nobody is reminded of anything.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from chalicelib.decisions.moving import for_case
from chalicelib.model.case import Case
from chalicelib.model.decision import CaseUnmoved, Decision
from chalicelib.model.hours import Hours, after_working
from chalicelib.model.orders import Destination, Notice, Order, SayInThread, TellFollowers
from chalicelib.model.promise import Reminder, ReminderEnded, ReminderSet
from chalicelib.model.status import Status

HOLDING_TOLD = "fan_out:unanswered:told"
_UNANSWERED = (Status.RECEIVED, Status.REOPENED)


@dataclass(frozen=True, slots=True)
class Patience:
    """How long after it was handed over the channel is reminded, and then the lead; `holding_reply` goes with that."""

    channel: timedelta
    lead: timedelta
    holding_reply: str | None = None


def remind_of(case_id: str, hours: Hours, patience: Patience, now: datetime) -> ReminderSet:
    """What stands in the decision that hands a dialog over: from `now` on the case waits for an answer."""
    return ReminderSet(Reminder(case_id, now), after_working(hours, now, patience.channel))


def unanswered(case: Case) -> bool:
    """Whether nobody has taken the case, moved it or promised anything."""
    return case.status in _UNANSWERED and case.is_open and case.owner is None and case.promise is None


def look(
    case: Case,
    reminder: Reminder,
    hours: Hours,
    patience: Patience,
    lead: str,
    now: datetime,
    *,
    said: bool = False,
    replied: bool = False,
) -> Decision:
    """The reminder is due; `lead` is their Slack id, `replied` when the case's followers have had the holding reply.

    Whoever has taken the case, moved it or promised something has seen it: then it ends without a word.
    """
    if not unanswered(case):
        return Decision("somebody has seen it", (ReminderEnded(case.id),))
    due = after_working(hours, reminder.asked_at, patience.channel if reminder.step == "channel" else patience.lead)
    if now < due:
        return Decision("there is time yet", (CaseUnmoved(case), ReminderSet(reminder, due)))
    cause = f"unanswered:{reminder.asked_at:%Y%m%d%H%M%S%f}:{reminder.step}"
    mention = lead if reminder.step == "lead" else ""
    line = for_case(case, cause, Destination.SLACK, SayInThread("unanswered", mention=mention))
    lines = () if said else (line,)
    if reminder.step == "channel":
        further = ReminderSet(replace(reminder, step="lead"), after_working(hours, reminder.asked_at, patience.lead))
        return Decision("the channel is reminded", (CaseUnmoved(case), further), lines)
    told = () if replied or not patience.holding_reply else (_holding(case, patience.holding_reply, now),)
    return Decision("the lead is reminded", (CaseUnmoved(case), ReminderEnded(case.id)), (*lines, *told))


def _holding(case: Case, saved: str, now: datetime) -> Order:
    """Once for a case, however often it is handed over: its id names nothing else."""
    told = TellFollowers(Notice("holding", now, saved=saved))
    return Order(HOLDING_TOLD, case.id, Destination.FAN_OUT, case.id, told)
