"""How each vendor's webhook is checked and understood: a hint, for which the dialog is read again.

Apart from the entrance, so that the API's Lambda starts without it.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from pydantic import ValidationError

from chalicelib.decisions import escalation
from chalicelib.entrances.answers import LARGEST_WEBHOOK, check_size
from chalicelib.entrances.chat_secrets import secrets_of
from chalicelib.entrances.chat_signatures import chatwoot_signed, intercom_signed, token_holds, zendesk_signed
from chalicelib.entrances.payloads import carrotquest
from chalicelib.entrances.payloads.chats import Chatwoot, Intercom, Zendesk
from chalicelib.entrances.payloads.hints import Heard, Hint
from chalicelib.errors import Refusal
from chalicelib.model.dialog import Dialog
from chalicelib.observe import log
from chalicelib.store.commit import Stale, commit
from chalicelib.team import Desk, team

Told = TypeVar("Told", bound=Hint)


@dataclass(frozen=True, slots=True)
class Call:
    """A webhook as it came in. `secrets` are those that hold: while one is exchanged, two do."""

    secrets: tuple[str, ...]
    operator: str
    headers: Mapping[str, str]
    raw: bytes
    at: datetime

    def header(self, name: str) -> str | None:
        """A header, None when it is not there."""
        return self.headers.get(name)

    def signed(self, holds: Callable[[str], bool], how: str) -> None:
        """Refusal unless it holds with one of the secrets."""
        if not any([holds(secret) for secret in self.secrets]):
            raise Refusal(401, "It is not signed as the desk's webhooks are", how)


def take(name: str, headers: Mapping[str, str], raw: bytes, at: datetime) -> None:
    """One webhook of a desk. Raises Refusal."""
    desk = known(name)
    check_size(raw, LARGEST_WEBHOOK)
    call = Call(secrets_of(name, "webhook"), desk.operator, headers, raw, at)
    heard = _VENDORS[desk.vendor](call)
    dialog = Dialog(name, heard.dialog_id) if heard else None
    outcome = _hear(dialog, heard, call) if dialog and heard else "nothing for us"
    log("chat_webhook", desk=name, dialog=dialog.id if dialog else None, outcome=outcome)


def known(name: str) -> Desk:
    """The desk of this name, if it is one that sends webhooks. Raises Refusal."""
    desk = team().desks.get(name)
    if desk is None:
        raise Refusal(404, "No such desk", "The address ends with a desk's name in the team's file (`desks`).")
    if desk.vendor not in _VENDORS:
        raise Refusal(404, "This desk has no webhook", "Send what is handed over to /v1/escalations.")
    return desk


def _hear(dialog: Dialog, heard: Heard, call: Call) -> str:
    if heard.ours:
        return "our own"
    decision = escalation.heard(dialog, heard.cause or _unnamed(call))
    try:
        commit(decision, call.at)
    except Stale:
        return "heard already"
    return decision.why


def _unnamed(call: Call) -> str:
    """The name of an event that brings none: its body at its time, or else this very call. Reading twice does no harm,
    but a trigger of a team's own says the same each time, and what is new then must not be taken for a repeat."""
    times = (call.header(f"x-{header}") for header in ("zendesk-webhook-signature-timestamp", "chatwoot-timestamp"))
    time = next((time for time in times if time), call.at.isoformat())
    return hashlib.sha256(time.encode(errors="replace") + b"\n" + call.raw).hexdigest()[:32]


def _carrotquest(call: Call) -> Heard | None:
    """There is no signature: the form brings the token itself."""
    sent = carrotquest.sent(call.raw)
    call.signed(lambda secret: token_holds(secret, sent.token), "Send the webhook's `token` in the form.")
    return sent.heard(call.operator)


def _intercom(call: Call) -> Heard | None:
    signature = call.header("x-hub-signature")
    call.signed(
        lambda secret: intercom_signed(secret, signature, call.raw),
        "Sign the raw body with the app's client secret (X-Hub-Signature).",
    )
    return _hint(Intercom, call.raw).heard(call.operator)


def _zendesk(call: Call) -> Heard | None:
    stamp, signature = call.header("x-zendesk-webhook-signature-timestamp"), call.header("x-zendesk-webhook-signature")
    call.signed(
        lambda secret: zendesk_signed(secret, stamp, signature, call.raw, call.at.timestamp()),
        "Sign timestamp and raw body with the webhook's secret (X-Zendesk-Webhook-Signature).",
    )
    return _hint(Zendesk, call.raw).heard(call.headers, call.operator)


def _chatwoot(call: Call) -> Heard | None:
    stamp, signature = call.header("x-chatwoot-timestamp"), call.header("x-chatwoot-signature")
    call.signed(
        lambda secret: chatwoot_signed(secret, stamp, signature, call.raw, call.at.timestamp()),
        "Sign `{timestamp}.{body}` with the webhook's secret (X-Chatwoot-Signature).",
    )
    return _hint(Chatwoot, call.raw).heard(call.headers, call.operator)


def _hint(shape: type[Told], raw: bytes) -> Told:
    """A body in JSON; an empty one says nothing. Raises Refusal."""
    try:
        return shape.model_validate_json(raw.strip() or b"{}")
    except ValidationError:
        raise Refusal(400, "The body is not a JSON object", "Send the event as a JSON object in UTF-8.") from None


_VENDORS: Mapping[str, Callable[[Call], Heard | None]] = {
    "carrotquest": _carrotquest,
    "intercom": _intercom,
    "zendesk": _zendesk,
    "chatwoot": _chatwoot,
}
