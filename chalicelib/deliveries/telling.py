"""What holds before anybody is told, by mail or in a dialog: it is still news, and they have not had enough."""

from datetime import datetime, timedelta

from chalicelib.errors import OwnLimit
from chalicelib.model.case import Case, Follower
from chalicelib.model.notice import Notice
from chalicelib.store import keys
from chalicelib.store.followers import is_news
from chalicelib.store.mailed import Caps, may_mail
from chalicelib.store.merged import living_case
from chalicelib.store.orders import Claim
from chalicelib.store.outages import tells_of
from chalicelib.team import team

_ALWAYS_TOLD = ("answer", "question", "holding", "address", "outage")  # a status grows old, what somebody said does not


def count(recipient: str, now: datetime, follower: keys.Key | None = None, *, paced: bool = False) -> timedelta:
    """The storm guard's count; how long to wait for the turn of what is `paced`, a mail among all the account's.

    Raises OwnLimit, or Stopped when this follower wants no mail.
    """
    turn = may_mail(recipient, caps(), now, follower, paced=paced)
    if not turn.goes:
        raise OwnLimit("this person, or everybody, has been told enough for now", turn.wait.total_seconds())
    return turn.wait


def is_newest(notice: Notice, case: Case) -> bool:
    """An outage's update is told while there is no newer one, of which these people hear as well."""
    return notice.update is None or case.outage is None or case.outage.newest.number == notice.update.number


def still_news(claim: Claim, follower: Follower, notice: Notice, case: Case) -> bool:
    """What had to wait is rolled up: when the case has moved on, only its newest state is told.

    A receipt is told in any case, unless the person has heard what came after it; that there is an outage, once.
    """
    if notice.kind == "outage" and follower.email:
        return tells_of(living_case(case).id, follower.email, claim.order.mark)
    if notice.kind in _ALWAYS_TOLD:
        return True
    if notice.update:
        return is_newest(notice, case)
    moved_on = case.changed_at > notice.at
    if notice.kind == "received":
        return not moved_on or is_news(follower, notice.at)
    return not (moved_on and claim.attempt > 1) and is_news(follower, notice.at)


def caps() -> Caps:
    """The team's caps."""
    limits = team().limits
    person = limits.mails_to_a_person
    return Caps(person.ten_minutes, person.hour, person.day, limits.mails_a_minute, limits.mails_a_day)
