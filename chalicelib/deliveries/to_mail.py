"""The worker of the mail queue: one notice to one follower, claimed before it is sent (promise 3), or to all of them.

An address that nobody vouched for gets one question, and nothing else (promise 5).
"""

from datetime import datetime

from chalicelib import wiring
from chalicelib.deliveries import pacing
from chalicelib.deliveries.tell_all import tell_all
from chalicelib.deliveries.telling import count, still_news
from chalicelib.errors import Permanent
from chalicelib.model.broadcast import TellAll
from chalicelib.model.contact import Confirmation
from chalicelib.model.orders import Confirm, Destination, Tell
from chalicelib.rendering.confirm_mail import confirm_mail
from chalicelib.rendering.mail import mail
from chalicelib.store import keys
from chalicelib.store.cases import get_case
from chalicelib.store.mailed import Stopped
from chalicelib.store.merged import as_its_people_see
from chalicelib.store.orders import Claim, Outcome
from chalicelib.team import team

DESTINATION = Destination.MAIL


def carry_out(claim: Claim, now: datetime) -> Outcome:
    """One mail, or a broadcast."""
    if isinstance(claim.order.act, Confirm):
        return _ask(claim, claim.order.act.confirmation, now)
    if isinstance(claim.order.act, TellAll):
        return tell_all(claim, claim.order.act, now)
    case, act = get_case(claim.order.case_id), claim.order.act
    if case is None or not isinstance(act, Tell):
        raise Permanent("nothing to tell")
    case = as_its_people_see(case)
    if not still_news(claim, act.follower, act.notice, case):
        return Outcome("overtaken by newer news")
    follower = act.follower
    try:
        pacing.wait(count(follower.email, now, keys.follower(follower.case_id, follower.id), paced=True))
    except Stopped:
        return Outcome("this person has stopped the mails")
    return Outcome(wiring.mailer().send(mail(follower, act.notice, case, team(), wiring.links(), claim.order.mark)))


def _ask(claim: Claim, asked: Confirmation, now: datetime) -> Outcome:
    """A question that comes too late to be answered is not asked."""
    if asked.expires_at <= now:
        return Outcome("its link has ended before it was sent")
    pacing.wait(count(asked.address, now, paced=True))
    return Outcome(wiring.mailer().send(confirm_mail(asked, team(), wiring.links(), claim.order.mark)))
