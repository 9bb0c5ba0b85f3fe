"""Whether a dialog that was read shows anything that somebody has to judge, or that has an answer already.

Most of what is said in a support chat is not for engineers: such a reading is written down nowhere.
"""

from datetime import datetime

from chalicelib.model.dialog import DialogState
from chalicelib.model.joining import first_word
from chalicelib.model.orders import Order
from chalicelib.store.dialogs import Linked
from chalicelib.store.open_cases import recent_outages
from chalicelib.store.overdue import is_made
from chalicelib.team import Desk


def has_news(state: DialogState, known: Linked | None, desk: Desk) -> bool:
    """An operator hands it over or adds to it, or its person answers what the engineers have asked."""
    notes = state.commands(desk.command)
    if known is None:
        return bool(notes) or desk.tag in state.tags
    added = any(known.link.is_new(note) for note in notes)
    return added or (known.question is not None and bool(state.answers(known.question)))


def outage_answer(state: DialogState, desk: Desk, now: datetime) -> Order | None:
    """Whoever writes while there is an outage is told of it there, once, though it may be about something else.

    So the person is not counted and does not follow it, until an operator hands the dialog over. Where an operator has
    answered since it began, two people talk already.
    """
    outages = recent_outages(desk.product, now) if desk.answers_outages else ()
    outage = next((one for one in outages if one.is_open), None)
    if outage is None:
        return None
    said = [line.who for line in state.lines if line.at >= outage.opened_at]
    if said[-1:] != ["person"] or "operator" in said:
        return None
    answer = first_word(outage.id, state.dialog, state.person.locale)
    return None if is_made(answer) else answer
