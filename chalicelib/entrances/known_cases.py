"""What is known of the cases that a report may go to, behind which others may stand that were merged into them."""

from chalicelib.decisions.intake import Known
from chalicelib.model.case import Case
from chalicelib.store import cases
from chalicelib.store.merged import Find, living_case, taking_case


def known_of(own: Case | None, named: Case | None, find: Find = cases.get_case) -> Known:
    """With what goes on for the problem's own latest case, and for the named one.

    `find` need not know all of the way there. A merged case that was read is remembered beside the one that goes on,
    or each report of its problem would cost a write that fails.
    """
    case = taking_case(own, find) or taking_case(own)
    merged = own if own is not case else None
    if merged and find is cases.get_case:
        cases.remember(merged)
    return Known(case, joined=living_case(named) if named else None, merged=merged, named=named)
