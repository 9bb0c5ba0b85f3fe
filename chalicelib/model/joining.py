"""What somebody is told when they begin to follow a case: the same, however they came to it."""

from chalicelib.model.case import Follower
from chalicelib.model.notice import Notice
from chalicelib.model.orders import Destination, Order, Tell
from chalicelib.model.outage import ward_of


def welcome(follower: Follower, notice: Notice) -> Order:
    """The mail to somebody who has just joined, in their lane."""
    home = ward_of(follower.case_id, follower.id)
    told = Tell(follower, notice)
    return Order(f"{notice.kind}:{follower.id}", home, Destination.MAIL, f"{home}:{follower.id}", told)
