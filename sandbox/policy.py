"""The Content-Security-Policy of the host pages: as strict as a careful product's, so that the widget proves itself."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.responses import Response

from sandbox.sandbox import Sandbox


def with_policy(answer: Response, sandbox: Sandbox, *, scripts: Iterable[str], more: str = "") -> Response:
    """Let the page run these scripts, style itself by its own files, and speak to itself, Wilco and its storage."""
    connects = ["'self'", sandbox.front, *_storage(sandbox)]
    answer.headers["Content-Security-Policy"] = (
        f"default-src 'none'; script-src {' '.join(scripts)}; style-src 'self'; img-src 'self'; "
        f"connect-src {' '.join(connects)}; form-action 'self'; base-uri 'none'; frame-ancestors 'none'{more}"
    )
    return answer


def _storage(sandbox: Sandbox) -> list[str]:
    """The origin that screenshots are posted to: on this machine, S3 and the API are one engine."""
    if sandbox.wilco_api is None:
        return []
    engine = urlsplit(sandbox.wilco_api)
    return [f"{engine.scheme}://{engine.netloc}"]
