"""Every page of the sandbox, and the JSON that the pages' scripts ask for."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sandbox.identity import CUSTOMERS, sign
from sandbox.sandbox import Sandbox


def routes(sandbox: Sandbox) -> list[Route]:
    """Return the routes of the pages."""

    async def identity(request: Request) -> Response:
        customer = CUSTOMERS.get(str((await request.json()).get("user")))
        if customer is None:
            return JSONResponse({"detail": "Nobody is logged in."}, status_code=404)
        return JSONResponse({"identity": sign(customer, sandbox.credentials.host_secret_shop)})

    async def mails(request: Request) -> Response:
        asked = request.query_params
        found = sandbox.mailbox.mails(asked.get("to", ""), int(asked.get("since_id") or 0))
        return JSONResponse([sandbox.mailbox.opened(mail) for mail in found])

    return [
        Route("/shop/identity", identity, methods=["POST"]),
        Route("/mail/api/messages", mails),
    ]
