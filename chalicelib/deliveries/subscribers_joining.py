"""Whoever has subscribed to a product's status page follows each of its outages: each of them once, and told once.

A page's followers and their mails are one write, made of those who do not follow yet. A page that is carried out again
finds all of them following.
"""

from datetime import datetime

from chalicelib.deliveries import second_yes
from chalicelib.deliveries.by_pages import PAGE, next_page
from chalicelib.errors import Conflict, Permanent
from chalicelib.model.case import Case, Follower
from chalicelib.model.decision import Decision, FollowerJoined
from chalicelib.model.joining import welcome
from chalicelib.model.notice import Notice
from chalicelib.model.orders import Order
from chalicelib.model.outage_acts import JoinSubscribers
from chalicelib.store.cases import get_case
from chalicelib.store.commit import Stale, settle
from chalicelib.store.orders import Outcome
from chalicelib.store.subscribers import following, how_many, subscribers


def join_subscribers(order: Order, act: JoinSubscribers, now: datetime) -> Outcome:
    """One page. Nobody is told of an outage that is over by then; very many are told when a second person agrees."""
    outage = get_case(order.case_id)
    if outage is None:
        raise Permanent("there is no such outage")
    if not outage.is_open or outage.outage is None:
        return Outcome("it is over")
    if act.after is None and act.agreed_by is None and second_yes.too_many(many := how_many(outage.product)):
        return second_yes.ask(order, many, Notice("outage", now, update=outage.outage.newest), act.by)
    people, last = subscribers(outage.product, act.after, PAGE)
    page = {one.id: one for one in (person.follows(outage.id, now) for person in people)}
    try:
        done = settle(lambda _: _join(outage, page, now), now)
    except Stale:
        raise Conflict("they report it at this moment") from None
    return Outcome(done.why, further=() if last is None else (next_page(order, act, last),))


def _join(outage: Case, page: dict[str, Follower], now: datetime) -> Decision:
    """Read again at each attempt: people go on reporting, and follow then already."""
    known = following(outage.id, page)
    new = [one for one in page.values() if one.id not in known]
    told = tuple(welcome(one, Notice("outage", now)) for one in new)
    return Decision(f"{len(new)} more follow it", tuple(FollowerJoined(one) for one in new), told)
