"""The form behind *Reply…*: a saved reply or own words to everybody who follows, and by when they hear more."""

from chalicelib.model.case import Case
from chalicelib.model.promise import Moment
from chalicelib.rendering import naming
from chalicelib.rendering.block_kit import HEADER_LIMIT, Block, code, escape, modal, plain, section
from chalicelib.rendering.moments import when
from chalicelib.rendering.slack_forms import list_field, option, optional, text_field
from chalicelib.rendering.typed import cut, one_line
from chalicelib.team import Team

REPLY_LIMIT = 1_500
_NAMES = {
    "1_hour": "In 1 hour",
    "2_hours": "In 2 hours",
    "4_hours": "In 4 hours",
    "today": "Today",
    "tomorrow": "Next day",
}


def reply_modal(case: Case, moments: tuple[Moment, ...], team: Team) -> Block:
    """`private_metadata` carries the case back, an option's value the reply's name or the moment."""
    hours = team.hours.as_hours()
    due = [option(one.due.isoformat(), f"{_NAMES[one.name]}: {when(one.due, hours, 'en')}") for one in moments]
    words = text_field("words", "Your own words", hint="After the reply above, or instead of it.", limit=REPLY_LIMIT)
    fields = [*_saved(team), words, list_field("due", "We answer by", due, hint=_margin(team))]
    view = modal("Reply to everybody", [section(_about(case, team)), *map(optional, fields)])
    return view | {"callback_id": "reply", "private_metadata": case.id, "submit": plain("Send")}


def _saved(team: Team) -> list[Block]:
    """A list without options is refused by Slack."""
    options = [option(name, reply.title.in_("en")) for name, reply in team.replies.items()]
    hint = "Everyone reads it in their own language."
    return [list_field("saved", "A ready reply", options, hint=hint)] if options else []


def _margin(team: Team) -> str:
    margin = team.promises.margin_minutes
    return f"People are told a moment {margin} minutes later." if margin else ""


def _about(case: Case, team: Team) -> str:
    where = escape(cut(one_line(naming.area_name(case, team)), HEADER_LIMIT))
    people = f"Everyone who follows the case gets it; {naming.people(max(case.affected, 1))} affected."
    return f"{where}: {code(case.place)}\n{people}"
