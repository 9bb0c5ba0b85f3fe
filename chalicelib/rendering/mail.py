"""A notice as mail to one person: text and HTML, in their language, one conversation per case in their mail program.

Gmail threads by `References` and an unchanged subject, so both are constant for a follower and the news stands in the
body; SES replaces Message-ID but leaves `References` and `In-Reply-To` alone (references: Amazon SES, "Header fields").
RFC 8058: List-Unsubscribe names a link that a mail program may POST to, and DKIM has to cover both of its headers (Easy
DKIM of SES does).
Promise 6: no header carries what a person typed, except the recipient's cleaned name.
"""

import re
from collections.abc import Mapping

from chalicelib.model.case import Case, Follower
from chalicelib.model.orders import Notice
from chalicelib.model.status import Status
from chalicelib.ports import Mail
from chalicelib.rendering import holding, naming, outage
from chalicelib.rendering.acknowledgement import away
from chalicelib.rendering.links import Links
from chalicelib.rendering.story import CHAPTERS, FOR_SUBSCRIBERS, stages
from chalicelib.rendering.templating import fill
from chalicelib.rendering.typed import cut, one_line, person_name, unlinked
from chalicelib.rendering.words import catalogue, language_of
from chalicelib.team import Language, Team

SUBJECT_LIMIT = 200
PLACE_LIMIT = 200
WORDS_LIMIT = 8_000
TAG_LIMIT = 256  # SES: letters, digits, underscore, dash
_STATUSES = frozenset(Status)
_UNFIT = re.compile(r"[^!-~]")  # for a header: whatever is not printable ASCII


def mail(follower: Follower, notice: Notice, case: Case, team: Team, links: Links, mark: str) -> Mail:
    """The mail that tells `follower` this notice; `mark` names its order across all cases."""
    language, notice = language_of(follower.locale, team.languages), outage.as_it_is(notice, case)
    name = person_name(follower.name)
    values = {
        "name": name,
        "chapter": FOR_SUBSCRIBERS[notice.kind] if follower.subscribed else CHAPTERS[notice.kind],
        "stages": stages(_status(notice, case)),
        "writes_again": not _status(notice, case).closed and notice.update is None,
        "said": _said(notice, team, language),
        "promised": holding.promised(notice.promised, team, language),
        "away": away(case, team, notice.at, language) if notice.kind == "received" else None,
        "asks": notice.kind == "question",
        "ratings": _ratings(follower, links, language) if notice.kind == "over" and not follower.subscribed else (),
        "subscribed": follower.subscribed,
        "kind": naming.kind_name(case, team, language),
        "area": naming.area_name(case, team, language),
        "place": unlinked(cut(one_line(case.place), PLACE_LIMIT)),
        "product": naming.product_name(case, team, language),
        "sender": team.mail.sender_name.in_(language),
        **_links(follower, case, links, language),
    }
    return Mail(
        to=follower.email,
        to_name=name,
        subject=subject(case, team, language),
        text=fill("mail.txt", language, **values),
        html=fill("mail.html", language, **values),
        headers={
            **_headers(follower, notice, case, team),
            **stopped_by_one_press(str(values["stop"])),
            "X-Wilco-Order": _UNFIT.sub("-", mark),
        },
        from_name=team.mail.sender_name.in_(language),
        tags={"kind": notice.kind, "case": _word(case.id)[:TAG_LIMIT]},
    )


def subject(case: Case, team: Team, language: Language) -> str:
    """The same for every mail of a case in one language."""
    kind = _uncapitalised(naming.kind_name(case, team, language))
    line = f"{naming.area_name(case, team, language)}: {kind} ({naming.product_name(case, team, language)})"
    return cut(one_line(line), SUBJECT_LIMIT)


def stopped_by_one_press(link: str) -> Mapping[str, str]:
    """What a mail program needs for its own button (RFC 8058)."""
    return {"List-Unsubscribe": f"<{link}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def _headers(follower: Follower, notice: Notice, case: Case, team: Team) -> Mapping[str, str]:
    root = f"<{_word(follower.id)}@{team.mail.domain}>"
    return {
        "References": root,
        "In-Reply-To": root,
        "List-Id": f"<{_word(case.product)}.wilco.{team.mail.domain}>",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        "X-Wilco-Kind": notice.kind,
        "X-Wilco-Case": _word(case.id),
    }


def _said(notice: Notice, team: Team, language: Language) -> list[str]:
    """The team's words, line by line."""
    words = holding.said(notice, team, language)
    return cut(words, WORDS_LIMIT).split("\n") if words else []


def _links(follower: Follower, case: Case, links: Links, language: Language) -> Mapping[str, str]:
    """Where they read more, and where they stop the mails."""
    if follower.subscribed:
        page = f"{links.status(case.product, language)}#{case.id}"
        return {"link": page, "stop": links.unsubscribe(f"{follower.report_id}.{follower.token}")}
    report = follower.report_id, follower.token
    return {"link": links.report(*report), "stop": links.stop(*report)}


def _status(notice: Notice, case: Case) -> Status:
    """What the progress line shows: the status that is told, or where the case stands when it is not about one."""
    return Status(notice.kind) if notice.kind in _STATUSES else case.status


def _ratings(follower: Follower, links: Links, language: Language) -> list[tuple[str, str]]:
    """The answers to *how did we do?*, and where each is given."""
    words = catalogue(language)
    return [
        (words.gettext(word), links.rating(follower.report_id, follower.token, rating))
        for rating, word in outage.RATINGS.items()
    ]


def _word(identifier: str) -> str:
    return re.sub(r"[^A-Za-z0-9_-]", "-", identifier)


def _uncapitalised(text: str) -> str:
    return text[:1].lower() + text[1:] if text[1:2].islower() else text
