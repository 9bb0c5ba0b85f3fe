"""A second person agrees that very many are told (promise 10), as `deliveries.second_yes` has asked."""

from dataclasses import replace

from chalicelib.decisions.moving import for_case
from chalicelib.model.case import Case
from chalicelib.model.decision import Decision
from chalicelib.model.orders import Destination, Order, SayInThread, TellFollowers
from chalicelib.model.outage_acts import JoinSubscribers


def agree(case: Case, held: Order, name: str) -> Decision:
    """`name` agrees that everybody is told; whoever wrote it can't be the one who agrees."""
    act = held.act
    if not isinstance(act, TellFollowers | JoinSubscribers):
        return Decision("nothing that waits for a yes")
    if act.by == name:
        line = for_case(case, f"own:{held.id}", Destination.SLACK, SayInThread("own_mail", by=name))
        return Decision("a second person has to agree", orders=(line,))
    told = replace(held, id=f"{held.id}:agreed", act=replace(act, agreed_by=name))
    line = for_case(case, f"agreed:{held.id}", Destination.SLACK, SayInThread("agreed", by=name))
    return Decision("agreed by a second person", orders=(told, line))
