"""The worker of the mail queue: one notice to one follower, claimed before it is sent (promise 3).

An address that nobody vouched for gets one question, and nothing else (promise 5).
"""

from datetime import datetime

from chalicelib import wiring
from chalicelib.errors import OwnLimit, Permanent
from chalicelib.model.case import Case
from chalicelib.model.contact import Confirmation
from chalicelib.model.orders import Confirm, Destination, Tell
from chalicelib.rendering.confirm_mail import confirm_mail
from chalicelib.rendering.mail import mail
from chalicelib.store import keys
from chalicelib.store.cases import get_case
from chalicelib.store.followers import is_news
from chalicelib.store.mailed import Caps, Stopped, may_mail
from chalicelib.store.orders import Claim, Outcome
from chalicelib.team import team

DESTINATION = Destination.MAIL

_ALWAYS_TOLD = ("answer", "question")  # a status grows old, what somebody said does not


def carry_out(claim: Claim, now: datetime) -> Outcome:
    """One mail."""
    if isinstance(claim.order.act, Confirm):
        return _ask(claim, claim.order.act.confirmation, now)
    case, act = get_case(claim.order.case_id), claim.order.act
    if case is None or not isinstance(act, Tell):
        raise Permanent("nothing to tell")
    if act.notice.kind not in _ALWAYS_TOLD and not _still_news(claim, act, case):
        return Outcome("overtaken by newer news")
    follower = act.follower
    try:
        _count(follower.email, now, keys.follower(follower.case_id, follower.id))
    except Stopped:
        return Outcome("this person has stopped the mails")
    return Outcome(wiring.mailer().send(mail(follower, act.notice, case, team(), wiring.links(), claim.order.mark)))


def _ask(claim: Claim, asked: Confirmation, now: datetime) -> Outcome:
    """A question that comes too late to be answered is not asked."""
    if asked.expires_at <= now:
        return Outcome("its link has ended before it was sent")
    _count(asked.address, now)
    return Outcome(wiring.mailer().send(confirm_mail(asked, team(), wiring.links(), claim.order.mark)))


def _count(address: str, now: datetime, follower: keys.Key | None = None) -> None:
    """The storm guard's count. Raises OwnLimit, or Stopped when this follower wants no mail."""
    if wait := may_mail(address, _caps(), now, follower):
        raise OwnLimit("this person, or everybody, has had enough mail for now", retry_after=wait.total_seconds())


def _still_news(claim: Claim, act: Tell, case: Case) -> bool:
    """A mail that had to wait is rolled up: when the case has moved on, only its newest state is told.

    A receipt is told in any case, unless the person has heard what came after it.
    """
    moved_on = case.changed_at > act.notice.at
    if act.notice.kind == "received":
        return not moved_on or is_news(act.follower, act.notice.at)
    return not (moved_on and claim.attempt > 1) and is_news(act.follower, act.notice.at)


def _caps() -> Caps:
    limits = team().limits
    person = limits.mails_to_a_person
    return Caps(person.ten_minutes, person.hour, person.day, limits.mails_a_minute, limits.mails_a_day)
