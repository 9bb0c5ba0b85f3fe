"""Which cases are due to be compared with Jira, so that a lost webhook heals (promise 9)."""

from collections.abc import Iterable
from datetime import datetime

from chalicelib.model.decision import Decision
from chalicelib.model.orders import SWEEP, CompareCases, Destination, Order

AT_ONCE = 40  # cases in one order; what is found of them must fit into one transaction


def compare(case_ids: Iterable[str], now: datetime) -> Decision:
    """Have these cases compared with Jira; the same second asks once."""
    ids = tuple(case_ids)
    pages = [ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE)]
    return Decision(
        "cases to be compared with Jira",
        orders=tuple(
            Order(f"jira:compare:{now:%Y%m%d%H%M%S}:{number}", SWEEP, Destination.JIRA, SWEEP, CompareCases(page))
            for number, page in enumerate(pages)
        ),
    )
