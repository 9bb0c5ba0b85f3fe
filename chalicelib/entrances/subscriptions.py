"""Subscribing to a product's status page: `POST /v1/status/{product}/subscriptions`, and `/s/{reference}`, which our
mails link to.

What they need is imported when one is called: the API's Lambda loads this module before it takes reports.
"""

from chalice import Blueprint, Response

from chalicelib.entrances.answers import answers

bp = Blueprint(__name__)
_FORM = "application/x-www-form-urlencoded"


@bp.route("/v1/status/{product}/subscriptions", methods=["POST"], content_types=["application/json", _FORM])
@answers
def subscribe(product: str) -> Response:
    """An address, as JSON or by the page's plain form. The answer never says whether we know it."""
    from chalicelib.entrances import subscription_page

    return subscription_page.asked(bp.current_request, product)


@bp.route("/s/{reference}", methods=["GET"], cors=False)
@answers
def subscription(reference: str) -> Response:
    """The question, or how it stands; opening it changes nothing."""
    from chalicelib.entrances import subscription_page

    return subscription_page.shown(bp.current_request, reference)


@bp.route("/s/{reference}", methods=["POST"], content_types=["*/*"], cors=False)
@answers
def answer_subscription(reference: str) -> Response:
    """Yes, or: this was not me."""
    from chalicelib.entrances import subscription_page

    return subscription_page.answered(bp.current_request, reference)


@bp.route("/s/{reference}/stop", methods=["GET"], cors=False)
@answers
def stop_subscription_page(reference: str) -> Response:
    """The page with its button: mail scanners open links, so opening this one changes nothing."""
    from chalicelib.entrances import subscription_page

    return subscription_page.shown(bp.current_request, reference, stop=True)


@bp.route("/s/{reference}/stop", methods=["POST"], content_types=["*/*"], cors=False)
@answers
def stop_subscription_now(reference: str) -> Response:
    """No more mail: by the button, or by the mail program (RFC 8058), which brings only the link."""
    from chalicelib.entrances import subscription_page

    return subscription_page.stopped(bp.current_request, reference)
