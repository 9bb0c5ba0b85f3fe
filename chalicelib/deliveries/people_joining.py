"""The people of a merged case are counted for the one that goes on: each of them once, exactly, whatever is repeated.

Each page looks who is counted there already and writes the others at once, under a condition for each of them. A page
that is carried out again finds all of them counted.
"""

from dataclasses import replace
from datetime import datetime

from chalicelib.errors import Conflict, Permanent
from chalicelib.model.case import Case
from chalicelib.model.decision import Decision, PeopleCounted
from chalicelib.model.merge_acts import CountPeople
from chalicelib.model.orders import Destination, Order, ShowAffected, ShowCase
from chalicelib.store.cases import get_case
from chalicelib.store.commit import Stale, settle
from chalicelib.store.merged import counted_among, living_case, people
from chalicelib.store.orders import Outcome

PAGE = 50  # a transaction takes 100 writes


def count_people(order: Order, act: CountPeople, now: datetime) -> Outcome:
    """One page of the merged case's people; behind the last one the new number is shown."""
    page = people(order.case_id, act.after, PAGE)
    try:
        settle(lambda _: _join(_living(order.case_id), page), now)
    except Stale:
        raise Conflict("others count for the same case") from None
    if len(page) == PAGE:
        cause = order.id.removesuffix(f":{act.page}")
        following = replace(act, after=page[-1], page=act.page + 1)
        return Outcome("a page of people", further=(replace(order, id=f"{cause}:{following.page}", act=following),))
    return Outcome("all people", further=_show(_living(order.case_id).id, order.case_id))


def _join(case: Case, page: list[str]) -> Decision:
    """Read again at each attempt: the case may have been merged itself meanwhile, and people go on reporting."""
    counted = counted_among(case.id, page)
    new = tuple(person for person in page if person not in counted)
    return Decision(f"{len(new)} people more", (PeopleCounted(case.id, new),) if new else ())


def _living(case_id: str) -> Case:
    case = get_case(case_id)
    if case is None:
        raise Permanent("there is no such case")
    return living_case(case)


def _show(case_id: str, merged: str) -> tuple[Order, ...]:
    cause = f"same:{merged}:counted"
    return (
        Order(f"jira:{cause}", case_id, Destination.JIRA, case_id, ShowAffected()),
        Order(f"slack:{cause}", case_id, Destination.SLACK, case_id, ShowCase()),
    )
