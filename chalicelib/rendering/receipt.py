"""The words of a receipt, for pages that have none of their own."""

from collections.abc import Sequence
from datetime import datetime

from chalicelib.model.case import Case
from chalicelib.rendering import holding, outage
from chalicelib.rendering.words import catalogue, language_of
from chalicelib.team import Language, Team


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


def in_outage(case: Case, team: Team, language: Language, now: datetime, *, mailed: bool) -> str:
    """An outage took the report: what is known, and when there is more, in three paragraphs at most."""
    assert case.outage is not None
    words, newest = catalogue(language), case.outage.newest
    if newest.ends:
        first = words.gettext("The problem is solved.")
    elif mailed:
        first = words.gettext("We know about this problem, and write to you with every update until it is solved.")
    else:
        first = words.gettext("We know about this problem. The tracking page shows every update.")
    promised = holding.promised(newest.next_by, team, language) if newest.next_by and newest.next_by > now else None
    return "\n\n".join(part for part in (first, outage.told(newest, language), promised) if part)


def still_there(locale: str, languages: Sequence[Language]) -> str:
    """A person says that what had ended is still there."""
    words = catalogue(language_of(locale, languages))
    return words.gettext("Thank you. The team hears that it is still there.")
