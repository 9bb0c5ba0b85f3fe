"""More host pages: the kinds of page on which a widget of others tends to break, each small and to be tried by hand."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.policy import with_policy
from sandbox.sandbox import Sandbox
from sandbox.templating import page


@dataclass(frozen=True)
class Host:
    """One page: its address under /hosts/, what it is, and what is unkind about it."""

    slug: str
    title: str
    text: str
    language: str = "en"
    direction: str = "ltr"


HOSTS = (
    Host("strict", "Back office", "Scripts by nonce only, no inline style, trusted types."),
    Host("spa", "Order desk", "One page that changes its address; triggers come and go."),
    Host("rtl", "بضائع الميناء", "Arabic, from right to left.", "ar", "rtl"),
    Host("hostile", "Style sheet from hell", "Overrides every element with !important, and covers all."),
    Host("shadow", "Made of components", "Triggers inside shadow roots of the page's own."),
)
LANGUAGES = ("en", "ru", "ar")
_TRUSTED_TYPES = "; require-trusted-types-for 'script'; trusted-types html2canvas-pro"


def routes(sandbox: Sandbox) -> list[Route]:
    """Return the routes of the host pages; the single-page app answers at all addresses below its own."""

    async def host(request: Request) -> Response:
        one = next(one for one in HOSTS if request.url.path.split("/")[2] == one.slug)
        asked = request.query_params.get("lang", "")
        nonce = secrets.token_urlsafe(16)
        answer = page(
            f"hosts/{one.slug}.html",
            host=one,
            language=asked if asked in LANGUAGES else one.language,
            nonce=nonce,
            front=sandbox.front,
        )
        more = _TRUSTED_TYPES if one.slug == "strict" else ""
        return with_policy(answer, sandbox, scripts=(f"'nonce-{nonce}'",), more=more)

    return [Route(f"/hosts/{one.slug}", host) for one in HOSTS] + [Route("/hosts/spa/{view}", host)]
