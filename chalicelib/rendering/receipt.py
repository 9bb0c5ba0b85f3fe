"""The words of a receipt, for pages that have none of their own."""

from collections.abc import Sequence

from chalicelib.rendering.words import catalogue, language_of
from chalicelib.settings.part import Language


def asked(locale: str, languages: Sequence[Language], *, queued: bool = False) -> str:
    """After an address was left: the same whether a mail goes or not, so that nobody learns about an address here."""
    words = catalogue(language_of(locale, languages))
    if queued:
        return words.gettext("Thank you. When your report has its turn, we send you a link: open it and confirm.")
    return words.gettext(
        "Please look into your mail: we have sent you a link. Open it and confirm, and we tell you when it moves."
    )


def receipt(locale: str, languages: Sequence[Language], *, mailed: bool, queued: bool = False) -> str:
    """What happens next, in the person's language; that it is received, the page says above."""
    words = catalogue(language_of(locale, languages))
    if queued:
        return words.gettext("We have your report. Many came at once, so it waits for its turn: nothing is lost.")
    if mailed:
        return words.gettext("Thank you! We write to you at every step.")
    return words.gettext("Thank you! The tracking page shows what happens next.")


def still_there(locale: str, languages: Sequence[Language]) -> str:
    """A person says that what had ended is still there."""
    words = catalogue(language_of(locale, languages))
    return words.gettext("Thank you. The team hears that it is still there.")
