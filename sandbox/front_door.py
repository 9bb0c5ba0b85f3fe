"""Stands for the custom domain of Wilco's API: one origin whose address stays while deployments come and go.

It passes everything through untouched and adds nothing: CORS, caching and problem details have to be Wilco's own.
The panel may shut it or slow it down, to see what a person is then told.
"""

from __future__ import annotations

import asyncio

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sandbox.sandbox import Sandbox

HOP_BY_HOP = {
    "connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "te", "trailer",
    "transfer-encoding", "upgrade", "host", "content-length",
}  # fmt: skip
METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


def front_door(sandbox: Sandbox) -> Starlette:
    """Return the application that forwards to wherever Wilco's API is at the moment."""

    async def forward(request: Request) -> Response:
        if sandbox.wilco_api is None:
            return _problem(502, "Wilco's API is not deployed yet.")
        rule = sandbox.faults.strike("wilco", f"{request.method} {request.url.path}")
        if rule is not None and rule.fault == "503":
            return _problem(503, "The panel has shut Wilco's front door.")
        if rule is not None:
            await asyncio.sleep(rule.seconds)
        try:
            return await _forwarded(sandbox, request, sandbox.wilco_api)
        except httpx.TimeoutException:
            return _problem(504, "Wilco's API did not answer in time.")
        except httpx.HTTPError:
            return _problem(502, "Wilco's API cannot be reached.")

    return Starlette(routes=[Route("/{path:path}", forward, methods=METHODS)])


async def _forwarded(sandbox: Sandbox, request: Request, api: str) -> Response:
    raw_path = request.scope["raw_path"].decode("ascii").partition("?")[0]
    query = request.scope["query_string"].decode("ascii")
    outgoing = httpx.Request(
        request.method,
        f"{api}{raw_path}" + (f"?{query}" if query else ""),
        headers=[(k, v) for k, v in request.headers.raw if k.decode("latin-1").lower() not in HOP_BY_HOP],
        content=await request.body(),
    )
    outgoing.extensions = {"timeout": httpx.Timeout(30.0, connect=3.0).as_dict()}
    answer = await sandbox.http.send(outgoing, stream=True)
    try:
        body = b"".join([part async for part in answer.aiter_raw()])
    finally:
        await answer.aclose()
    response = Response(body, status_code=answer.status_code)
    kept = [(k.lower(), v) for k, v in answer.headers.raw if k.decode("latin-1").lower() not in HOP_BY_HOP]
    response.raw_headers = [*kept, (b"content-length", str(len(body)).encode())]
    return response


def _problem(status: int, detail: str) -> JSONResponse:
    titles = {502: "Bad Gateway", 503: "Service Unavailable", 504: "Gateway Timeout"}
    body = {"type": "about:blank", "title": titles[status], "status": status, "detail": detail}
    return JSONResponse(body, status_code=status, media_type="application/problem+json")
