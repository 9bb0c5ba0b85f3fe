"""The page behind a tracking link, after what its person did there."""

from collections.abc import Callable
from contextlib import suppress
from urllib.parse import parse_qs

from chalice import Response
from chalice.app import Request
from pydantic import ValidationError

from chalicelib import wiring
from chalicelib.decisions.following import stop_mails, want_mails
from chalicelib.entrances.contacting import leave_address
from chalicelib.entrances.noting import take_note
from chalicelib.entrances.pages import html, language
from chalicelib.entrances.payloads.reports import ContactBody
from chalicelib.entrances.payloads.tracking import LONGEST_NOTE, same_line_ends
from chalicelib.entrances.reference import find, find_even_ended, find_even_waiting, follower
from chalicelib.entrances.saying_same import asked, say_same
from chalicelib.errors import Refusal
from chalicelib.model.case import Case, Follower
from chalicelib.model.decision import Decision
from chalicelib.model.flash import Flash
from chalicelib.model.report import Report
from chalicelib.observe import log, now
from chalicelib.store.commit import Stale, commit
from chalicelib.team import team

Found = tuple[Report, Case]


def shown(request: Request, reference: str) -> Response:
    """As it is."""
    return _page(request, lambda: find_even_waiting(reference, now()), lambda report, case: None)


def noted(request: Request, reference: str) -> Response:
    """After a note."""
    return _page(
        request, lambda: find_even_waiting(reference, now()), lambda report, case: _note(request, report, case)
    )


def mails_stopped(request: Request, reference: str) -> Response:
    """After no more mail is wanted; a link that has ended does this still, as long as mail may come."""

    def stop(report: Report, case: Case) -> Flash | None:
        return _settle(report, case, lambda person: stop_mails(person, now()), "mails_stopped")

    return _page(request, lambda: find_even_ended(reference), stop)


def mails_started(request: Request, reference: str) -> Response:
    """After mail is wanted again."""

    def start(report: Report, case: Case) -> Flash | None:
        return _settle(report, case, want_mails, "mails_wanted")

    return _page(request, lambda: find(reference, now()), start)


def address_left(request: Request, reference: str) -> Response:
    """After an address was left that nobody has vouched for."""

    def leave(report: Report, case: Case) -> Flash:
        try:
            contact = ContactBody.model_validate({"email": _field(request, "email").strip()})
        except ValidationError:
            return "address_wrong"
        leave_address(report, contact.email)
        return "asked"

    return _page(request, lambda: find_even_waiting(reference, now()), leave)


def said_same(request: Request, reference: str) -> Response:
    """After they said that what had ended is still there."""

    def say(report: Report, case: Case) -> Flash | None:
        if asked(report, case) is None:
            return None
        say_same(report, case)
        return "said_same"

    return _page(request, lambda: find(reference, now()), say)


def _page(request: Request, find: Callable[[], Found], act: Callable[[Report, Case], Flash | None]) -> Response:
    """A link that is wrong or has ended has a page of its own, which says what to do."""
    from chalicelib.rendering.page import ended_page, not_found_page, tracking_page

    try:
        report, case = find()
    except Refusal as refusal:
        refused = ended_page if refusal.status == 410 else not_found_page
        return html(refused(language(request, "")), refusal.status)
    flash = act(report, case)
    words, person = language(request, report.person.locale), follower(report, case)
    about = asked(report, case)
    return html(tracking_page(report, case, team(), words, wiring.links(), flash, person, about, now=now()))


def _note(request: Request, report: Report, case: Case) -> Flash:
    if report.waits:
        return "note_too_early"
    words = same_line_ends(_field(request, "note"))
    if not words:
        return "note_empty"
    if len(words) > LONGEST_NOTE:
        return "note_too_long"
    take_note(report, case, words)
    return "note_taken"


def _field(request: Request, name: str) -> str:
    form = parse_qs(request.raw_body.decode("utf-8", "replace"))
    return str(form.get(name, [""])[0])


def _settle(report: Report, case: Case, decide: Callable[[Follower], Decision], done: Flash) -> Flash | None:
    """Nothing to say to somebody who gets no mail anyway."""
    person = follower(report, case)
    if person is None:
        return None
    decision = decide(person)
    with suppress(Stale):
        commit(decision, now())
    log("mails_changed", report=report.id, case=case.id, outcome=decision.why)
    return done
