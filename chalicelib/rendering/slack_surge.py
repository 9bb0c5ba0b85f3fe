"""A suspected surge as Slack shows it: how many people, the area's open cases, and what became of it."""

from collections.abc import Sequence

from chalicelib.model.case import Case
from chalicelib.model.suspicion import Suspicion
from chalicelib.ports import Message
from chalicelib.rendering import naming
from chalicelib.rendering.block_kit import Block, code, escape, link, plain, section
from chalicelib.rendering.links import Links
from chalicelib.rendering.moments import when
from chalicelib.rendering.typed import cut, one_line, person_name
from chalicelib.team import Team

CASES_AT_MOST = 5
OUTAGES_AT_MOST = 3
NAME_LIMIT = 75


def message(
    suspicion: Suspicion, cases: Sequence[Case], team: Team, links: Links, outages: Sequence[Case] = ()
) -> Message:
    """The channel's message; `cases` are the area's open ones, of which those of the most people are shown.

    It may be part of one of the product's open `outages`.
    """
    sign, word = _state(suspicion)
    where, reason = _where(suspicion, team), suspicion.found.reason
    blocks = [section(f"{sign} *{word}* · {where}\n{reason}{_since(suspicion, team)}")]
    shown = sorted(cases, key=lambda case: (-case.affected, case.opened_at, case.id))[:CASES_AT_MOST]
    blocks += [section(_case(case, team, links)) for case in shown]
    if len(cases) > len(shown):
        blocks.append(section(f"and {len(cases) - len(shown)} more"))
    if not suspicion.dismissed_by and not suspicion.over_since and not suspicion.outage:
        blocks.append({"type": "actions", "block_id": "surge", "elements": _buttons(suspicion, outages, team)})
    return Message(text=f"{sign} {word} · {where}: {reason}", blocks=blocks)


def _state(suspicion: Suspicion) -> tuple[str, str]:
    if suspicion.outage:
        return "🔴", "Surge mode is on"
    if suspicion.dismissed_by:
        return "🔕", f"Not an outage, says {person_name(suspicion.dismissed_by) or 'somebody'}"
    if suspicion.over_since:
        return "🟢", "A suspected surge is over"
    return "⚠️", "Suspected surge"


def _since(suspicion: Suspicion, team: Team) -> str:
    if suspicion.dismissed_by or suspicion.over_since is None:
        return ""
    return f"\nOver since {when(suspicion.over_since, team.hours.as_hours(), 'en')}"


def _where(suspicion: Suspicion, team: Team) -> str:
    area, product = naming.area_name(suspicion, team), naming.product_name(suspicion, team)
    return f"{_name(area)} ({_name(product)})"


def _case(case: Case, team: Team, links: Links) -> str:
    key = link(links.issue(case.issue.key), case.issue.key) if case.issue else "Jira: on its way"
    people = naming.people(max(case.affected, 1))
    return f"{key} · {_name(naming.kind_name(case, team))} · {code(case.place)} · 👥 {people}"


def _name(name: str) -> str:
    return escape(cut(one_line(name), NAME_LIMIT))


def _buttons(suspicion: Suspicion, outages: Sequence[Case], team: Team) -> list[Block]:
    parts = [_part_of(suspicion, outage, team) for outage in outages[:OUTAGES_AT_MOST]]
    return [_start(suspicion), *parts, _not_an_outage(suspicion)]


def _part_of(suspicion: Suspicion, outage: Case, team: Team) -> Block:
    """The action's id has the outage in it: within one block no two may be the same."""
    name = cut(f"Part of the outage: {one_line(naming.area_names(outage, team))}", NAME_LIMIT)
    return {
        "type": "button",
        "action_id": f"part_of:{outage.id}",
        "text": plain(name),
        "value": suspicion.id,
    }


def _start(suspicion: Suspicion) -> Block:
    return {
        "type": "button",
        "action_id": "start_surge_mode",
        "text": plain("Start surge mode…"),
        "value": suspicion.id,
        "style": "primary",
    }


def _not_an_outage(suspicion: Suspicion) -> Block:
    return {
        "type": "button",
        "action_id": "not_an_outage",
        "text": plain("Not an outage"),
        "value": suspicion.id,
    }
