"""Who is calling: HMAC checks on the raw body, before anything is parsed.

Standard library only: slack_sdk's own verifier loads its whole web client (110 ms), and has traps that these
functions have not: any odd header is a plain False here.
"""

import hmac
import re
from hashlib import sha256

TOLERANCE = 300  # seconds; docs.slack.dev/authentication/verifying-requests-from-slack, and everybody else's


def fresh(timestamp: str | None, now: float) -> bool:
    """Seconds since 1970 as text, not further than five minutes from now: older ones are replays."""
    return bool(re.fullmatch(r"[0-9]{1,12}", timestamp or "")) and abs(now - int(timestamp or "")) <= TOLERANCE


def same(expected: str, given: str | None) -> bool:
    """Whether they are the same text, in a time that says nothing of where they differ."""
    return hmac.compare_digest(expected.encode(), (given or "").encode(errors="replace"))


def slack_signed(secret: str, timestamp: str | None, signature: str | None, body: bytes, now: float) -> bool:
    """`v0=` and the hex HMAC-SHA256 of `v0:{timestamp}:{body}`, not older than five minutes."""
    if not timestamp or not fresh(timestamp, now):
        return False
    return same("v0=" + _hex(secret, b"v0:" + timestamp.encode() + b":" + body), signature)


def jira_signed(secret: str, signature: str | None, body: bytes) -> bool:
    """`sha256=` and the hex HMAC-SHA256 of the body, in X-Hub-Signature (Jira Cloud, admin webhooks with a secret)."""
    method, _, digest = (signature or "").partition("=")
    return method == "sha256" and same(_hex(secret, body), digest)


def _hex(secret: str, message: bytes) -> str:
    return hmac.new(secret.encode(), message, sha256).hexdigest()
