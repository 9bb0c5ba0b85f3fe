"""What the panel can do with the mail account: see what it has sent, and change what AWS has granted."""

from __future__ import annotations

from starlette.requests import Request

from sandbox.sandbox import Sandbox
from sandbox.state import Json


async def account(sandbox: Sandbox, request: Request, body: Json) -> Json:
    """Return the account, how often it was throttled, and the most that it has sent in a second."""
    return sandbox.mail_account.told()


async def grant(sandbox: Sandbox, request: Request, body: Json) -> Json:
    """Change `rate`, `daily` or `enabled`."""
    sandbox.mail_account.grant(body)
    return sandbox.mail_account.told()


ACTS = {"GET ses": account, "POST ses": grant}
