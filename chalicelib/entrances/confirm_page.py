"""The page behind a confirmation mail's link. Opening it changes nothing, because mail scanners open links."""

from collections.abc import Mapping, Sequence
from typing import Literal
from urllib.parse import parse_qs

from chalice import Response
from chalice.app import Request

from chalicelib import wiring
from chalicelib.decisions.contact import confirm, follower_id, refuse
from chalicelib.entrances.pages import html, language
from chalicelib.model.contact import Confirmation, Waiting
from chalicelib.model.decision import Decision
from chalicelib.model.status import Status
from chalicelib.observe import log, now
from chalicelib.store import contacts
from chalicelib.store.cases import get_case, get_report
from chalicelib.store.commit import commit, settle
from chalicelib.store.followers import get_follower
from chalicelib.store.merged import living_case
from chalicelib.team import team

Answer = Literal["confirmed", "nothing_chosen", "refused"]
_LONGEST_CODE = 100  # ours are 22 characters


def shown(request: Request, code: str) -> Response:
    """What waits for an answer."""
    asked = _asked(code)
    return _page(request, asked) if isinstance(asked, Confirmation) else html(*_no_page(request, asked))


def answered(request: Request, code: str) -> Response:
    """The button, or the other one; pressed twice is pressed once."""
    asked = _asked(code)
    if not isinstance(asked, Confirmation):
        return html(*_no_page(request, asked))
    form = parse_qs(request.raw_body.decode("utf-8", "replace"))
    if form.get("answer") == ["not_me"]:
        return _page(request, asked, _refuse(asked))
    return _page(request, asked, _confirm(asked, form.get("report", [])))


def _asked(code: str) -> Confirmation | int:
    """What the link stands for, or the status of a link that is wrong (404) or whose days are over (410)."""
    asked = contacts.confirmation(code) if len(code) <= _LONGEST_CODE else None
    if asked is None or asked.subscribes:
        return 404
    return asked if asked.expires_at > now() else 410


def _confirm(asked: Confirmation, chosen: Sequence[str]) -> Answer:
    """Only what waits for this very address can be confirmed, whatever the form says."""
    listed = [one for one in contacts.waiting(asked.address, now()) if one.report_id in chosen]
    if not listed:
        return "nothing_chosen"
    why = settle(lambda _: _decide(asked.address, chosen), now()).why
    log("address_confirmed", reports=len(listed), outcome=why)
    return "confirmed"


def _decide(address: str, chosen: Sequence[str]) -> Decision:
    waiting = [one for one in contacts.waiting(address, now()) if one.state == "waiting" and one.report_id in chosen]
    reports = [(one, report) for one in waiting if (report := get_report(one.report_id))]
    people = {(report.case_id, follower_id(report, address)) for _, report in reports}
    following = [person for key in sorted(people) if (person := get_follower(*key))]
    return confirm(address, reports, following, now())


def _refuse(asked: Confirmation) -> Answer:
    waiting = [one for one in contacts.waiting(asked.address, now()) if one.state == "waiting"]
    commit(refuse(asked.address, waiting, now()), now())
    log("address_refused", reports=len(waiting))
    return "refused"


def _page(request: Request, asked: Confirmation, answer: Answer | None = None) -> Response:
    from chalicelib.rendering.confirm_page import confirm_page

    reports, words = contacts.waiting(asked.address, now()), language(request, asked.locale)
    return html(confirm_page(asked, reports, _statuses(reports), team(), words, wiring.links(), answer))


def _statuses(reports: Sequence[Waiting]) -> Mapping[str, Status]:
    """Where the followed cases stand: one may have been solved while its report waited."""
    cases = {one.case_id for one in reports if one.state == "joined"}
    return {case_id: living_case(case).status for case_id in sorted(cases) if (case := get_case(case_id))}


def _no_page(request: Request, status: int) -> tuple[str, int]:
    from chalicelib.rendering.confirm_page import late_confirmation_page, no_confirmation_page

    page = late_confirmation_page if status == 410 else no_confirmation_page
    return page(language(request, "")), status
