"""Who is logged in at the shop is a cookie, so that the widget's request for a signed identity needs to name nobody."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from sandbox.identity import CUSTOMERS, sign
from sandbox.sandbox import Sandbox

WHO, LANGUAGE = "shop_who", "shop_language"
FIRST = "ann"  # who is logged in at first


def routes(sandbox: Sandbox) -> list[Route]:
    """Return the routes of logging in, and of the endpoint that the widget's tag names.

    `person` lets the widget see that a report that waited on a device belongs to somebody else than who is there now.
    """

    async def session(request: Request) -> Response:
        form = await request.form()
        answer = RedirectResponse(request.headers.get("referer", "/shop"), status_code=303)
        answer.set_cookie(WHO, str(form.get("user", "")), httponly=True, samesite="lax")
        answer.set_cookie(LANGUAGE, "ru" if form.get("language") == "ru" else "en", samesite="lax")
        return answer

    async def identity(request: Request) -> Response:
        customer = CUSTOMERS.get(request.cookies.get(WHO, ""))
        if customer is None:
            return Response(status_code=204)
        token = sign(customer, sandbox.credentials.host_secret_shop)
        return JSONResponse({"identity": token, "person": customer.handle}, headers={"Cache-Control": "no-store"})

    return [
        Route("/shop/session", session, methods=["POST"]),
        Route("/shop/identity", identity, methods=["GET", "POST"]),
    ]
