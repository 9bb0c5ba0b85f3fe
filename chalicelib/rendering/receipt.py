"""The words of a receipt, for pages that have none of their own."""

from collections.abc import Sequence

from chalicelib.rendering.words import catalogue, language_of
from chalicelib.team import Language


def receipt(locale: str, languages: Sequence[Language]) -> str:
    """One sentence in the person's language."""
    words = catalogue(language_of(locale, languages))
    return words.gettext("Received. Thank you! The tracking page shows what happens next.")
