"""The one mail to an address that nobody has vouched for (promise 5): a question, and how to answer it.

Nothing in it comes from whoever left the address but the address itself, and the choice among our languages: no words,
no page, no name, no link but ours. So nobody can send anything by it.
"""

from chalicelib.model.contact import Confirmation
from chalicelib.ports import Mail
from chalicelib.rendering import naming
from chalicelib.rendering.links import Links
from chalicelib.rendering.mail import stopped_by_one_press
from chalicelib.rendering.templating import fill
from chalicelib.rendering.words import catalogue, language_of
from chalicelib.team import Language, Team

KIND = "confirm"


def confirm_mail(asked: Confirmation, team: Team, links: Links, mark: str) -> Mail:
    """The question; `mark` names its order across all cases."""
    language = language_of(asked.locale, team.languages)
    product = naming.product_name(asked, team, language)
    sender = team.mail.sender_name.in_(language)
    words = _about_outages(language, product) if asked.subscribes else _about_reports(language, product)
    link = links.subscription(asked.code) if asked.subscribes else links.confirm(asked.code)
    values = {**words, "product": product, "sender": sender, "link": link}
    return Mail(
        to=asked.address,
        subject=f"{words['question']} ({product})",
        text=fill("confirm_mail.txt", language, **values),
        html=fill("confirm_mail.html", language, **values),
        headers={
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
            "X-Wilco-Kind": KIND,
            "X-Wilco-Order": mark,
            **(stopped_by_one_press(links.unsubscribe(asked.code)) if asked.subscribes else {}),
        },
        from_name=sender,
        tags={"kind": KIND},
    )


def _about_reports(language: Language, product: str) -> dict[str, str]:
    gettext = catalogue(language).gettext
    why = gettext("Somebody, probably you, reported a problem at %(product)s and left this address.")
    return {
        "question": gettext("Did you report a problem?"),
        "why": why % {"product": product},
        "asks": gettext("Confirm, and we tell you when it moves:"),
    }


def _about_outages(language: Language, product: str) -> dict[str, str]:
    gettext = catalogue(language).gettext
    why = gettext("Somebody, probably you, left this address on the status page of %(product)s.")
    return {
        "question": gettext("Shall we write to you about outages?"),
        "why": why % {"product": product},
        "asks": gettext("Confirm, and we write to you when there is an outage:"),
    }
