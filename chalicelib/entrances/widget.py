"""`/widget.js` and what it asks for: the built files of the package, and the team's words for a product.

The files are text, so that API Gateway passes them through as they are and compresses them (.chalice/config.json).
"""

import hashlib
from pathlib import Path

from chalice import Blueprint, Response

from chalicelib.entrances.answers import answers, json_answer, parse_query, unknown
from chalicelib.errors import Refusal
from chalicelib.observe import log, now
from chalicelib.settings.products import Product
from chalicelib.settings.reporting import reporting

bp = Blueprint(__name__)
FOLDER = Path(__file__).parents[1] / "static"  # filled from widget/dist/ when packaging
_SCRIPT = "widget.js"
# Minutes, because its name stays while it changes; the parts carry a hash of their contents in theirs.
_FRESH = "public, max-age=300, stale-while-revalidate=86400"
_FOR_EVER = "public, max-age=31536000, immutable"
_WORDS_FRESH, _KNOWN_FRESH = 300, 10  # seconds
_FILE_HEADERS = {
    "Content-Type": "text/javascript; charset=utf-8",
    "Cross-Origin-Resource-Policy": "cross-origin",  # pages with COEP may load it too
    "X-Content-Type-Options": "nosniff",
    "Vary": "Accept-Encoding",
}


@bp.route("/widget.js", methods=["GET"])
@answers
def widget_script() -> Response:
    """The widget itself."""
    return _file(_SCRIPT)


@bp.route("/widget/{file}", methods=["GET"])
@answers
def widget_part(file: str) -> Response:
    """A part that the widget loads when somebody needs it, as an ES module."""
    return _file(file)


@bp.route("/v1/widget/{product}", methods=["GET"])
@answers
def widget_words(product: str) -> Response:
    """What the product, its areas and its kinds of error are called."""
    from chalicelib.entrances.payloads.widget import WidgetWords

    return json_answer(WidgetWords.of(product, _product(product), reporting().languages), max_age=_WORDS_FRESH)


@bp.route("/v1/widget/{product}/known", methods=["GET"])
@answers
def widget_known(product: str) -> Response:
    """The area's outage and open problems, so that a person may say *me too* instead of reporting once more."""
    from chalicelib.decisions.intake import outage_for
    from chalicelib.decisions.known import known_problems
    from chalicelib.entrances.outage_words import known_outage
    from chalicelib.entrances.payloads.widget import KnownCase, KnownCases, KnownQuery
    from chalicelib.store.open_cases import open_cases, recent_outages

    team_product = _product(product)
    query = parse_query(KnownQuery, bp.current_request.query_params)
    if query.area not in team_product.areas:
        raise unknown("area", query.area, team_product.areas)
    outage = outage_for(query.area, recent_outages(product, now()))
    known = known_problems(open_cases(product, query.area, now()), query.url)
    log("known_problems_shown", product=product, area=query.area, shown=len(known), outage=outage is not None)
    shown = [KnownCase.model_validate(one) for one in known]
    return json_answer(KnownCases(outage=outage and known_outage(outage), known=shown), max_age=_KNOWN_FRESH)


def _file(name: str) -> Response:
    """A built file by its name. It is looked up among the names that are there, so no path leads out of the folder."""
    built = {path.name: path for path in FOLDER.glob("*.js")}
    if _SCRIPT not in built:
        raise Refusal(503, "The widget is not built", "Build it (`widget/`, npm run build) and package again.")
    if name not in built:
        raise Refusal(404, "No such file", "Load what the current `/widget.js` names.")
    text = built[name].read_text(encoding="utf-8")
    tag = f'W/"{hashlib.sha256(text.encode()).hexdigest()[:20]}"'  # weak: the same whether compressed or not
    headers = {**_FILE_HEADERS, "Cache-Control": _FRESH if name == _SCRIPT else _FOR_EVER, "ETag": tag}
    return Response("", headers, 304) if _has(tag) else Response(text, headers)


def _has(tag: str) -> bool:
    """Whether the browser says that it holds this version (RFC 9110, 13.1.2: compared weakly)."""
    held = bp.current_request.headers.get("if-none-match", "").split(",")
    return any(one.strip() == "*" or one.strip().removeprefix("W/") == tag.removeprefix("W/") for one in held)


def _product(name: str) -> Product:
    product = reporting().products.get(name)
    if product is None:
        raise unknown("product", name, reporting().products, 404)
    return product
