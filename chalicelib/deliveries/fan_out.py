"""One notice to all followers of a case, a page at a time: each page's mails and the next page are one write."""

from dataclasses import replace
from datetime import datetime

from chalicelib.errors import Permanent
from chalicelib.model.case import Follower
from chalicelib.model.orders import AskToSend, Destination, Order, Tell, TellFollowers
from chalicelib.store.followers import audience, followers
from chalicelib.store.orders import Claim, Outcome
from chalicelib.team import team

DESTINATION = Destination.FAN_OUT

PAGE = 50  # a transaction takes 100 writes


def carry_out(claim: Claim, now: datetime) -> Outcome:
    """One page of followers."""
    order, act = claim.order, claim.order.act
    if not isinstance(act, TellFollowers):
        raise Permanent(f"followers can't be {act.verb}")
    page = followers(order.case_id, act.after, PAGE)
    if act.after is None and act.agreed_by is None:
        many = len(page) if len(page) < PAGE else audience(order.case_id)
        if many > team().limits.ask_above:
            return Outcome(f"{many} people: waits for a second yes", further=(_ask(order, act, many),))
    mails = tuple(_mail(order, act, follower) for follower in page if _concerns(follower, act))
    if len(page) < PAGE:
        return Outcome(f"{len(mails)} mails", further=mails)
    rest = replace(order, id=f"{_cause(order)}:{page[-1].id}", act=replace(act, after=page[-1].id))
    return Outcome(f"{len(mails)} mails", further=(*mails, rest))


def _concerns(follower: Follower, act: TellFollowers) -> bool:
    """Who joined after it happened has been told the state of that moment; older news would only confuse.

    Who has stopped the mails is left out here, and once more when a mail leaves (`store.mailed`).
    """
    joined_before = follower.joined_at is None or follower.joined_at <= act.notice.at
    return joined_before and follower.stopped_at is None and follower.id != act.except_for


def _ask(order: Order, act: TellFollowers, many: int) -> Order:
    question = AskToSend(order.mark, many, act.notice, act.by)
    return Order(f"slack:ask:{order.id}", order.case_id, Destination.SLACK, order.case_id, question)


def _mail(order: Order, act: TellFollowers, follower: Follower) -> Order:
    """Its id comes from what is told and to whom, so that nobody is told the same twice."""
    what = _cause(order).removeprefix("fan_out:")
    lane = f"{order.case_id}:{follower.id}"
    return Order(f"mail:{what}:{follower.id}", order.case_id, Destination.MAIL, lane, Tell(follower, act.notice))


def _cause(order: Order) -> str:
    """The first page's id, whichever page this is."""
    act = order.act
    return order.id.removesuffix(f":{act.after}") if isinstance(act, TellFollowers) and act.after else order.id
