"""How every page of ours is sent: nothing is loaded, run, framed, cached or found by search engines."""

from chalice import Response
from chalice.app import Request

from chalicelib.team import Language, team


def html(page: str, status: int = 200) -> Response:
    """A page on the wire."""
    from chalicelib.rendering.page import content_security_policy

    headers = {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Security-Policy": content_security_policy(),
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
        "X-Robots-Tag": "noindex",
    }
    return Response(page, headers, status)


def language(request: Request, locale: str) -> Language:
    """What the link asks for (`?lang=`), else what the person speaks, else what the browser does."""
    from chalicelib.rendering.words import language_of

    asked = (request.query_params or {}).get("lang")
    return language_of(asked or locale or request.headers.get("accept-language", ""), team().languages)
