"""`POST /v1/reports/{reference}/screenshots`: a place for one more picture, and the form that takes it straight to S3.

What comes by the form is looked at by `uploads.py`; nothing is said of it here.
"""

import secrets

from chalice import Blueprint, Response

from chalicelib import wiring
from chalicelib.entrances.answers import answers, json_answer, parse
from chalicelib.errors import Refusal
from chalicelib.model.screenshot import MAX_BYTES
from chalicelib.observe import log, now
from chalicelib.store.commit import settle

bp = Blueprint(__name__)


@bp.route("/v1/reports/{reference}/screenshots", methods=["POST"], content_types=["*/*"])
@answers
def add_screenshot(reference: str) -> Response:
    """A place and its form."""
    from chalicelib.decisions.screenshots import FORM_LIVES, ask, place_of
    from chalicelib.entrances.payloads.screenshots import ScreenshotBody, UploadPlace
    from chalicelib.entrances.reference import find
    from chalicelib.store.screenshots import screenshots

    body = parse(ScreenshotBody, bp.current_request.raw_body)
    at, name = now(), secrets.token_urlsafe(16)
    report, _ = find(reference, at)
    place = place_of(settle(lambda _: ask(report.id, screenshots(report.id), body.content_type, name, at), at))
    if place is None:
        raise Refusal(409, "No room for another picture", "The report has its pictures. Describe the rest in a note.")
    form = wiring.files().form(place.incoming, place.kind, MAX_BYTES, FORM_LIVES)
    log("screenshot_asked", report=report.id, number=place.number)
    return json_answer(UploadPlace.of(form, MAX_BYTES, at + FORM_LIVES), 201)
