"""What a person adds on the tracking page: an answer to a question, or more about the problem."""

import hashlib

from chalicelib.decisions.moving import for_case
from chalicelib.model.case import Case
from chalicelib.model.decision import Decision
from chalicelib.model.orders import CommentIssue, Destination, SayInThread
from chalicelib.model.report import Report


def add_note(case: Case, report: Report, text: str) -> Decision:
    """The engineers get the note where they work; the same words from the same report are one note."""
    note = hashlib.sha256(f"{report.id}\n{text}".encode()).hexdigest()[:16]
    return Decision(
        "a note from the person who reported",
        orders=(
            for_case(case, f"note:{note}:comment", Destination.JIRA, CommentIssue("reporter_note", text)),
            for_case(case, f"note:{note}:said", Destination.SLACK, SayInThread("reporter_note", None, text)),
        ),
    )
