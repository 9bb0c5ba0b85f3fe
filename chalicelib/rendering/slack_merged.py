"""Merged cases in Slack: the form behind *Same as…*, the merged case's message, and a line for each thread."""

from collections.abc import Sequence

from chalicelib.model.case import Case
from chalicelib.model.merge_acts import SayMerged
from chalicelib.ports import Message
from chalicelib.rendering import naming
from chalicelib.rendering.block_kit import HEADER_LIMIT, Block, code, escape, header, link, modal, plain, section
from chalicelib.rendering.links import Links
from chalicelib.rendering.typed import cut, one_line, person_name
from chalicelib.team import Team

OPTION_LIMIT = 75  # Slack's, for the text of an option

_SAID = {
    "into": "🔗 The same as {other}, says {by}. It goes on there; who follows this case hears of that one from now on.",
    "from": "🔗 {other} is the same, says {by}: {people} from there.",
    "moved": "↩️ This issue was moved in Jira, but it is merged: {other} goes on for it. Nobody was told anything.",
}


def message(case: Case, other: Case | None, team: Team, links: Links) -> Message:
    """What is left of a merged case's message: where it goes on, and nothing to press."""
    same = "Part of" if other and other.outage else "Same as"
    title = f"🔗 {same} {_key(other)} · {naming.area_name(case, team)}: {naming.kind_name(case, team)}"
    facts = [f"{same} {_link(other, links)}"]
    if other and other.thread and other.thread.permalink:
        facts.append(link(other.thread.permalink, "Its thread"))
    blocks = [header(title), section(f"{code(case.place)}\n{' · '.join(facts)}")]
    return Message(text=f"{escape(cut(one_line(title), HEADER_LIMIT))} · {code(case.place)}", blocks=blocks)


def line(act: SayMerged, other: Case | None, links: Links) -> Message:
    """One line of a thread."""
    by = person_name(act.by) or "Somebody"
    text = _SAID[act.said].format(other=_link(other, links), by=by, people=naming.people(act.people))
    return Message(text=text, blocks=[section(text)])


def same_modal(case: Case, others: Sequence[Case], team: Team) -> Block:
    """The form behind *Same as…*; `private_metadata` carries the case back."""
    about = section(f"{escape(_title(case, team))}\n{code(case.place)}")
    if not others:
        nothing = section("There is no other open case of this product.")
        return modal("Same as…", [about, nothing])
    options = [{"text": plain(_option(one, team)), "value": one.id} for one in others]
    select = {
        "type": "input",
        "block_id": "other",
        "label": plain("It is the same as"),
        "hint": plain(
            "That case goes on for both. This issue is closed, and who follows it hears of that one from now on; "
            "nobody is told that anything was declined. It can't be undone here."
        ),
        "element": {
            "type": "static_select",
            "action_id": "case",
            "placeholder": plain("An open case"),
            "options": options,
        },
    }
    view = modal("Same as…", [about, select])
    return view | {"callback_id": "same", "private_metadata": case.id, "submit": plain("Merge")}


def _title(case: Case, team: Team) -> str:
    return cut(one_line(f"{naming.area_name(case, team)}: {naming.kind_name(case, team)}"), HEADER_LIMIT)


def _option(case: Case, team: Team) -> str:
    return cut(one_line(f"{_key(case)} · {_title(case, team)} · {case.place}"), OPTION_LIMIT)


def _key(case: Case | None) -> str:
    return case.issue.key if case and case.issue else _unnamed(case)


def _link(case: Case | None, links: Links) -> str:
    return link(links.issue(case.issue.key), case.issue.key) if case and case.issue else _unnamed(case)


def _unnamed(case: Case | None) -> str:
    """Its issue is on its way."""
    return "an outage" if case and case.outage else "another case"
