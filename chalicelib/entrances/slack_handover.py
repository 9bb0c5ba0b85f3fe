"""The form by which a dialog is handed over, sent: checked, shown the cases that are alike once, and then asked for.

What is answered says what Slack does: nothing closes the form, `errors` stand at their fields, `update` shows another
form in its place. One form is one escalation, however often it is sent.
"""

from collections.abc import Collection
from dataclasses import replace
from typing import Any, get_args

from chalicelib import wiring
from chalicelib.decisions import escalation
from chalicelib.decisions.dialog_links import named
from chalicelib.decisions.likeness import Described, likely_same
from chalicelib.entrances.payloads.slack import AskedOf, Interaction, MoreOf, View
from chalicelib.entrances.slack_escalation import held, panels
from chalicelib.entrances.slack_people import who
from chalicelib.errors import DeliveryError
from chalicelib.model.case import Case, Thread
from chalicelib.model.dialog import Dialog, Escalation
from chalicelib.model.handover import NEW_PROBLEM, Filled
from chalicelib.observe import log, now
from chalicelib.store.cases import get_case
from chalicelib.store.commit import Stale, settle
from chalicelib.store.open_cases import open_cases_now
from chalicelib.store.orders import get_order
from chalicelib.team import Impact, Product, team

Json = dict[str, Any]
Outcome = tuple[str, Json | None]

_ANOTHER_PRODUCT = "This dialog belongs to another product than the form was made for: please choose again."


def submitted(sent: Interaction, view: View) -> Outcome:
    """The form; what came of it, and the answer."""
    about, filled = AskedOf.model_validate_json(view.private_metadata), _filled(view)
    found = named(filled.link, panels())
    if found is None:
        return "no dialog", _errors(link=_no_link(filled))
    product = team().desks[found.dialog.desk].product
    if product != about.product:
        about = AskedOf(product=product, channel=about.channel, ts=about.ts)
        kept = replace(filled, area="", kind="", plan="", same="")
        return "another product's", _form_again(kept, about, note=_ANOTHER_PRODUCT)
    wrong = _wrong(filled, team().products[product])
    if wrong:
        return "it has to change", _errors(**wrong)
    return _hand_over(sent, view, filled, about, found.dialog)


def add_words(case: Case, dialog: Dialog, words: str, name: str, cause: str) -> str:
    """The operator's words on the case of a dialog that is handed over; `cause` names the act, so that it adds once."""
    more = Escalation(cause, name, now(), case.product, case.area, case.kind, dialog, words)
    try:
        return settle(lambda _: escalation.add_words(case, more), now(), tries=1).why
    except Stale:
        return "added already"


def more_words(sent: Interaction, view: View) -> Outcome:
    """The form that a message's shortcut opens on such a dialog."""
    about, words = MoreOf.model_validate_json(view.private_metadata), view.typed("words", "text")
    already = held(Dialog(about.desk, about.dialog))
    if already is None or not words:
        return "nothing to add", None
    link, case = already
    return add_words(case, link.dialog, words, who(sent.user)[0], view.id), None


def _hand_over(sent: Interaction, view: View, filled: Filled, about: AskedOf, dialog: Dialog) -> Outcome:
    """Once for each form; a dialog that was handed over meanwhile gets the words instead of a second case."""
    name, _ = who(sent.user)
    handed = _escalation(view, name, filled, about, dialog)
    (order,) = escalation.asked(handed, dialog).orders
    if get_order(order.case_id, order.id):
        return "done already", None
    already = held(dialog)
    if already and already[1].is_open:
        from chalicelib.rendering.escalation_form import added

        why = add_words(already[1], dialog, _all_words(filled), name, view.id)
        return why, {"response_action": "update", "view": added(*already, wiring.links())}
    likely = () if about.asked else _likely(filled, about.product)
    if likely:
        return "shown what is alike", _form_again(filled, about.model_copy(update={"asked": True}), likely)
    linked = replace(handed, source=_source(about))
    try:
        return settle(lambda _: escalation.asked(linked, dialog), now(), tries=1).why, None
    except Stale:
        return "done already", None


def _source(about: AskedOf) -> str | None:
    """The message whose shortcut it was; a Slack that can't say where that is takes nothing from the handover."""
    if not about.ts:
        return None
    try:
        return wiring.channel().permalink(Thread(about.channel, about.ts))
    except DeliveryError as error:
        log("slack_message_not_linked", "WARNING", channel=about.channel, reason=error.reason)
        return None


def _escalation(view: View, name: str, filled: Filled, about: AskedOf, dialog: Dialog) -> Escalation:
    return Escalation(
        id=view.id,
        by=name,
        at=now(),
        product=about.product,
        area=filled.area,
        kind=filled.kind,
        dialog=dialog,
        words=filled.words,
        tried=filled.tried,
        impact=filled.impact or None,
        plan=filled.plan or None,
        joins=filled.same if filled.same not in ("", NEW_PROBLEM) else None,
    )


def _likely(filled: Filled, product: str) -> list[tuple[Case, str]]:
    """The open cases that are alike, as they are now, and why each is."""
    described = Described(filled.area, filled.kind, filled.words)
    opened = open_cases_now(product, team().products[product].areas)
    alike = likely_same(described, opened, now())
    now_so = [(get_case(one.case.id) or one.case, one.reason) for one in alike]
    return [(case, reason) for case, reason in now_so if case.is_open]


def _form_again(filled: Filled, about: AskedOf, likely: list[tuple[Case, str]] | None = None, note: str = "") -> Json:
    from chalicelib.rendering.escalation_form import escalation_form

    metadata = about.model_dump_json(exclude_defaults=True)
    product = team().products[about.product]
    view = escalation_form(filled, product, team(), metadata, likely or (), note)
    return {"response_action": "update", "view": view}


def _filled(view: View) -> Filled:
    typed = {block: view.typed(block, "text") for block in ("link", "words", "tried")}
    chosen = {block: view.chosen(block, "choice") for block in ("area", "kind", "impact", "plan", "same")}
    return Filled(**typed, **chosen)


def _wrong(filled: Filled, product: Product) -> dict[str, str]:
    """What has to change, by field: the form may be older than the team's file."""
    lists: dict[str, Collection[str]] = {
        "area": product.areas,
        "kind": product.kinds,
        "impact": get_args(Impact),
        "plan": ("", *product.plans),
    }
    wrong = {name: "Please choose one." for name, known in lists.items() if getattr(filled, name) not in known}
    if not filled.words or filled.words == team().escalations.template:
        wrong["words"] = "Please say what is wrong: it is what the engineers read first."
    return wrong


def _no_link(filled: Filled) -> str:
    desks = " or ".join(panels().values())
    said = "No support desk knows this link." if filled.link else "A link is needed."
    return f"{said} It looks like {desks}" if desks else "No support desk is set up in the team's file yet."


def _errors(**fields: str) -> Json:
    return {"response_action": "errors", "errors": fields}


def _all_words(filled: Filled) -> str:
    return f"{filled.words}\n\nTried: {filled.tried}" if filled.tried else filled.words
