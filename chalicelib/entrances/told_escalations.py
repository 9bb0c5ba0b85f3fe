"""An escalation that a desk tells us of itself: checked, and then an order to read the dialog, or the reading itself.

Apart from the entrance, so that the API's Lambda starts without it.
"""

import hashlib
from collections.abc import Mapping
from datetime import datetime

from chalicelib.decisions import escalation
from chalicelib.entrances.answers import parse, unknown
from chalicelib.entrances.chat_secrets import secrets_of
from chalicelib.entrances.chat_signatures import standard_signed
from chalicelib.entrances.payloads.escalations import Addressed, EscalationBody, EscalationTaken
from chalicelib.errors import FieldError, Refusal
from chalicelib.model.decision import Decision
from chalicelib.model.dialog import DialogReading
from chalicelib.observe import log
from chalicelib.store.cases import get_case
from chalicelib.store.commit import Stale, commit
from chalicelib.team import Desk, team


def take(headers: Mapping[str, str], raw: bytes, at: datetime) -> EscalationTaken:
    """One escalation, written when this returns. Raises Refusal."""
    name = parse(Addressed, raw).desk
    desk = _desk(name)
    message = _signed(name, headers, raw, at)
    body = parse(EscalationBody, raw)
    _check(body, desk)
    outcome = _write(_decide(body, desk, message, at), at)
    log("escalation_told", desk=body.desk, dialog=body.dialog.id, outcome=outcome)
    return EscalationTaken(dialog=body.named.ref)


def _desk(name: str) -> Desk:
    """Which desks there are is said to nobody who has not signed."""
    desk = team().desks.get(name)
    if desk is None:
        raise _refused("desk", "the team's file has no desk of this name")
    return desk


def _refused(field: str, message: str) -> Refusal:
    error = FieldError(field, message)
    return Refusal(422, "Some fields have to change", f"Please correct: {field}.", errors=[error])


def _signed(desk: str, headers: Mapping[str, str], raw: bytes, at: datetime) -> str:
    """The message's id. Raises Refusal unless it is signed with one of the desk's secrets."""
    message, stamp, signatures = (headers.get(f"webhook-{part}") for part in ("id", "timestamp", "signature"))
    secrets = secrets_of(desk, "webhook", "escalations")
    held = [standard_signed(secret, message, stamp, signatures, raw, at.timestamp()) for secret in secrets]
    if not message or not any(held):
        how = "Sign `{webhook-id}.{webhook-timestamp}.{body}` now, with the desk's secret (standardwebhooks.com)."
        raise Refusal(401, "The signature does not hold", how)
    return message


def _check(body: EscalationBody, desk: Desk) -> None:
    """The words are the product's, and so is the case that it joins: another's people hear nothing of it."""
    product = team().products[desk.product]
    if body.area and body.area not in product.areas:
        raise unknown("area", body.area, product.areas)
    if body.kind and body.kind not in product.kinds:
        raise unknown("kind", body.kind, product.kinds)
    case = get_case(body.joins) if body.joins else None
    if body.joins and (case is None or case.product != desk.product):
        raise _refused("joins", f"there is no such case of `{desk.product}`")


def _decide(body: EscalationBody, desk: Desk, message: str, at: datetime) -> Decision:
    digest = hashlib.sha256(f"{body.named.ref}\n{message}".encode(errors="replace")).hexdigest()[:32]
    asked = body.escalation(digest, desk, at)
    if desk.can_be_read:
        return escalation.asked(asked, body.named)
    return escalation.told(DialogReading(body.named, body.state(), asked))


def _write(decision: Decision, at: datetime) -> str:
    try:
        commit(decision, at)
    except Stale:
        return "told already"
    return decision.why
