"""The words of a receipt, for pages that have none of their own."""

from collections.abc import Sequence

from chalicelib.rendering.words import catalogue, language_of
from chalicelib.team import Language


def asked(locale: str, languages: Sequence[Language]) -> str:
    """After an address was left: the same whether a mail goes or not, so that nobody learns about an address here."""
    return catalogue(language_of(locale, languages)).gettext(
        "Please look into your mail: we have sent you a link. Open it and confirm, and we tell you when it moves."
    )


def receipt(locale: str, languages: Sequence[Language]) -> str:
    """One sentence in the person's language."""
    words = catalogue(language_of(locale, languages))
    return words.gettext("Received. Thank you! The tracking page shows what happens next.")
