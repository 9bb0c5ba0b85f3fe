"""What a notice says beside its chapter: the team's words, a saved reply in the reader's language, and a promise."""

from datetime import datetime

from chalicelib.model.hours import Hours
from chalicelib.model.notice import Notice
from chalicelib.rendering import outage
from chalicelib.rendering.moments import when, zone_of
from chalicelib.rendering.typed import clean
from chalicelib.rendering.wiki import plain_text
from chalicelib.rendering.words import catalogue
from chalicelib.team import Language, Team


def said(notice: Notice, team: Team, language: Language) -> str:
    """The words to quote: the saved reply (none, when it has left the file), then what was written for this case."""
    if notice.update:
        return outage.told(notice.update, language)
    reply = team.replies.get(notice.saved)
    written = plain_text(notice.text) if notice.kind == "answer" else notice.text  # an answer is a Jira comment
    return clean("\n\n".join(part for part in (reply.text.in_(language) if reply else "", written) if part))


def promised(at: datetime | None, team: Team, language: Language, zone: str | None = None) -> str | None:
    """By when the reader hears more, by the clock of their `zone` or else the team's; None when nothing is promised."""
    if at is None:
        return None
    words = catalogue(language).gettext("You hear from us again no later than %(moment)s.")
    own = zone_of(zone)
    return words % {"moment": when(at, Hours(own.key) if own else team.hours.as_hours(), language)}
