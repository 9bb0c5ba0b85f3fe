"""`POST /v1/chat/{desk}`: a support chat says that a dialog has news. It is written down, and the dialog read later.

Anything understood is answered 200, duplicates too: the vendors repeat everything else, and some then switch it off.
"""

from chalice import Blueprint, Response

from chalicelib.entrances.answers import answers
from chalicelib.observe import now

bp = Blueprint(__name__)


@bp.route("/v1/chat/{desk}", methods=["POST", "HEAD"], content_types=["*/*"])
@answers
def chat_webhook(desk: str) -> Response:
    """Take one webhook; Intercom asks with HEAD whether the address is there before it takes it."""
    from chalicelib.entrances import chat_vendors

    request = bp.current_request
    if request.method == "HEAD":
        chat_vendors.known(desk)
    else:
        chat_vendors.take(desk, request.headers, request.raw_body, now())
    return Response("", status_code=200)
