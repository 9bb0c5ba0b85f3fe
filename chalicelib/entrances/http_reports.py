"""`POST /v1/reports`: a click becomes a report, and the person has a receipt as soon as it is safely written."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from chalice import Blueprint, Response

from chalicelib import wiring
from chalicelib.config import setting
from chalicelib.decisions import intake
from chalicelib.decisions.aftermath import ended_for
from chalicelib.entrances import limits
from chalicelib.entrances.answers import answers, json_answer, parse, unknown
from chalicelib.entrances.known_cases import known_of
from chalicelib.entrances.payloads.reports import Receipt, ReportBody
from chalicelib.errors import Refusal
from chalicelib.model.case import Case
from chalicelib.model.decision import Decision, TokenUsed
from chalicelib.model.outage import is_outage
from chalicelib.model.report import Person, Report
from chalicelib.observe import log, now
from chalicelib.settings.products import Identity, Product
from chalicelib.settings.reporting import reporting
from chalicelib.store import cases, keys
from chalicelib.store.commit import AlreadyAccepted, Stale, TokenReplayed, settle
from chalicelib.store.open_cases import recent_outages

bp = Blueprint(__name__)


@bp.route("/v1/reports", methods=["POST"], content_types=["*/*"])
@answers
def open_report() -> Response:
    """Take one report."""
    body = parse(ReportBody, bp.current_request.raw_body)
    product = _product(body, bp.current_request.headers.get("origin"))
    at = now()
    person, token = _person(body, product, at)
    turn = _turn(body.product, person, token, at)
    report = accept(body.report(person, at), token, at, body.joins, turn)
    log("report_accepted", report=report.id, case=report.case_id, signed=token is not None, queued=report.waits)
    return json_answer(_receipt(report, at), 202)


def accept(
    report: Report, token: TokenUsed | None, at: datetime, joins: str | None = None, turn: datetime | None = None
) -> Report:
    """Write it, to be taken up now or when its `turn` comes; the same click again is the same report.

    Raises Refusal when the key or the token is taken.
    """
    queued = intake.queue(report, turn, token, joins) if turn else None
    decide = _Intake(report, token, at, joins).decide
    try:
        decision = settle(lambda stale: queued or decide(stale), at)
    except AlreadyAccepted as already:
        if already.report.digest != report.digest:
            raise Refusal(409, "The key is taken", "Another report has this `key`: make a new one per click.") from None
        return already.report
    except TokenReplayed:
        from chalicelib.entrances import identity

        raise identity.replayed() from None
    return replace(report, turn=turn) if queued else _remembered(decision)


def take_up(report: Report, at: datetime) -> Report | None:
    """The turn of a report that waited has come: as if it came now. None when another sweep was quicker."""
    decision = settle(_Intake(report, None, at, report.joins).decide, at)
    return _remembered(decision) if decision.changes else None


def _remembered(decision: Decision) -> Report:
    """The report as it was written; its case is kept for the next one."""
    report, case = intake.outcome(decision)
    cases.remember(case)
    return report


class _Intake:
    """Decides on what this process remembers, and when that proves stale, on what the table says."""

    def __init__(self, report: Report, token: TokenUsed | None, at: datetime, joins: str | None) -> None:
        self._report, self._token, self._at, self._joins = report, token, at, joins
        self._followed: set[keys.Key] = set()  # what the person was found to be already

    def decide(self, stale: Stale | None) -> Decision:
        if stale and keys.report(self._report.id) in stale.rows:
            return Decision("it has had its turn")
        if stale:
            self._followed |= {key for key in stale.rows if key.sk.startswith(keys.FOLLOWER_PREFIX)}
            known = known_of(cases.current_case(self._report.fingerprint), self._joined())
        else:
            own = cases.remembered(self._report.fingerprint)
            known = known_of(own, self._remembered_joined(), cases.remembered_case)
        outage, ended = self._outages()
        known = replace(known, outage=outage, ended=ended)
        known = replace(known, follows=self._follows(intake.taker(self._report, known)))
        within = timedelta(days=reporting().cases.reopen_within_days)
        return intake.accept(self._report, known, self._at, within, self._token)

    def _follows(self, case: Case | None) -> bool:
        follower = intake.follower_of(self._report, case.id) if case and self._followed else None
        return follower is not None and keys.follower(follower.case_id, follower.id) in self._followed

    def _outages(self) -> tuple[Case | None, Case | None]:
        area, outages = self._report.trigger.area, recent_outages(self._report.product, self._at)
        return intake.outage_for(area, outages), ended_for(area, outages, self._at)

    def _joined(self) -> Case | None:
        """The case that the person has named; without one this is no read."""
        return cases.get_case(self._joins) if self._joins else None

    def _remembered_joined(self) -> Case | None:
        """It may be open again since this process saw it closed, and only an open one's memory is made sure of."""
        case = cases.remembered_case(self._joins) if self._joins else None
        return case if case is not None and case.is_open else self._joined()


