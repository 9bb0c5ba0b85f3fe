"""What was pressed or filled in under a case in Slack, as a decision on that case.

Apart from the entrance, so that the API's Lambda starts without it. The one call to the outside is the modal,
because its trigger lives three seconds.
"""

from collections.abc import Callable

from chalicelib import wiring
from chalicelib.decisions import slack_actions
from chalicelib.entrances.payloads.slack import Action, Interaction, View
from chalicelib.errors import Refusal
from chalicelib.model.case import Case
from chalicelib.model.decision import Decision
from chalicelib.observe import log, now
from chalicelib.store.cases import get_case
from chalicelib.store.commit import Stale, settle
from chalicelib.store.orders import get_order
from chalicelib.team import team


def take(sent: Interaction) -> None:
    """Every button of it, or its form."""
    for action in sent.actions:
        log("slack_action", action=action.action_id, case=action.value, outcome=_press(sent, action))
    if sent.type == "view_submission" and sent.view and sent.view.callback_id == "ask":
        log("slack_form", case=sent.view.private_metadata, outcome=_ask(sent, sent.view))


def _press(sent: Interaction, action: Action) -> str:
    name, account = _who(sent)
    case_id = action.value or ""
    match action.action_id:
        case "take":
            return _settle(case_id, lambda case: slack_actions.take(case, name, account, now()))
        case "not_a_bug":
            return _settle(case_id, lambda case: slack_actions.not_a_bug(case, name, now()))
        case "agree":
            return _agree(case_id, name)
        case "ask":
            return _open_modal(case_id, sent.trigger_id)
    return "a link"


def _agree(held: str, name: str) -> str:
    """`held` is the order's case and id."""
    case_id, _, order_id = held.partition("/")
    order = get_order(case_id, order_id)
    if order is None:
        raise Refusal(404, "No such order", "The message is older than the order that it asks about.")
    return _settle(case_id, lambda case: slack_actions.agree(case, order, name))


def _ask(sent: Interaction, view: View) -> str:
    question, (name, _) = view.typed("question", "text"), _who(sent)
    if not question:
        return "no words"
    return _settle(view.private_metadata, lambda case: slack_actions.ask(case, question, name, view.id, now()))


def _open_modal(case_id: str, trigger_id: str) -> str:
    from chalicelib.rendering.slack import ask_modal, closed_modal

    case = _case(case_id)
    view = closed_modal(case, team()) if case.status.closed else ask_modal(case, team())
    wiring.channel().open_modal(trigger_id, view)
    return "modal opened"


def _settle(case_id: str, decide: Callable[[Case], Decision]) -> str:
    """Decide on the case as it is; a second press of the same button changes nothing."""
    try:
        return settle(lambda _: decide(_case(case_id)), now()).why
    except Stale:
        return "done already"


def _case(case_id: str) -> Case:
    case = get_case(case_id)
    if case is None:
        raise Refusal(404, "No such case", "The message is older than the case's data.")
    return case


def _who(sent: Interaction) -> tuple[str, str | None]:
    """The colleague's name and Jira account; somebody who is not in the team's file still has a name in Slack."""
    colleague = team().by_slack(sent.user.id)
    if colleague:
        return colleague.name, colleague.jira
    return sent.user.name or sent.user.username or sent.user.id, None
