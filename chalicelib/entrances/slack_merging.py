"""*Same as…*: which open cases are offered, and what it means that one of them was chosen."""

from chalicelib import wiring
from chalicelib.decisions import merging
from chalicelib.model.case import Case
from chalicelib.model.decision import Decision
from chalicelib.observe import now
from chalicelib.store.cases import get_case
from chalicelib.store.merged import living_case
from chalicelib.store.open_cases import open_cases_now
from chalicelib.team import team


def open_form(case: Case, trigger_id: str) -> str:
    """The form; an area's cases may be some seconds old, and what was chosen is looked at again."""
    from chalicelib.rendering.slack_forms import closed_modal
    from chalicelib.rendering.slack_merged import same_modal

    if not case.is_open:
        wiring.channel().open_modal(trigger_id, closed_modal(case, team()))
        return "no form: it is not open"
    product = team().products.get(case.product)
    areas = dict.fromkeys([case.area, *(product.areas if product else ())])
    found = open_cases_now(case.product, areas)
    wiring.channel().open_modal(trigger_id, same_modal(case, merging.offered(case, found, now()), team()))
    return "form opened"


def merged(case: Case, other_id: str, by: str) -> Decision:
    """The chosen case may have been merged itself since it was offered: then the one that goes on for it is meant."""
    other = get_case(other_id)
    return merging.merge(case, living_case(other) if other else None, by, now())
