"""Files on issues: taken as multipart, told in the issue's fields, given back to programs and to the pages.

Shapes are those of developer.atlassian.com/cloud/jira/platform/rest/v2/api-group-issue-attachments.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from sandbox.credentials import Credentials
from sandbox.jira.calls import Call, nothing, route
from sandbox.jira.refusals import Refusal
from sandbox.jira.site import JiraSite
from sandbox.state import Json

UPLOAD_LIMIT = 10 * 1024 * 1024  # bytes; Jira's own default, which an administrator may change
FILES_LIMIT = 60
# A browser that is sent straight to a file keeps it, whatever is in it; only <img> shows it.
_KEPT = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'none'; sandbox"}


@dataclass(frozen=True)
class Sent:
    """One file of a multipart body."""

    name: str
    type: str
    content: bytes


def routes(site: JiraSite, credentials: Credentials) -> list[Route]:
    """Return the routes of the REST API, and the file's own, which the pages use without an account."""

    async def file(request: Request) -> Response:
        return _file(site, request.path_params["id"])

    one = "api/{api}/attachment/{id}"
    return [
        route("GET", "api/{api}/attachment/meta", settings, site, credentials),
        route("POST", "api/{api}/issue/{issue}/attachments", add, site, credentials, read=_sent),
        route("GET", one, describe, site, credentials),
        route("DELETE", one, delete, site, credentials),
        route("GET", "api/{api}/attachment/content/{id}", content, site, credentials),
        route("GET", "api/{api}/attachment/thumbnail/{id}", content, site, credentials),
        Route("/jira/secure/attachment/{id}/{name}", file),
    ]


def settings(call: Call) -> Response:
    return JSONResponse({"enabled": True, "uploadLimit": UPLOAD_LIMIT})


def add(call: Call) -> Response:
    """Attach every part of the name `file`; Jira answers 200, not 201."""
    issue = call.issue
    if not call.body or len(call.body) > FILES_LIMIT:
        raise Refusal(400, f"Send 1 to {FILES_LIMIT} files under the name 'file'.")
    if any(len(one.content) > UPLOAD_LIMIT for one in call.body):
        raise Refusal(413, f"The attachment is larger than the {UPLOAD_LIMIT} bytes that Jira accepts.")
    made = [call.site.attach(issue, one.name, one.type, one.content, call.by) for one in call.body]
    return JSONResponse([call.show.attachment(one) for one in made])


def describe(call: Call) -> Response:
    return JSONResponse(call.show.attachment(_attachment(call.site, call.path("id"))))


def delete(call: Call) -> Response:
    attachment = _attachment(call.site, call.path("id"))
    call.site.detach(call.site.find(attachment["belongs_to"]), attachment, call.by)
    return nothing()


def content(call: Call) -> Response:
    """Lead to the file, or give it at once when the caller does not follow (`redirect=false`)."""
    attachment = _attachment(call.site, call.path("id"))
    if call.query("redirect") == "false":
        return _file(call.site, attachment["id"])
    return RedirectResponse(address(call.site.base, attachment), status_code=303)


def address(base: str, attachment: Json) -> str:
    """Return where a browser finds the file."""
    return f"{base}/secure/attachment/{attachment['id']}/{quote(attachment['filename'], safe='')}"


def _attachment(site: JiraSite, ident: str) -> Json:
    found = site.state.get("attachment", ident)
    if found is None:
        raise Refusal(404, f"The attachment with id '{ident}' does not exist")
    return found


def _file(site: JiraSite, ident: str) -> Response:
    found, body = site.state.get("attachment", ident), site.state.blob(f"attachment-{ident}")
    if found is None or body is None:
        return Response(status_code=404)
    name = quote(found["filename"], safe="")
    disposition = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    return Response(body, media_type=found["mimeType"], headers=_KEPT | disposition)


async def _sent(request: Request) -> list[Sent]:
    """Read the body; Jira's 403 when the header is not there that no foreign page can send."""
    if request.headers.get("x-atlassian-token", "").lower() not in ("no-check", "nocheck"):
        raise Refusal(403, "XSRF check failed")
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        raise Refusal(415, "Unsupported Media Type")
    async with request.form() as form:
        parts = [one for one in form.getlist("file") if isinstance(one, UploadFile)]
        return [Sent(_name(one), one.content_type or "", await one.read()) for one in parts]


def _name(part: UploadFile) -> str:
    """Return a file name without a path."""
    return (part.filename or "file").replace("\\", "/").rpartition("/")[2]
