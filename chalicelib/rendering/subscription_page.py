"""The pages of a subscription to a product's outages: asked for, confirmed, stopped. They show no address."""

from chalicelib.model.subscription import SubscriptionState
from chalicelib.rendering.links import Links
from chalicelib.rendering.page import style
from chalicelib.rendering.templating import fill
from chalicelib.team import Language, Team


def subscription_page(
    product: str, state: SubscriptionState, team: Team, language: Language, links: Links, reference: str = ""
) -> str:
    """`reference` is the last part of the link by which it was opened; its buttons post to that."""
    known = team.products.get(product)
    return fill(
        "subscription.html",
        language,
        style=style(),
        languages=team.languages if reference else (language,),
        state=state,
        product=known.name.in_(language) if known else product,
        status=links.status(product, language),
        link=links.subscription(reference),
    )
