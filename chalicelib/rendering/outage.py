"""What people are told of an outage, in their language: its updates, and how they may say how it went."""

from collections.abc import Mapping
from dataclasses import replace

from chalicelib.model.case import Case
from chalicelib.model.notice import Notice
from chalicelib.model.outage import Rating, Stage, Update
from chalicelib.rendering.typed import clean
from chalicelib.rendering.words import catalogue
from chalicelib.team import Language, Team


def _(text: str) -> str:
    return text


STAGES: Mapping[Stage, str] = {
    "investigating": _("Investigating"),
    "identified": _("Cause found"),
    "monitoring": _("Watching the fix"),
    "resolved": _("Solved"),
}
RATINGS: Mapping[Rating, str] = {"bad": _("Badly"), "good": _("Well"), "great": _("Very well")}
_UNTRANSLATED = {"en": _("(In English; not translated yet.)"), "ru": _("(In Russian; not translated yet.)")}


_DEFAULTS = {
    "declared": _("Something does not work as it should, and many people see it. We are looking into it."),
    "reopened": _("The problem has come back. We are looking into it again, and we are sorry."),
}


def default_words(when: str, team: Team) -> dict[str, str]:
    """Words in each of the team's languages that can go out as they are: for whoever has no time to write."""
    return {language: catalogue(language).gettext(_DEFAULTS[when]) for language in team.languages}


def as_it_is(notice: Notice, case: Case) -> Notice:
    """Who is told that there is an outage is told what is known when the word goes out, even that it is over."""
    if notice.kind != "outage" or case.outage is None:
        return notice
    newest = case.outage.newest
    return replace(notice, kind="over" if newest.ends else "outage", update=newest, promised=newest.next_by)


def told(update: Update, language: Language) -> str:
    """The update's words; where they were written in another language only, that is said."""
    text, written = text_in(update, language)
    if written == language:
        return clean(text)
    return clean(f"{catalogue(language).gettext(_UNTRANSLATED[written])}\n\n{text}")


def text_in(update: Update, language: Language) -> tuple[str, Language]:
    """The words in the language, or else in the one that there is; and which that is."""
    other: Language = "ru" if language == "en" else "en"
    written = language if update.texts.get(language) else other
    return update.texts.get(written, ""), written
