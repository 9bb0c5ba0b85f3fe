"""Who has a case, in Slack: the button that takes it, or takes it over, and the line that says who had it before."""

from chalicelib.model.case import Case
from chalicelib.model.owner_acts import SayTakenOver
from chalicelib.model.status import Status
from chalicelib.ports import Message
from chalicelib.rendering.block_kit import Block, plain, section
from chalicelib.rendering.typed import person_name


def take_button(case: Case) -> Block | None:
    """*Take*, while the case waits for somebody; *Take over*, which asks first, while a colleague has it."""
    if not case.is_open:
        return None
    if case.owner is None or case.status in (Status.RECEIVED, Status.REOPENED):
        return _button("take", "Take", case) | {"style": "primary"}
    return _button("take_over", "Take over", case) | {"confirm": _sure(_name(case.owner))}


def taken_over(act: SayTakenOver) -> Message:
    """The thread's line."""
    text = f"🙋 {_name(act.by)} takes over from {_name(act.before)}."
    return Message(text=text, blocks=[section(text)])


def _sure(owner: str) -> Block:
    return {
        "title": plain("Take over?"),
        "text": plain(f"{owner} has this case. The Jira issue and its support dialogs are assigned to you instead."),
        "confirm": plain("Take over"),
        "deny": plain("Leave it"),
    }


def _button(action: str, text: str, case: Case) -> Block:
    return {"type": "button", "action_id": action, "text": plain(text), "value": case.id}


def _name(name: str) -> str:
    return person_name(name) or "Somebody"
