"""The page that a confirmation mail leads to: which reports wait for this address, one button, and a way to say no.

It shows nothing that was typed: whoever left the address may be a stranger to its owner.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import Literal

from chalicelib.model.contact import Confirmation, Waiting
from chalicelib.model.status import Status
from chalicelib.rendering import naming
from chalicelib.rendering.links import Links
from chalicelib.rendering.page import moment, style
from chalicelib.rendering.story import STATUS_WORDS
from chalicelib.rendering.templating import fill
from chalicelib.team import Language, Team

Answer = Literal["confirmed", "nothing_chosen", "refused"]


@dataclass(frozen=True, slots=True)
class Line:
    """One report: what and when; once it is followed, where its page is and where it stands."""

    report_id: str
    what: str
    where: str
    at: str
    link: str
    status: str


def confirm_page(
    asked: Confirmation,
    reports: Sequence[Waiting],
    statuses: Mapping[str, Status],
    team: Team,
    language: Language,
    links: Links,
    answer: Answer | None = None,
) -> str:
    """`statuses` are those of the cases that are followed by now; `answer` is what was just said."""

    def line(waiting: Waiting) -> Line:
        at = moment(waiting.reported_at, language, UTC)
        where = f"{naming.product_name(waiting, team, language)} · {naming.area_name(waiting, team, language)}"
        status = STATUS_WORDS[statuses[waiting.case_id]] if waiting.case_id in statuses else ""
        link = links.report(waiting.report_id, waiting.token)
        return Line(waiting.report_id, naming.kind_name(waiting, team, language), where, at, link, status)

    return fill(
        "confirm.html",
        language,
        style=style(),
        languages=team.languages,
        answer=answer,
        waiting=[line(one) for one in reports if one.state == "waiting"],
        joined=[line(one) for one in reports if one.state == "joined"],
        product=naming.product_name(asked, team, language),
        link=links.confirm(asked.code),
    )


def no_confirmation_page(language: Language) -> str:
    """The page for a link that we never sent, or sent in another form."""
    return fill("no_confirmation.html", language, style=style(), languages=("en", "ru"))


def late_confirmation_page(language: Language) -> str:
    """The page for a link whose days are over."""
    return fill("late_confirmation.html", language, style=style(), languages=("en", "ru"))
