"""A notice as mail to many people: rendered once for those who read the same, then filled in for each of them.

Rendering a mail costs a third of a millisecond, thrice what all of a broadcast may spend on a recipient. So the mail is
rendered for a follower whose name, id and link are marks, and cut into pieces at these marks.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from chalicelib.model.case import Case, Follower
from chalicelib.model.mail import Copy, Letter, Pieces
from chalicelib.model.notice import Notice
from chalicelib.rendering.links import Links
from chalicelib.rendering.mail import mail
from chalicelib.rendering.typed import person_name
from chalicelib.rendering.words import language_of
from chalicelib.team import Language, Team

# Letters alone, so that they come through whatever cleans a name or an id; nobody has ever typed them.
_MARKS = {"SlotForNameQxzvk": "name", "SlotForPersonQxzvk": "person", "SlotForReportQxzvk": "report"}
_MARKS |= {"SlotForTokenQxzvk": "token", "SlotForMarkQxzvk": "mark"}
_NAME, _PERSON, _REPORT, _TOKEN, _MARK = _MARKS
_ANY_MARK = re.compile(f"({'|'.join(_MARKS)})")
_IN_HTML = {"name": "name_html"}


@dataclass(frozen=True, slots=True)
class Reader:
    """What a mail's words depend on: the reader's language, whether their name is known, and why they are told."""

    language: Language
    named: bool
    subscribed: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter, and how each follower's copy of it is made; `headers` are those that only the copy has."""

    letter: Letter
    headers: Mapping[str, Pieces]

    def copy_for(self, follower: Follower, mark: str) -> Copy:
        """The follower's copy; `mark` names it across all cases. Ids and tokens are ours: letters, digits, dashes."""
        name = person_name(follower.name)
        shown = name or ""
        values = {
            "name": shown,
            "name_html": escape(shown).replace("&#x27;", "&#39;"),  # as Jinja writes it
            "report": follower.report_id,
            "token": follower.token,
        }
        in_headers = {**values, "person": follower.id, "mark": mark}
        headers = {header: _filled(pieces, in_headers) for header, pieces in self.headers.items()}
        return Copy(to=follower.email, to_name=name, values=values, headers=headers)


def reader(follower: Follower, team: Team) -> Reader:
    """Whose letter this follower gets."""
    language = language_of(follower.locale, team.languages)
    return Reader(language, person_name(follower.name) is not None, follower.subscribed)


def draft(to: Reader, notice: Notice, case: Case, team: Team, links: Links) -> Draft:
    """The letter to such readers."""
    name = _NAME if to.named else None
    nobody = Follower(_PERSON, case.id, "", to.language, _REPORT, _TOKEN, name, subscribed=to.subscribed)
    whole = mail(nobody, notice, case, team, links, _MARK)
    headers = {name: _cut(value) for name, value in whole.headers.items()}
    return Draft(
        Letter(
            subject=whole.subject,
            text=_cut(whole.text),
            html=tuple(_IN_HTML.get(piece, piece) if slot else piece for piece, slot in _slots(_cut(whole.html))),
            headers={name: pieces[0] for name, pieces in headers.items() if len(pieces) == 1},
            tags=whole.tags,
            from_name=whole.from_name,
        ),
        {name: pieces for name, pieces in headers.items() if len(pieces) > 1},
    )


def _cut(text: str) -> Pieces:
    return tuple(_MARKS.get(piece, piece) for piece in _ANY_MARK.split(text))


def _slots(pieces: Pieces) -> list[tuple[str, bool]]:
    return [(piece, number % 2 == 1) for number, piece in enumerate(pieces)]


def _filled(pieces: Pieces, values: Mapping[str, str]) -> str:
    return "".join(values[piece] if slot else piece for piece, slot in _slots(pieces))
