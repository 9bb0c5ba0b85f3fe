"""One notice to all followers of a case, a page at a time: each page's orders and the next page are one write."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from chalicelib.errors import Permanent
from chalicelib.model.case import Follower
from chalicelib.model.dialog_acts import NoteDialog, ReplyDialog
from chalicelib.model.orders import AskToSend, Destination, Order, Tell, TellFollowers
from chalicelib.store.followers import audience, followers
from chalicelib.store.orders import Claim, Outcome
from chalicelib.team import team

DESTINATION = Destination.FAN_OUT

PAGE = 48  # a transaction takes 100 writes, and a dialog two of them


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
    concerned = [follower for follower in page if _concerns(follower, act)]
    told = tuple(one for follower in concerned for one in _told(order, act, follower))
    if len(page) < PAGE:
        return Outcome(f"{len(concerned)} told", further=told)
    rest = replace(order, id=f"{_cause(order)}:{page[-1].id}", act=replace(act, after=page[-1].id))
    return Outcome(f"{len(concerned)} told", further=(*told, rest))


def _concerns(follower: Follower, act: TellFollowers) -> bool:
    """Who joined after it happened has been told the state of that moment; older news would only confuse.

    Who has stopped the mails is left out here, and once more when a mail leaves (`store.mailed`).
    """
    joined_before = follower.joined_at is None or follower.joined_at <= act.notice.at
    return joined_before and follower.stopped_at is None and follower.id != act.except_for


def _ask(order: Order, act: TellFollowers, many: int) -> Order:
    question = AskToSend(order.mark, many, act.notice, act.by)
    return Order(f"slack:ask:{order.id}", order.case_id, Destination.SLACK, order.case_id, question)


def _told(order: Order, act: TellFollowers, follower: Follower) -> Iterator[Order]:
    """Ids come from what is told and to whom, so that nobody is told the same twice."""
    what, case_id = f"{_cause(order).removeprefix('fan_out:')}:{follower.id}", order.case_id
    if follower.dialog is None:
        yield Order(f"mail:{what}", case_id, Destination.MAIL, f"{case_id}:{follower.id}", Tell(follower, act.notice))
        return
    note = NoteDialog(follower, "told", act.notice, act.by)
    yield Order(f"chat:{what}:note", case_id, Destination.CHAT, follower.dialog.ref, note)
    if follower.reply:
        reply = ReplyDialog(follower, act.notice)
        yield Order(f"chat:{what}:reply", case_id, Destination.CHAT, follower.dialog.ref, reply)


def _cause(order: Order) -> str:
    """The first page's id, whichever page this is."""
    act = order.act
    return order.id.removesuffix(f":{act.after}") if isinstance(act, TellFollowers) and act.after else order.id
