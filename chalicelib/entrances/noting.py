"""A note from a person, whether by the page's form or as JSON: the same words are the same note."""

from contextlib import suppress

from chalicelib.decisions.notes import add_note
from chalicelib.model.case import Case
from chalicelib.model.report import Report
from chalicelib.observe import log, now
from chalicelib.store.commit import Stale, commit
from chalicelib.store.merged import living_case


def take_note(report: Report, case: Case, words: str) -> None:
    """Send it to the engineers, to where they work on it now."""
    with suppress(Stale):  # the same words once more: a reload of the page
        commit(add_note(living_case(case), report, words), now())
    log("note_added", report=report.id, case=case.id)
