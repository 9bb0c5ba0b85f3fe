"""An urgent case comes in while nobody is there: whoever is on duty is called by name."""

from collections.abc import Mapping
from datetime import datetime

from chalicelib.decisions.moving import for_case
from chalicelib.model.case import Case
from chalicelib.model.hours import Hours, is_open, on_duty
from chalicelib.model.orders import Destination, Order, SayInThread


def page(case: Case, impact: str, hours: Hours, slack_ids: Mapping[str, str], now: datetime) -> tuple[Order, ...]:
    """The line that calls them, once until the case moves; none while the team works, or when it can wait.

    `impact` is what the kind of error says when nobody has said it of the case; `slack_ids` are of the team's file,
    by name. The line waits for the case's thread, so it stands best behind what makes that.
    """
    if (case.impact or impact) != "blocks" or is_open(hours, now):
        return ()
    name = on_duty(hours, now)
    if name is None:
        return ()
    line = SayInThread("paging", by=name, mention=slack_ids.get(name, ""))
    return (for_case(case, _cause(case), Destination.SLACK, line),)


def page_id(case: Case) -> str:
    """The id of the order that pages, so that a second dialog of the same case can see that it is done."""
    return f"{Destination.SLACK.value}:{_cause(case)}"


def _cause(case: Case) -> str:
    return f"paged:{case.changed_at:%Y%m%d%H%M%S}"
