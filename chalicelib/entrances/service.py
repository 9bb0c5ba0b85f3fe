"""What Wilco says about itself: that it answers, and how it is called (OpenAPI 3.1)."""

import json

from chalice import Blueprint, Response

from chalicelib.entrances.answers import answers

bp = Blueprint(__name__)


@bp.route("/v1/health", methods=["GET"])
@answers
def health() -> Response:
    """It answers."""
    return Response({"status": "ok"}, status_code=200)


@bp.route("/v1/openapi.json", methods=["GET"])
@answers
def openapi_document() -> Response:
    """The document that `docs/openapi.json` keeps."""
    from chalicelib.entrances.openapi import document

    return Response(json.dumps(document()), {"Content-Type": "application/json"})
