"""What `/wilco` answers: for the eyes of whoever typed it alone."""

from collections.abc import Mapping, Sequence

from chalicelib.rendering.block_kit import Block, code, escape, section
from chalicelib.team import Team

_FORM = (
    "`/wilco &lt;dialog link&gt; what is wrong` opens a form with both filled in. "
    "Of a dialog that is handed over already, it says where that stands."
)
_PROMISES = "`/wilco promises` says how many of the team's promises were kept."
_OUTAGE = "`/wilco outage` starts surge mode: everyone who reports is answered at once, and kept told until it is over."
_SHORTCUT = "On a message, also in a thread: ⋯ → *Escalate*."


def only_you(text: str) -> Block:
    """An answer that nobody else sees."""
    return {"response_type": "ephemeral", "text": text, "blocks": [section(text)]}


def usage(panels: Sequence[str]) -> str:
    """What can be typed; `panels` are the addresses by which dialogs are known."""
    return "\n".join(
        ["*Hand a dialog over to the engineers*", _FORM, _SHORTCUT, _looks_like(panels), "", _OUTAGE, _PROMISES]
    )


def no_dialog(panels: Sequence[str]) -> str:
    """Nothing that was typed is a dialog, or a word that is known."""
    return f"There is no dialog in that. Type `/wilco &lt;dialog link&gt; what is wrong`. {_looks_like(panels)}"


def promises_kept(shares: Mapping[tuple[str, str], tuple[int, int]], team: Team) -> str:
    """Of each product and month (`2026-11`): how many promises were kept, of how many."""
    lines = [
        f"{escape(team.products[product].name.en)}, {month}: {kept} of {made} kept ({kept / made:.0%})"
        for (product, month), (kept, made) in shares.items()
        if made
    ]
    return "\n".join(["*Promises*", *(lines or ["None was due this month or the month before."])])


def added(where: str) -> str:
    """The dialog's case has the words now; `where` says where it stands."""
    return f"{where}\nWhat you wrote was added to it."


def not_opened() -> str:
    """Slack has not opened the form."""
    return "Slack did not open the form. Please type it again."


def _looks_like(panels: Sequence[str]) -> str:
    if not panels:
        return "No support desk is set up yet: `desks` in the team's file."
    return f"A link looks like {' or '.join(code(panel) for panel in panels)}."
