"""An outage as Slack shows it: one message whose counter moves, and the lines of its thread."""

from collections.abc import Mapping
from datetime import datetime

from chalicelib.model.case import Case
from chalicelib.model.outage import Outage, Rating, Stage, Update
from chalicelib.model.outage_acts import SayStill, SayUpdate
from chalicelib.ports import Message
from chalicelib.rendering import naming
from chalicelib.rendering.block_kit import Block, escape, header, link, plain, quote, section
from chalicelib.rendering.links import Links
from chalicelib.rendering.moments import when
from chalicelib.rendering.slack_owners import take_button
from chalicelib.rendering.typed import cut, one_line, person_name
from chalicelib.team import Team

QUOTE_LIMIT = 1_300
NAMES_LIMIT = 120

SIGNS: dict[Stage, tuple[str, str]] = {
    "investigating": ("🔴", "Investigating"),
    "identified": ("🟠", "Cause found"),
    "monitoring": ("🔵", "Watching the fix"),
    "resolved": ("✅", "Solved"),
}
_RATED: dict[Rating, str] = {"bad": "👎", "good": "👍", "great": "🎉"}


def message(
    case: Case, outage: Outage, ratings: Mapping[Rating, int], team: Team, links: Links, now: datetime
) -> Message:
    """The channel's message as it is now; `case` with all its people, `ratings` with what they said about its end."""
    newest = outage.newest
    sign, stage = SIGNS[newest.stage]
    title = f"{sign} Outage · {where(case, team)}"
    leads = [] if case.status.closed and not case.owner else [f"👤 {_owner(case)}"]
    facts = [f"*{stage}*", f"👥 {naming.people(case.affected)} affected", *leads, _issue(case, links)]
    blocks = [header(title), section(" · ".join(facts)), section(_words(newest)), *_next(case, newest, team, now)]
    if any(ratings.values()):
        said = " · ".join(f"{_RATED[rating]} {ratings.get(rating, 0)}" for rating in _RATED)
        blocks.append(section(f"How did we do? {said}"))
    blocks.append({"type": "actions", "block_id": "outage", "elements": _buttons(case, links)})
    text = f"{escape(cut(one_line(title), NAMES_LIMIT))} · {naming.people(case.affected)} affected"
    return Message(text=text, blocks=blocks)


def line(act: SayUpdate, team: Team) -> Message:
    """One line of the thread."""
    sign, stage = SIGNS[act.update.stage]
    by = person_name(act.update.by) or "Somebody"
    if act.said == "late":
        calls = f" <@{act.mention}>" if team.mentionable(act.mention) else ""
        due = when(act.update.next_by, team.hours.as_hours(), "en") if act.update.next_by else ""
        text = f"⏰ The next update is late: people were told that they hear more by {due}.{calls}"
    elif act.said == "moved":
        text = "✋ The issue was closed in Jira. Nobody hears of that: press *It is over…* and write what happened."
    elif act.said == "reopened":
        text = f"🔁 {by} opened the outage again; everyone affected is told.\n{_words(act.update)}"
    else:
        text = f"{sign} *{stage}*, {by} to everyone affected:\n{_words(act.update)}"
        if act.update.next_by:
            text += f"\n⏳ The next update comes by {when(act.update.next_by, team.hours.as_hours(), 'en')}."
    return Message(text=text, blocks=[section(text)])


def still(act: SayStill, case: Case | None, links: Links) -> Message:
    """One line of the thread, after the end."""
    last = f" The last of them: {link(links.issue(case.issue.key), case.issue.key)}." if case and case.issue else ""
    says = "says" if act.people == 1 else "say"
    text = f"🔁 {naming.people(act.people)} {says} that it is still there.{last}"
    return Message(text=text, blocks=[section(text)])


def where(case: Case, team: Team) -> str:
    """The areas and their product."""
    return cut(one_line(f"{naming.area_names(case, team)} ({naming.product_name(case, team)})"), NAMES_LIMIT)


def _words(update: Update) -> str:
    """As they were written: in each language."""
    return "\n".join(quote(update.texts[language], QUOTE_LIMIT) for language in sorted(update.texts))


def _next(case: Case, newest: Update, team: Team, now: datetime) -> list[Block]:
    if case.status.closed or newest.next_by is None:
        return []
    minutes = round((newest.next_by - now).total_seconds() / 60)
    moment = when(newest.next_by, team.hours.as_hours(), "en")
    if minutes < 0:
        return [section(f"⏰ *The next update is {_span(-minutes)} late:* it was announced for {moment}.")]
    return [section(f"⏳ The next update is due in {_span(minutes)}: {moment}.")]


def _span(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    return f"{hours} h {rest} min" if hours else f"{rest} min"


def _owner(case: Case) -> str:
    return (person_name(case.owner) or "Somebody") if case.owner else "Nobody leads it yet"


def _issue(case: Case, links: Links) -> str:
    return link(links.issue(case.issue.key), case.issue.key) if case.issue else "Jira: on its way"


def _buttons(case: Case, links: Links) -> list[Block]:
    buttons: list[Block] = []
    if case.status.closed:
        reopen = _button("reopen_outage", "It is back: open it again", case)
        return [reopen | {"style": "danger", "confirm": _sure()}, *_jira(case, links)]
    buttons.append(_button("write_update", "Write an update…", case) | {"style": "primary"})
    buttons.append(_button("end_outage", "It is over…", case))
    if taking := take_button(case):
        buttons.append({key: value for key, value in taking.items() if key != "style"})
    return [*buttons, *_jira(case, links)]


def _jira(case: Case, links: Links) -> list[Block]:
    return [_button("open_jira", "Open in Jira", case) | {"url": links.issue(case.issue.key)}] if case.issue else []


def _button(action: str, text: str, case: Case) -> Block:
    return {"type": "button", "action_id": action, "text": plain(text), "value": case.id}


def _sure() -> Block:
    return {
        "title": plain("Open it again?"),
        "text": plain("Everyone affected is told that the problem has come back; new reports join it again."),
        "confirm": plain("Open it again"),
        "deny": plain("Leave it"),
        "style": "danger",
    }
