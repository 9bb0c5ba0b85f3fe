"""What `/wilco` answers: for the eyes of whoever typed it alone."""

from collections.abc import Sequence

from chalicelib.rendering.block_kit import Block, code, section

_FORM = (
    "`/wilco &lt;dialog link&gt; what is wrong` opens a form with both; a dialog that is handed over already says so."
)
_SHORTCUT = "On a message, also in a thread: ⋯ → *Escalate*."


def only_you(text: str) -> Block:
    """An answer that nobody else sees."""
    return {"response_type": "ephemeral", "text": text, "blocks": [section(text)]}


def usage(panels: Sequence[str]) -> str:
    """What can be typed; `panels` are the addresses by which dialogs are known."""
    return "\n".join(["*Hand a dialog over to the engineers*", _FORM, _SHORTCUT, _looks_like(panels)])


def no_dialog(panels: Sequence[str]) -> str:
    """Nothing that was typed is a dialog, or a word that is known."""
    return f"There is no dialog in that. Type `/wilco &lt;dialog link&gt; what is wrong`. {_looks_like(panels)}"


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
