"""The one mail to an address that nobody has vouched for (promise 5): a question, and how to answer it.

Nothing in it comes from whoever left the address but the address itself, and the choice among our languages: no words,
no page, no name, no link but ours. So nobody can send anything by it.
"""

from chalicelib.model.contact import Confirmation
from chalicelib.ports import Mail
from chalicelib.rendering import naming
from chalicelib.rendering.links import Links
from chalicelib.rendering.templating import fill
from chalicelib.rendering.words import catalogue, language_of
from chalicelib.team import Team

KIND = "confirm"


def confirm_mail(asked: Confirmation, team: Team, links: Links, mark: str) -> Mail:
    """The question; `mark` names its order across all cases."""
    language = language_of(asked.locale, team.languages)
    product = naming.product_name(asked, team, language)
    sender = team.mail.sender_name.in_(language)
    values = {"product": product, "sender": sender, "link": links.confirm(asked.code)}
    return Mail(
        to=asked.address,
        subject=catalogue(language).gettext("Did you report a problem? (%(product)s)") % {"product": product},
        text=fill("confirm_mail.txt", language, **values),
        html=fill("confirm_mail.html", language, **values),
        headers={
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
            "X-Wilco-Kind": KIND,
            "X-Wilco-Order": mark,
        },
        from_name=sender,
        tags={"kind": KIND},
    )
