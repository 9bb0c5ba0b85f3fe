"""Whether a dialog that was read shows anything that somebody has to judge.

Most of what is said in a support chat is not for engineers: such a reading is written down nowhere.
"""

from chalicelib.model.dialog import DialogState
from chalicelib.store.dialogs import Linked
from chalicelib.team import Desk


def has_news(state: DialogState, known: Linked | None, desk: Desk) -> bool:
    """An operator hands it over or adds to it, or its person answers what the engineers have asked."""
    notes = state.commands(desk.command)
    if known is None:
        return bool(notes) or desk.tag in state.tags
    added = any(known.link.is_new(note) for note in notes)
    return added or (known.question is not None and bool(state.answers(known.question)))
