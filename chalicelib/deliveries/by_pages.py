"""An order for many people is carried out a page at a time: the next page is an order like it, behind the last one.

The id of each page ends with behind whom it begins; without that it is the first page's, which is the cause of all.
"""

from dataclasses import replace

from chalicelib.model.merge_acts import NoteDialogs
from chalicelib.model.orders import Order, TellFollowers
from chalicelib.model.outage_acts import JoinSubscribers
from chalicelib.model.owner_acts import AssignDialogs

PAGE = 48  # a transaction takes 100 writes, and a person or a dialog two of them

Paged = TellFollowers | AssignDialogs | NoteDialogs | JoinSubscribers


def cause(order: Order) -> str:
    """The first page's id, whichever page this is."""
    after = getattr(order.act, "after", None)
    return order.id.removesuffix(f":{after}") if after else order.id


def next_page(order: Order, act: Paged, last: str) -> Order:
    """The order for those behind `last`."""
    return replace(order, id=f"{cause(order)}:{last}", act=replace(act, after=last))
