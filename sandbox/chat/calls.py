"""One call on Carrot quest's API: its version, its arguments, and how a handler becomes a route."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sandbox.chat import directory
from sandbox.chat.directory import Operator
from sandbox.chat.refusals import ChatRefusal, array, not_found, true
from sandbox.chat.representation import Representation
from sandbox.chat.site import ChatSite
from sandbox.credentials import Credentials
from sandbox.state import Json

PREFIXES = {"/chat/v1": 1, "/chat/v2": 2, "/chat": 2}  # without a version it is the newest
METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]


@dataclass(frozen=True)
class Call:
    """What a handler needs to know of a request. Arguments come in the query and in the form, as text."""

    request: Request
    site: ChatSite
    arguments: Mapping[str, str]
    version: int

    @property
    def conversation(self) -> Json:
        """Return the conversation that the path names; LookupError otherwise."""
        return self.site.find(self.path("id"))

    @property
    def show(self) -> Representation:
        """Return what renders answers with ids as the call wants them."""
        return Representation(self.site, self.flag("id_as_string"))

    def path(self, name: str) -> str:
        """Return a part of the path."""
        return str(self.request.path_params[name])

    def text(self, name: str, default: str = "") -> str:
        """Return an argument."""
        return self.arguments.get(name, default)

    def flag(self, name: str, default: bool = False) -> bool:
        """Return an argument that is a boolean."""
        return true(self.arguments[name]) if name in self.arguments else default

    def words(self, name: str) -> list[Any]:
        """Return an argument that is an array."""
        return array(name, self.text(name)) if self.text(name) else []

    def operator(self, name: str) -> Operator:
        """Return the operator that an argument names; the default one when it names none."""
        ident = self.text(name, "default_admin")
        return directory.DEFAULT_ADMIN if ident in ("", "default_admin") else operator(ident)


Handler = Callable[[Call], tuple[Any, Json]]
"""Returns `data`, and what `meta` has beside the status."""


def operator(ident: str) -> Operator:
    """Return an operator by id; LookupError otherwise."""
    found = directory.BY_ID.get(ident)
    if found is None:
        raise not_found("Admin", ident)
    return found


def routes_of(path: str, handlers: Mapping[str, Handler], site: ChatSite, credentials: Credentials) -> list[Route]:
    """Return the routes of a path under every version; handlers are by HTTP method."""

    def route(prefix: str, version: int) -> Route:
        async def answer(request: Request) -> Response:
            try:
                arguments = await _arguments(request)
                _authenticate(request, arguments, credentials)
                handler = handlers.get(request.method)
                if handler is None:
                    raise ChatRefusal(405, "MethodNotAllowed", f"Method {request.method} is not allowed")
                data, meta = handler(Call(request, site, arguments, version))
                return JSONResponse({"meta": {"status": 200, **meta}, "data": data})
            except ChatRefusal as refusal:
                return JSONResponse(refusal.body, status_code=refusal.status)

        return Route(f"{prefix}/{path}", answer, methods=METHODS)

    return [route(prefix, version) for prefix, version in PREFIXES.items()]


def no_such_method() -> list[Route]:
    """Return the routes of everything else under a version: Error404, in the envelope."""

    async def answer(request: Request) -> Response:
        refusal = ChatRefusal(404, "Error404", "Requested API method does not exist")
        return JSONResponse(refusal.body, status_code=refusal.status)

    return [Route(f"{prefix}/{{rest:path}}", answer, methods=METHODS) for prefix in PREFIXES if prefix != "/chat"]


async def _arguments(request: Request) -> dict[str, str]:
    """Read the query and the form. A JSON body is not documented, and not read."""
    given: dict[str, str] = dict(request.query_params)
    kind = request.headers.get("content-type", "")
    if kind.startswith(("application/x-www-form-urlencoded", "multipart/form-data")):
        async with request.form() as form:
            given |= {name: value for name, value in form.items() if isinstance(value, str)}
    return given


def _authenticate(request: Request, arguments: Mapping[str, str], credentials: Credentials) -> None:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    given = token if scheme in ("Token", "Bearer") else arguments.get("auth_token", "")
    if given != credentials.desk_carrot_token:
        raise ChatRefusal(401, "NotAuthenticated", "Authentication credentials were not provided or are invalid")
