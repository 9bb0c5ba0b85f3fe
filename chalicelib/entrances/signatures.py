"""Who is calling: HMAC checks on the raw body, before anything is parsed.

Standard library only: slack_sdk's own verifier loads its whole web client (110 ms), and has traps that these
functions have not: any odd header is a plain False here.
"""

import hmac
import re
from hashlib import sha256

_SLACK_TOLERANCE = 300  # seconds; docs.slack.dev/authentication/verifying-requests-from-slack


def slack_signed(secret: str, timestamp: str | None, signature: str | None, body: bytes, now: float) -> bool:
    """`v0=` and the hex HMAC-SHA256 of `v0:{timestamp}:{body}`, not older than five minutes."""
    if not timestamp or not signature or not re.fullmatch(r"[0-9]{1,12}", timestamp):
        return False
    if abs(now - int(timestamp)) > _SLACK_TOLERANCE:
        return False
    expected = "v0=" + _hex(secret, b"v0:" + timestamp.encode() + b":" + body)
    return hmac.compare_digest(expected.encode(), signature.encode())


def jira_signed(secret: str, signature: str | None, body: bytes) -> bool:
    """`sha256=` and the hex HMAC-SHA256 of the body, in X-Hub-Signature (Jira Cloud, admin webhooks with a secret)."""
    method, _, digest = (signature or "").partition("=")
    return method == "sha256" and hmac.compare_digest(_hex(secret, body).encode(), digest.encode())


def _hex(secret: str, message: bytes) -> str:
    return hmac.new(secret.encode(), message, sha256).hexdigest()
