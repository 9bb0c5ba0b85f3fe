"""One call on Jira's REST API: who calls, which version, and the body; and how a handler becomes a route."""

from __future__ import annotations

import base64
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sandbox.credentials import Credentials
from sandbox.jira import catalogue
from sandbox.jira.refusals import Refusal
from sandbox.jira.representation import Representation
from sandbox.jira.site import JiraSite
from sandbox.state import Json

MALFORMED = "There was an error parsing JSON. Check that your request body is valid."


@dataclass(frozen=True)
class Call:
    """What a handler needs to know of a request. `by` is the account id of the caller, which is Wilco's bot."""

    request: Request
    site: JiraSite
    body: Any
    by: str = catalogue.BOT.account_id

    @property
    def api(self) -> str:
        """Return the REST version of the call, `2` or `3`."""
        return str(self.request.path_params.get("api", "2"))

    @property
    def issue(self) -> Json:
        """Return the issue that the path names; Jira's 404 otherwise."""
        return self.site.find(self.path("issue"))

    @property
    def show(self) -> Representation:
        """Return what renders answers in the call's version."""
        return Representation(self.site.state, self.site.base, self.api)

    def path(self, name: str) -> str:
        """Return a part of the path."""
        return str(self.request.path_params[name])

    def query(self, name: str, default: str = "") -> str:
        """Return a query parameter; repeated ones are joined by commas."""
        return ",".join(self.request.query_params.getlist(name)) or default


Handler = Callable[[Call], Response]
Reader = Callable[[Request], Awaitable[Any]]


async def json_body(request: Request) -> Any:
    """Return the decoded body, an empty object when there is none; Jira's 415 and 400 otherwise."""
    raw = await request.body()
    if not raw:
        return {}
    if "json" not in request.headers.get("content-type", ""):
        raise Refusal(415, "Unsupported Media Type")
    try:
        return json.loads(raw)
    except ValueError:
        raise Refusal(400, MALFORMED) from None


def route(
    method: str, path: str, handler: Handler, site: JiraSite, credentials: Credentials, read: Reader = json_body
) -> Route:
    """Return the route of a handler, which is called only for a caller with the right token and a readable body."""

    async def answer(request: Request) -> Response:
        try:
            if not path.endswith("/serverInfo"):
                _authenticate(request, credentials)
            return handler(Call(request, site, await read(request)))
        except Refusal as refusal:
            return JSONResponse(refusal.body, status_code=refusal.status)

    return Route(f"/jira/rest/{path}", answer, methods=[method])


def _authenticate(request: Request, credentials: Credentials) -> None:
    token = f"{credentials.jira_email}:{credentials.jira_token}".encode()
    if request.headers.get("authorization", "") != "Basic " + base64.b64encode(token).decode():
        raise Refusal(401, "Client must be authenticated to access this resource.")


def mapping(call: Call) -> Json:
    """Return the body as an object; Jira's 400 otherwise."""
    if not isinstance(call.body, dict):
        raise Refusal(400, MALFORMED)
    return call.body


def nothing() -> Response:
    """Return Jira's answer to most changes: 204 without a body."""
    return Response(status_code=204)
