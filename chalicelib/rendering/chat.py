"""What a support chat shows of a case: notes for its operators, and replies for the person, which are plain text.

A reply says what the mail of the same notice says, and nothing else: it is made of the notice alone, in the person's
language. A note names the issue, and is in the language of the desk.
"""

from datetime import datetime

from chalicelib.model.case import Case
from chalicelib.model.dialog_acts import AnswerDialog, NoteDialog, ReplyDialog
from chalicelib.model.notice import Notice
from chalicelib.rendering import holding, naming, outage
from chalicelib.rendering.acknowledgement import acknowledgement
from chalicelib.rendering.links import Links
from chalicelib.rendering.moments import when
from chalicelib.rendering.story import CHAPTERS, FOR_SUBSCRIBERS, STATUS_WORDS
from chalicelib.rendering.typed import cut, one_line, person_name
from chalicelib.rendering.words import catalogue, language_of
from chalicelib.team import Language, Team

WORDS_LIMIT = 4_000
TITLE_LIMIT = 200
_SAID = ("answer", "question", "holding", "update", "over")  # what somebody wrote, while a status is told by its words


def note(act: NoteDialog, case: Case, team: Team, links: Links, language: Language) -> str:
    """A note for the operators: where the case stands, or what its person was told elsewhere."""
    words = catalogue(language)
    key = case.issue.key if case.issue else ""
    title = f"{naming.area_name(case, team, language)}: {naming.kind_name(case, team, language)}"
    by = person_name(act.by) if act.said == "told" else None
    status = ", ".join(filter(None, [words.gettext(STATUS_WORDS[case.status]), by]))
    lines = [cut(" · ".join(filter(None, [key, status, one_line(title)])), TITLE_LIMIT)]
    if act.said == "told" and act.notice and act.notice.kind in _SAID:
        lines = [_told(act, language), *_quoted(act.notice, team, language)]
    if act.said == "merged":
        lines.append(words.gettext("The same problem goes on under this issue; nothing was declined."))
    if case.issue:
        lines.append(links.issue(case.issue.key))
    if act.said == "linked":
        lines.append(
            words.gettext("What the person sees: %s") % links.report(act.follower.report_id, act.follower.token)
        )
    return "\n".join(lines)


def reply(act: ReplyDialog, case: Case, team: Team, links: Links) -> str:
    """What the person reads in the dialog."""
    language, notice = language_of(act.follower.locale, team.languages), outage.as_it_is(act.notice, case)
    words, chapter = catalogue(language), CHAPTERS[notice.kind]
    said, promised = _said(notice, team, language), holding.promised(notice.promised, team, language)
    happened = words.gettext(chapter.happened)
    parts = [happened if happened.endswith("?") else f"{happened}.", words.gettext(chapter.means)]
    parts += [part for part in (said, promised) if part]
    if act.notice.kind != "question":
        parts.append(words.gettext(chapter.comes_next))
    else:
        parts.append(words.gettext("Just answer here."))
    if act.notice.kind == "received":
        parts += acknowledgement(case, team, act.notice.at, language)
    parts.append(f"{words.gettext('See where it stands:')} {links.report(act.follower.report_id, act.follower.token)}")
    return "\n\n".join(parts)


def answer(act: AnswerDialog, case: Case, team: Team, links: Links, now: datetime) -> str:
    """What somebody reads who writes while there is this outage, and may well write about something else."""
    language = language_of(act.locale, team.languages)
    words, chapter = catalogue(language), FOR_SUBSCRIBERS["outage"]
    notice = outage.as_it_is(Notice("outage", case.opened_at), case)
    news = {"page": links.status(case.product, language)}
    if notice.promised and notice.promised > now:
        news["moment"] = when(notice.promised, team.hours.as_hours(), language)
        more = words.gettext("We write news on the status page, the next no later than %(moment)s: %(page)s") % news
    else:
        more = words.gettext("We write news on the status page: %(page)s") % news
    parts = [
        f"{words.gettext(chapter.happened)}: {naming.area_names(case, team, language)}.",
        words.gettext(chapter.means),
        _said(notice, team, language),
        more,
        words.gettext("If you write about something else, just go on: your message is read here."),
    ]
    return "\n\n".join(parts)


def _told(act: NoteDialog, language: Language) -> str:
    words, by = catalogue(language), person_name(act.by) or "Wilco"
    asked = act.notice is not None and act.notice.kind == "question"
    return (words.gettext("%s asked the person:") if asked else words.gettext("%s wrote to the person:")) % by


def _quoted(notice: Notice, team: Team, language: Language) -> list[str]:
    """What the person was told, and what they were promised."""
    told = [_said(notice, team, language), holding.promised(notice.promised, team, language)]
    return [f"> {line}".rstrip() for part in told if part for line in part.split("\n")]


def _said(notice: Notice, team: Team, language: Language) -> str:
    """The team's words."""
    return cut(holding.said(notice, team, language), WORDS_LIMIT)
