"""Slack's modals: what their fields are made of, and the forms behind the buttons under a case.

Limits are those of the Block Kit reference: 3,000 characters typed into a field, 100 options in a list, 75 characters
in each. What a person typed stands in a form only as a field's content or as plain text, which Slack shows as it is.
"""

from collections.abc import Collection, Sequence

from chalicelib.model.case import Case
from chalicelib.rendering import naming
from chalicelib.rendering.block_kit import HEADER_LIMIT, Block, code, escape, modal, plain, quote, section
from chalicelib.rendering.slack import QUOTE_LIMIT, SIGNS
from chalicelib.rendering.typed import clean, cut, one_line
from chalicelib.team import Team

QUESTION_LIMIT = 1_500
FIELD_LIMIT = 3_000
OPTIONS_LIMIT = 100
OPTION_LIMIT = 75
HINT_LIMIT = 2_000


def text_field(
    block: str, label: str, *, initial: str = "", hint: str = "", limit: int = FIELD_LIMIT, lines: bool = True
) -> Block:
    """A field to type into, by the name `block`; what is typed is `text` in it."""
    element: Block = {"type": "plain_text_input", "action_id": "text", "multiline": lines, "max_length": limit}
    if clean(initial):
        element["initial_value"] = cut(clean(initial), limit)
    return _input(block, label, element, hint)


def list_field(block: str, label: str, options: Sequence[Block], *, initial: str = "", hint: str = "") -> Block:
    """A list of which one is chosen: `choice` in the block of this name."""
    shown = list(options[:OPTIONS_LIMIT])
    element: Block = {"type": "static_select", "action_id": "choice", "options": shown}
    return _input(block, label, element | _chosen(shown, initial), hint)


def radio_field(block: str, label: str, options: Sequence[Block], *, initial: str = "", hint: str = "") -> Block:
    """A few options, all seen at once."""
    element: Block = {"type": "radio_buttons", "action_id": "choice", "options": list(options)}
    return _input(block, label, element | _chosen(options, initial), hint)


def several_field(
    block: str, label: str, options: Sequence[Block], *, initial: Collection[str] = (), hint: str = ""
) -> Block:
    """A list of which several are chosen."""
    shown = list(options[:OPTIONS_LIMIT])
    element: Block = {"type": "multi_static_select", "action_id": "choice", "options": shown}
    chosen = [one for one in shown if one["value"] in initial]
    return _input(block, label, element | ({"initial_options": chosen} if chosen else {}), hint)


def tick_field(block: str, label: str, ticked: Block, *, on: bool = False) -> Block:
    """One box to tick."""
    element: Block = {"type": "checkboxes", "action_id": "choice", "options": [ticked]}
    return optional(_input(block, label, element | ({"initial_options": [ticked]} if on else {})))


def option(value: str, text: str, description: str = "") -> Block:
    """One of a list; `value` is what comes back."""
    shown: Block = {"text": plain(cut(one_line(text), OPTION_LIMIT) or "…"), "value": value}
    return shown | {"description": plain(cut(one_line(description), OPTION_LIMIT))} if description else shown


def optional(field: Block) -> Block:
    """The field, which may be left empty."""
    return field | {"optional": True}


def ask_modal(case: Case, team: Team) -> Block:
    """The form behind *Ask the reporter*; `private_metadata` carries the case back."""
    hint = "Everyone who follows the case gets it, by mail or in their dialog, and answers there or on their page."
    question = text_field("question", "Your question", hint=hint, limit=QUESTION_LIMIT)
    question["element"]["focus_on_load"] = True
    view = modal("Ask the reporter", [section(_about(case, team)), question])
    return view | {"callback_id": "ask", "private_metadata": case.id, "submit": plain("Send")}


def closed_modal(case: Case, team: Team) -> Block:
    """What a button answers when the case was closed before the message showed it."""
    _, word = SIGNS[case.status]
    ended = "was merged into another one" if case.merged_into else f"is closed already ({word.lower()})"
    said = f"{_about(case, team)}\nThis case {ended}; nobody was told anything new."
    return modal("Already closed", [section(said)])


def _input(block: str, label: str, element: Block, hint: str = "") -> Block:
    field: Block = {"type": "input", "block_id": block, "label": plain(label), "element": element}
    return field | {"hint": plain(hint)} if hint else field


def _chosen(options: Sequence[Block], value: str) -> Block:
    """Slack wants the whole option again, and refuses one that is not in the list."""
    found = next((one for one in options if one["value"] == value), None)
    return {"initial_option": found} if found else {}


def _about(case: Case, team: Team) -> str:
    kind = cut(one_line(f"{naming.area_name(case, team)}: {naming.kind_name(case, team)}"), HEADER_LIMIT)
    about = f"{escape(kind)}\n{code(case.place)}"
    return f"{about}\n{quote(case.words, QUOTE_LIMIT)}" if case.words and clean(case.words) else about
