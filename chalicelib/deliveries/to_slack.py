"""The worker of the Slack queue: one message per case, kept current in place, and a thread for what happens."""

from datetime import datetime, timedelta

from chalicelib import wiring
from chalicelib.deliveries import suspicions
from chalicelib.errors import NotYet, Permanent
from chalicelib.model.case import Case, Thread
from chalicelib.model.merge_acts import SayMerged
from chalicelib.model.orders import OPENING, SHOWING, AskToSend, Destination, ReportDrift, SayInThread, ShowCase
from chalicelib.model.outage import KIND
from chalicelib.model.outage_acts import SayStill, SayUpdate
from chalicelib.model.owner_acts import SayTakenOver
from chalicelib.model.surge_acts import ShowSuspicion
from chalicelib.ports import Message
from chalicelib.rendering import slack as rendering
from chalicelib.rendering import slack_merged as merged
from chalicelib.rendering import slack_outage
from chalicelib.rendering import slack_owners as owners
from chalicelib.store import keys
from chalicelib.store.cases import get_case
from chalicelib.store.orders import Claim, Outcome, is_open
from chalicelib.store.outages import ratings, with_people
from chalicelib.team import team

DESTINATION = Destination.SLACK
_LOOK_BACK = timedelta(days=1)


def carry_out(claim: Claim, now: datetime) -> Outcome:
    """One order."""
    if isinstance(claim.order.act, ReportDrift):
        line = rendering.drift(claim.order.act, wiring.links())
        return Outcome(_post(claim, claim.order.act.channel, line, now - _LOOK_BACK).ts)
    if isinstance(claim.order.act, ShowSuspicion):
        return suspicions.show(claim)
    case = get_case(claim.order.case_id)
    if case is None:
        raise Permanent("there is no such case")
    match claim.order.act:
        case SayUpdate() | SayStill() as act:
            return _say(claim, case, _of_outage(act))
        case ShowCase():
            return _show(claim, case, now)
        case SayInThread() as act:
            return _say(claim, case, rendering.thread_line(act, case, team(), wiring.links()))
        case SayTakenOver() as act:
            return _say(claim, case, owners.taken_over(act))
        case SayMerged() as act:
            return _say(claim, case, merged.line(act, get_case(act.other), wiring.links()))
        case AskToSend() as act:
            return _say(claim, case, rendering.approval(act, team()))
        case other:
            raise Permanent(f"Slack has no way to {other.verb}")


def _of_outage(act: SayUpdate | SayStill) -> Message:
    if isinstance(act, SayStill):
        return slack_outage.still(act, get_case(act.by), wiring.links())
    return slack_outage.line(act, team())


def _say(claim: Claim, case: Case, line: Message) -> Outcome:
    if case.thread is None:
        if any(is_open(keys.order(case.id, beginning)) for beginning in (OPENING, SHOWING)):
            raise NotYet("the case has no thread yet")
        raise Permanent("the case has no thread")
    return Outcome(_post(claim, case.thread.channel, line, case.opened_at, case.thread.ts).ts)


def _show(claim: Claim, case: Case, now: datetime) -> Outcome:
    """Update the case's message, or post it. Whatever is shown is the case as it is now."""
    message, mark = _message(case, now), f"{case.id}/{SHOWING}"
    if case.thread:
        wiring.channel().update(case.thread, message, mark)
        return Outcome(case.thread.ts)
    channel = team().products[case.product].channel_of(case.area)
    found = None if _is_first(claim, case) else wiring.channel().find(channel, mark, case.opened_at)
    posted = found or wiring.channel().post(channel, message, mark)
    permalink = wiring.channel().permalink(posted)
    return Outcome(posted.ts, thread=Thread(posted.channel, posted.ts, permalink))


def _is_first(claim: Claim, case: Case) -> bool:
    """Whether no order can have posted the case's message before, not even one that then died with what it knew.

    Every order that shows the case posts under the same mark. Another one than the first is made only when somebody
    joins the case or it moves on.
    """
    return claim.attempt == 1 and claim.order.id == SHOWING and case.affected <= 1 and case.version == 1


def _message(case: Case, now: datetime) -> Message:
    if case.outage and case.kind == KIND:
        rated = ratings(case.id) if case.status.closed else {}
        return slack_outage.message(with_people(case), case.outage, rated, team(), wiring.links(), now)
    if case.merged_into:
        return merged.message(case, get_case(case.merged_into), team(), wiring.links())
    return rendering.case_message(case, team(), wiring.links())


def _post(claim: Claim, channel: str, message: Message, since: datetime, thread_ts: str | None = None) -> Thread:
    """Post, unless an earlier attempt did: Slack has no idempotency key, the metadata tells (promise 3)."""
    slack, mark = wiring.channel(), claim.order.mark
    found = slack.find(channel, mark, since, thread_ts) if claim.attempt > 1 else None
    return found or slack.post(channel, message, mark, thread_ts)
