"""The worker of the mail queue: one notice to one follower, claimed before it is sent (promise 3)."""

from datetime import datetime

from chalicelib import wiring
from chalicelib.errors import Permanent
from chalicelib.model.orders import Destination, Tell
from chalicelib.rendering.mail import mail
from chalicelib.store.cases import get_case
from chalicelib.store.followers import is_news
from chalicelib.store.orders import Claim, Outcome
from chalicelib.team import team

DESTINATION = Destination.MAIL

_ALWAYS_TOLD = ("received", "answer", "question")  # a status grows old, what somebody said does not


def carry_out(claim: Claim, now: datetime) -> Outcome:
    """One mail."""
    case, act = get_case(claim.order.case_id), claim.order.act
    if case is None or not isinstance(act, Tell):
        raise Permanent("nothing to tell")
    if act.notice.kind not in _ALWAYS_TOLD and not is_news(act.follower, act.notice.at):
        return Outcome("overtaken by newer news")
    return Outcome(wiring.mailer().send(mail(act.follower, act.notice, case, team(), wiring.links())))