def _turn(product: str, person: Person, token: TokenUsed | None, at: datetime) -> datetime | None:
    """When the report has its turn; None when that is now, as it nearly always is."""
    if token:
        return limits.turn_of_person(product, person.id, at)
    request = bp.current_request
    return limits.turn_of_network(request.context, request.headers, at)


def _product(body: ReportBody, origin: str | None) -> Product:
    """The product, when it has this area and kind, and when the page is one of its own."""
    product = reporting().products.get(body.product)
    if product is None:
        raise unknown("product", body.product, reporting().products)
    if body.trigger.area not in product.areas:
        raise unknown("trigger.area", body.trigger.area, product.areas)
    if body.trigger.kind not in product.kinds:
        raise unknown("trigger.kind", body.trigger.kind, product.kinds)
    if origin and origin not in product.origins:
        raise Refusal(403, "This page may not report", f"Add its origin to `products.{body.product}.origins`.")
    return product


def _person(body: ReportBody, product: Product, at: datetime) -> tuple[Person, TokenUsed | None]:
    """Who reports: vouched for by the host, or somebody of whom only this report is known."""
    if body.identity is None:
        return Person(id=f"report:{body.key}", locale=body.client.locale or "en"), None
    if product.identity is None:
        raise Refusal(
            401, "The person's identity was not accepted", "This product has no `identity` in the team's file."
        )
    from chalicelib.entrances import identity

    keys = identity.keys(product.identity, _hosts(product.identity))
    return identity.person_signed(body.identity, product.identity, keys, body.product, at)


def _hosts(settings: Identity) -> Mapping[str, str]:
    """The hosts' secrets; none is read for a product whose public key stands in the team's file."""
    return wiring.secrets().get(setting("WILCO_SECRET_HOSTS")) if settings.secret or settings.previous_secret else {}


def _receipt(report: Report, at: datetime) -> Receipt:
    from chalicelib.rendering.receipt import receipt

    mailed, locale = report.person.email is not None, report.person.locale
    made = Receipt(
        report_id=report.id,
        tracking_url=wiring.links().report(report.id, report.token),
        reference=report.reference,
        received_at=report.received_at,
        mailed=mailed,
        queued=report.waits,
        message=receipt(locale, reporting().languages, mailed=mailed, queued=report.waits),
    )
    return _with_outage(made, report, at) if is_outage(report.case_id) or report.after else made


def _with_outage(receipt: Receipt, report: Report, at: datetime) -> Receipt:
    """With what is known of the outage that took the report, or with the question about the one before it.

    Both are among those that it was decided on, so this reads nothing.
    """
    from chalicelib.entrances.outage_words import ended_outage, outage_of_report
    from chalicelib.rendering.outage_receipt import in_outage
    from chalicelib.rendering.words import language_of
    from chalicelib.team import team

    outages = {case.id: case for case in recent_outages(report.product, at)}
    if after := outages.get(report.after or ""):
        return receipt.model_copy(update={"ended": ended_outage(after)})
    if not (outage := outages.get(report.case_id)):
        return receipt
    language = language_of(report.person.locale, team().languages)
    message = in_outage(outage, report, team(), language, at)
    return receipt.model_copy(update={"outage": outage_of_report(outage, language), "message": message})
