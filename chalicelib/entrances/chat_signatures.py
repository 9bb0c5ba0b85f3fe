"""Which support desk is calling: each chat vendor's own check, and that of Standard Webhooks, on the raw body.

As in `signatures.py`, whatever is odd is a plain False. A desk without a secret lets nobody in.
"""

import base64
import binascii
import hmac
import re
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha1, sha256

from chalicelib.entrances.signatures import TOLERANCE, fresh, same

_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?Z")
_LONGEST_ID = 256
_STANDARD_PREFIX = "whsec_"


def token_holds(secret: str, token: str | None) -> bool:
    """The token itself, as Carrot quest sends it: there is no signature."""
    return bool(secret) and same(secret, token)


def intercom_signed(secret: str, signature: str | None, body: bytes) -> bool:
    """`sha1=` and the hex HMAC-SHA1 of the body, in X-Hub-Signature; the secret is the app's client secret."""
    return bool(secret) and same("sha1=" + hmac.new(secret.encode(), body, sha1).hexdigest(), signature)


def zendesk_signed(secret: str, timestamp: str | None, signature: str | None, body: bytes, now: float) -> bool:
    """The base64 HMAC-SHA256 of timestamp and body; the timestamp is ISO 8601 (developer.zendesk.com, "verifying")."""
    if not secret or not timestamp or not _fresh_iso(timestamp, now):
        return False
    return same(_base64(secret.encode(), timestamp.encode() + body), signature)


def chatwoot_signed(secret: str, timestamp: str | None, signature: str | None, body: bytes, now: float) -> bool:
    """`sha256=` and the hex HMAC-SHA256 of `{timestamp}.{body}`, in X-Chatwoot-Signature."""
    if not secret or not timestamp or not fresh(timestamp, now):
        return False
    digest = hmac.new(secret.encode(), timestamp.encode() + b"." + body, sha256).hexdigest()
    return same("sha256=" + digest, signature)


def standard_signed(
    secret: str, message: str | None, timestamp: str | None, signatures: str | None, body: bytes, now: float
) -> bool:
    """One of the `v1` signatures is ours; other versions are passed over (standardwebhooks.com).

    The secret is `whsec_` and the key in base64. One that does not look so belongs to a vendor and signs nothing here.
    """
    key = _key(secret)
    if not key or not message or len(message) > _LONGEST_ID or not timestamp or not fresh(timestamp, now):
        return False
    signed = message.encode(errors="replace") + b"." + timestamp.encode() + b"." + body
    expected = _base64(key, signed)
    return any([same(expected, one) for one in _first_versions(signatures or "")])


def _first_versions(signatures: str) -> Iterator[str]:
    for one in signatures.split(" "):
        version, _, signature = one.partition(",")
        if version == "v1":
            yield signature


def _key(secret: str) -> bytes:
    if not secret.startswith(_STANDARD_PREFIX):
        return b""
    try:
        return base64.b64decode(secret.removeprefix(_STANDARD_PREFIX), validate=True)
    except (binascii.Error, ValueError):
        return b""


def _base64(key: bytes, message: bytes) -> str:
    return base64.b64encode(hmac.new(key, message, sha256).digest()).decode()


def _fresh_iso(timestamp: str, now: float) -> bool:
    if not _ISO.fullmatch(timestamp):
        return False
    try:
        return abs(now - datetime.fromisoformat(timestamp).timestamp()) <= TOLERANCE
    except (ValueError, OverflowError):
        return False
