"""What happens behind the routes of a subscription.

Two kinds of links lead here: that of the question, by its code, and that of every later mail, by the subscriber's name
and token. Whoever has either has read the address's mail.
"""

import hmac
import secrets
from collections.abc import Sequence
from contextlib import suppress
from urllib.parse import parse_qs

from chalice import Response
from chalice.app import Request
from pydantic import ValidationError

from chalicelib import wiring
from chalicelib.decisions.contact import refuse
from chalicelib.decisions.subscribing import ask, subscribe, unsubscribe
from chalicelib.entrances.answers import check_size, json_answer, parse, unknown
from chalicelib.entrances.pages import html, language
from chalicelib.entrances.payloads.subscriptions import SubscriptionBody, SubscriptionTaken
from chalicelib.model.case import Case, Follower, follower_id
from chalicelib.model.contact import Confirmation
from chalicelib.model.decision import Decision
from chalicelib.model.subscription import Subscriber, SubscriptionState, subscriber_of
from chalicelib.observe import log, now
from chalicelib.store import contacts
from chalicelib.store.commit import Stale, commit, settle
from chalicelib.store.followers import get_follower
from chalicelib.store.open_cases import OUTAGES, open_cases_now
from chalicelib.store.subscribers import subscriber
from chalicelib.team import team

_LARGEST = 4096  # bytes
_LONGEST = 200  # characters; ours are 120 and a product's name


def asked(request: Request, product: str) -> Response:
    """An address, as JSON or from the page's form."""
    if product not in team().products:
        raise unknown("product", product, team().products, 404)
    if "json" in request.headers.get("content-type", ""):
        _ask(product, parse(SubscriptionBody, request.raw_body, _LARGEST), request)
        return json_answer(SubscriptionTaken(), 202)
    check_size(request.raw_body, _LARGEST)
    form = {name: values[0].strip() for name, values in parse_qs(request.raw_body.decode("utf-8", "replace")).items()}
    words = form.get("locale", "")
    try:
        body = SubscriptionBody.model_validate(form)
    except ValidationError:
        return _page(request, product, "address_wrong", words, status=422)
    _ask(product, body, request)
    return _page(request, product, "asked", words)


def shown(request: Request, reference: str, *, stop: bool = False) -> Response:
    """How it stands, with the buttons that change it."""
    person, question = _behind(reference)
    if person is None:
        return _page(request, question.product, "question", question.locale, reference) if question else _gone(request)
    state: SubscriptionState = "stopped" if person.stopped_at else "stopping" if stop else "subscribed"
    return _page(request, person.product, state, person.locale, reference)


def answered(request: Request, reference: str) -> Response:
    """Yes, again or for the first time; or that it was somebody else, who left the address."""
    person, question = _behind(reference)
    form = parse_qs(request.raw_body.decode("utf-8", "replace"))
    if question and form.get("answer") == ["not_me"]:
        return _refused(request, question, reference)
    wanted = person or (subscriber_of(question, now()) if question else None)
    if wanted is None:
        return _gone(request)
    why = settle(lambda _: _subscribe(wanted), now()).why
    log("subscription_confirmed", product=wanted.product, outcome=why)
    return _page(request, wanted.product, "subscribed", wanted.locale, f"{wanted.name}.{wanted.token}")


def stopped(request: Request, reference: str) -> Response:
    """No more mail; of a question, that it is not asked again."""
    person, question = _behind(reference)
    if person is None:
        return _refused(request, question, reference) if question else _gone(request)
    why = settle(lambda _: _unsubscribe(person), now()).why
    log("subscription_stopped", product=person.product, outcome=why)
    return _page(request, person.product, "stopped", person.locale, reference)


def _ask(product: str, body: SubscriptionBody, request: Request) -> None:
    """Whether the address is subscribed, or asked enough, is a condition of the one write: nobody hears of it."""
    locale = body.locale or request.headers.get("accept-language", "")[:20]
    an_hour, code = team().limits.confirmations_an_hour, secrets.token_urlsafe(16)
    with suppress(Stale):
        commit(ask(product, body.email, locale, code, an_hour, now()), now())
    log("subscription_asked", product=product)


def _behind(reference: str) -> tuple[Subscriber | None, Confirmation | None]:
    """Who has the link: a subscriber, or whoever has a question that still holds, and nobody yet."""
    if len(reference) > _LONGEST:
        return None, None
    product, _, rest = reference.partition(".")
    name, _, token = rest.partition(".")
    if token:
        person = subscriber(product, name)
        return (person if person and hmac.compare_digest(person.token.encode(), token.encode()) else None), None
    question = contacts.confirmation(reference)
    if question is None or not question.subscribes or question.expires_at <= now():
        return None, None
    return subscriber(question.product, subscriber_of(question, now()).id), question


def _subscribe(wanted: Subscriber) -> Decision:
    """As they are now: the button may be pressed twice."""
    person = subscriber(wanted.product, wanted.id)
    if person and not person.stopped_at:
        return Decision("subscribed already")
    outages = _open_outages(wanted.product)
    return subscribe(person or wanted, outages, _following(wanted, outages), now())


def _unsubscribe(told: Subscriber) -> Decision:
    person = subscriber(told.product, told.id)
    if person is None or person.stopped_at:
        return Decision("stopped already")
    return unsubscribe(person, _following(person, _open_outages(person.product)), now())


def _open_outages(product: str) -> list[Case]:
    return [case for case in open_cases_now(product, [OUTAGES]) if case.is_open]


def _following(person: Subscriber, outages: Sequence[Case]) -> list[Follower]:
    found = (get_follower(one.id, follower_id(one.id, person.address)) for one in outages)
    return [follower for follower in found if follower]


def _refused(request: Request, question: Confirmation, reference: str) -> Response:
    commit(refuse(question.address, (), now()), now())
    log("subscription_refused", product=question.product)
    return _page(request, question.product, "refused", question.locale, reference)


def _page(
    request: Request, product: str, state: SubscriptionState, locale: str, reference: str = "", *, status: int = 200
) -> Response:
    from chalicelib.rendering.subscription_page import subscription_page

    words = language(request, locale)
    return html(subscription_page(product, state, team(), words, wiring.links(), reference), status)


def _gone(request: Request) -> Response:
    from chalicelib.rendering.confirm_page import no_confirmation_page

    return html(no_confirmation_page(language(request, "")), 404)
