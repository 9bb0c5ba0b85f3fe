"""What was pressed, filled in or asked for in Slack, as a decision on its case.

Apart from the entrance, so that the API's Lambda starts without it. The one call to the outside is the modal,
because its trigger lives three seconds.
"""

from collections.abc import Callable
from typing import Any

from chalicelib import wiring
from chalicelib.decisions import second_yes, slack_actions
from chalicelib.entrances import (
    slack_escalation,
    slack_handover,
    slack_merging,
    slack_outages,
    slack_replies,
    surges,
)
from chalicelib.entrances.payloads.slack import Interaction, View
from chalicelib.entrances.promises import tell_kept
from chalicelib.entrances.slack_people import who
from chalicelib.errors import Refusal
from chalicelib.model.case import Case
from chalicelib.model.decision import Decision
from chalicelib.observe import log, now
from chalicelib.store.cases import get_case
from chalicelib.store.commit import Stale, settle
from chalicelib.store.followers import get_follower
from chalicelib.store.orders import get_order
from chalicelib.team import team

Json = dict[str, Any]
Outcome = tuple[str, Json | None]
Press = Callable[[Interaction, str], str]
Submit = Callable[[Interaction, View], Outcome]


def take(sent: Interaction) -> Json | None:
    """Every button of it, its form, or its shortcut; what is to be answered to a form, None for nothing."""
    for action in sent.actions:
        press = BUTTONS.get(action.action_id) or slack_outages.named(action.action_id)
        outcome = press(sent, action.value or "") if press else "a link"
        log("slack_action", action=action.action_id, case=action.value, outcome=outcome)
    if sent.type in ("message_action", "shortcut") and sent.callback_id == "escalate":
        log("slack_shortcut", shortcut=sent.callback_id, outcome=slack_escalation.from_message(sent))
    if sent.type == "view_submission" and sent.view:
        return _form(sent, sent.view)
    return None


def _form(sent: Interaction, view: View) -> Json | None:
    submitted = FORMS.get(view.callback_id)
    outcome, answer = submitted(sent, view) if submitted else ("not ours", None)
    log("slack_form", form=view.callback_id, view=view.id, outcome=outcome)
    return answer


def _take(sent: Interaction, case_id: str) -> str:
    name, account = who(sent.user)
    return _settle(case_id, lambda case: slack_actions.take(case, name, account, now()))


def _take_over(sent: Interaction, case_id: str) -> str:
    name, account = who(sent.user)
    return _settle(case_id, lambda case: slack_actions.take_over(case, name, account, now()))


def _not_a_bug(sent: Interaction, case_id: str) -> str:
    return _settle(case_id, lambda case: slack_actions.not_a_bug(case, who(sent.user)[0], now()))


def _agree(sent: Interaction, held: str) -> str:
    """`held` is the order's case and id."""
    case_id, _, order_id = held.partition("/")
    order = get_order(case_id, order_id)
    if order is None:
        raise Refusal(404, "No such order", "The message is older than the order that it asks about.")
    return _settle(case_id, lambda case: second_yes.agree(case, order, who(sent.user)[0]))


def _ask_address(sent: Interaction, whom: str) -> str:
    """`whom` is the case and the follower in it."""
    case_id, _, follower_id = whom.partition("/")
    asked = get_follower(case_id, follower_id)
    return _settle(case_id, lambda case: slack_actions.ask_address(case, asked, who(sent.user)[0], now()))


def _ask(sent: Interaction, view: View) -> Outcome:
    question, (name, _) = view.typed("question", "text"), who(sent.user)
    if not question:
        return "no words", None
    return _settle(view.private_metadata, lambda case: slack_actions.ask(case, question, name, view.id, now())), None


def _reply(sent: Interaction, view: View) -> Outcome:
    name, _ = who(sent.user)
    return _settle(view.private_metadata, lambda case: slack_replies.sent(view, case, name)), None


def _merge(sent: Interaction, view: View) -> Outcome:
    (name, _), other = who(sent.user), view.chosen("other", "case")
    return _settle(view.private_metadata, lambda case: slack_merging.merged(case, other, name)), None


def _ask_form(sent: Interaction, case_id: str) -> str:
    from chalicelib.rendering.slack_forms import ask_modal, closed_modal

    case = _case(case_id)
    view = ask_modal(case, team()) if case.is_open else closed_modal(case, team())
    wiring.channel().open_modal(sent.trigger_id, view)
    return "modal opened"


def _settle(case_id: str, decide: Callable[[Case], Decision]) -> str:
    """Decide on the case as it is; a second press of the same button changes nothing."""
    try:
        return tell_kept(settle(lambda _: decide(_case(case_id)), now())).why
    except Stale:
        return "done already"


def _case(case_id: str) -> Case:
    case = get_case(case_id)
    if case is None:
        raise Refusal(404, "No such case", "The message is older than the case's data.")
    return case


# What each button does with its value, and each form; what is in no line here is a link, or not ours.
BUTTONS: dict[str, Press] = {
    "take": _take,
    "take_over": _take_over,
    "not_a_bug": _not_a_bug,
    "agree": _agree,
    "ask_address": _ask_address,
    "ask": _ask_form,
    "reply": lambda sent, case_id: slack_replies.open_form(_case(case_id), sent.trigger_id),
    "same": lambda sent, case_id: slack_merging.open_form(_case(case_id), sent.trigger_id),
    "not_an_outage": lambda sent, suspicion_id: surges.dismiss(suspicion_id, who(sent.user)[0], now()),
    **slack_outages.BUTTONS,
}
FORMS: dict[str, Submit] = {
    "ask": _ask,
    "reply": _reply,
    "same": _merge,
    "escalate": slack_handover.submitted,
    "add_words": slack_handover.more_words,
    **slack_outages.FORMS,
}
