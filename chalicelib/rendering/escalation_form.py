"""The form by which an operator hands a dialog over to the engineers, and what they read when it has been already."""

from collections.abc import Sequence

from chalicelib.model.case import Case
from chalicelib.model.dialog import DialogLink
from chalicelib.model.handover import NEW_PROBLEM, Filled
from chalicelib.rendering import naming
from chalicelib.rendering.block_kit import Block, escape, link, modal, plain, section
from chalicelib.rendering.links import Links
from chalicelib.rendering.slack import SIGNS
from chalicelib.rendering.slack_command import added as words_added
from chalicelib.rendering.slack_forms import (
    HINT_LIMIT,
    OPTION_LIMIT,
    list_field,
    option,
    optional,
    radio_field,
    text_field,
)
from chalicelib.rendering.typed import cut, one_line, person_name
from chalicelib.team import Product, Team

_LINK_LIMIT = 500
_IMPACTS = (
    option("blocks", "Yes, it blocks them"),
    option("workaround", "No, there is a way around it"),
    option("cosmetic", "No, it only looks wrong"),
)
_HINT = "What the person can't do, and since when; its background and the way to reproduce it."


def escalation_form(
    filled: Filled,
    product: Product,
    team: Team,
    metadata: str,
    likely: Sequence[tuple[Case, str]] = (),
    note: str = "",
) -> Block:
    """The form with what is known; with the cases that it may be the same as, each with the reason, asked first."""
    kinds = [option(name, kind.name.en) for name, kind in product.kinds.items()]
    areas = [option(name, area.name.en) for name, area in product.areas.items()]
    blocks = [
        *([section(note)] if note else []),
        *([_same(filled, likely, team)] if likely else []),
        text_field("link", "The dialog's link", initial=filled.link, limit=_LINK_LIMIT, lines=False),
        text_field("words", "What is wrong?", initial=filled.words or team.escalations.template, hint=_HINT),
        list_field("area", "Where?", areas, initial=filled.area or _only(areas)),
        list_field("kind", "What kind of error?", kinds, initial=filled.kind or _only(kinds)),
        radio_field("impact", "Does it block the person?", _IMPACTS, initial=filled.impact),
    ]
    if product.plans:
        plans = [option(plan, plan) for plan in product.plans]
        blocks.append(optional(list_field("plan", "Their plan", plans, initial=filled.plan)))
    blocks.append(optional(text_field("tried", "What was tried?", initial=filled.tried)))
    view = modal("Hand over a dialog", blocks)
    return view | {"callback_id": "escalate", "private_metadata": metadata, "submit": plain("Hand over")}


def add_form(held: DialogLink, case: Case, links: Links, words: str, metadata: str) -> Block:
    """What a message's shortcut opens on a dialog that is handed over: a way to add to its case."""
    blocks = [section(handed_over(held, case, links)), text_field("words", "Add to it", initial=words)]
    view = modal("Handed over already", blocks)
    return view | {"callback_id": "add_words", "private_metadata": metadata, "submit": plain("Add")}


def added(held: DialogLink, case: Case, links: Links) -> Block:
    """What the form becomes when the dialog was handed over meanwhile."""
    return modal("Handed over already", [section(words_added(handed_over(held, case, links)))])


def handed_over(held: DialogLink, case: Case, links: Links) -> str:
    """Where the dialog's case stands, and who handed it over when. One that is closed can be handed over once more."""
    sign, word = SIGNS[case.status]
    issue = link(links.issue(case.issue.key), case.issue.key) if case.issue else "Jira: on its way"
    thread = f" · {link(case.thread.permalink, 'thread')}" if case.thread and case.thread.permalink else ""
    at = f"<!date^{int(held.at.timestamp())}^{{date_short_pretty}}, {{time}}|{held.at:%Y-%m-%d %H:%M} UTC>"
    by = escape(person_name(held.by) or "Somebody")
    what = "is handed over already" if case.is_open else "was handed over before"
    return f"This dialog {what}: {issue} · {sign} {word}{thread}\n{by}, {at}"


def _same(filled: Filled, likely: Sequence[tuple[Case, str]], team: Team) -> Block:
    options = [option(NEW_PROBLEM, "A new problem"), *(_likely(case, team) for case, _ in likely)]
    reasons = [f"{case.issue.key if case.issue else _what(case, team)} ({reason})" for case, reason in likely]
    hint = cut(one_line(f"Alike: {', '.join(reasons)}."), HINT_LIMIT)
    return radio_field("same", "Is it one of these?", options, initial=filled.same or NEW_PROBLEM, hint=hint)


def _likely(case: Case, team: Team) -> Block:
    what = f"{case.issue.key} · {_what(case, team)}" if case.issue else _what(case, team)
    since = f" · {naming.people(max(case.affected, 1))} · since {case.opened_at.day} {case.opened_at:%b}"
    place = cut(one_line(case.place) or "no place", OPTION_LIMIT - len(since))
    return option(case.id, what, place + since)


def _what(case: Case, team: Team) -> str:
    return f"{naming.area_name(case, team)}: {naming.kind_name(case, team)}"


def _only(options: Sequence[Block]) -> str:
    return options[0]["value"] if len(options) == 1 else ""
