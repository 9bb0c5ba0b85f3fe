"""Opening the form by which a dialog is handed over: from `/wilco`, and from a message's shortcut.

The form opens within the request, because its trigger lives three seconds.
"""

from chalicelib import wiring
from chalicelib.decisions.dialog_links import Named, named
from chalicelib.entrances.payloads.slack import AskedOf, Interaction, MoreOf
from chalicelib.model.case import Case
from chalicelib.model.dialog import Dialog, DialogLink
from chalicelib.model.handover import Filled
from chalicelib.store.cases import get_case
from chalicelib.store.dialogs import linked
from chalicelib.store.merged import living_case
from chalicelib.team import team

Held = tuple[DialogLink, Case]


def panels() -> dict[str, str]:
    """The address of a dialog at each desk, with `{id}` in it."""
    return {name: wiring.links().local(desk.panel) for name, desk in team().desks.items()}


def held(dialog: Dialog) -> Held | None:
    """The case that the dialog belongs to now, also since a merge, and who handed it over. While that is open, nobody
    need do it again."""
    found = linked(dialog)
    case = get_case(found.link.case_id) if found else None
    return (found.link, living_case(case)) if found and case else None


def from_message(sent: Interaction) -> str:
    """*Escalate* on a message, or without one; says what came of it."""
    found, words = _read(sent)
    before = held(found.dialog) if found else None
    if before and before[1].is_open:
        _open_add_form(sent.trigger_id, *before, words)
        return "handed over already"
    source = {"channel": sent.channel.id, "ts": sent.message.ts} if sent.channel and sent.message else {}
    open_form(sent.trigger_id, found.dialog if found else None, words, before, **source)
    return "form opened"


def open_form(
    trigger_id: str, dialog: Dialog | None, words: str, before: Held | None, *, channel: str = "", ts: str = ""
) -> None:
    """Open it with what is known, also of a case that the dialog had before; raises what the channel raises."""
    from chalicelib.rendering.escalation_form import escalation_form, handed_over

    desk = team().desks[dialog.desk] if dialog else next(iter(team().desks.values()), None)
    product = desk.product if desk else next(iter(team().products))
    filled = Filled(link=wiring.links().dialog(desk.panel, dialog.id) if desk and dialog else "", words=words)
    metadata = AskedOf(product=product, channel=channel, ts=ts).model_dump_json(exclude_defaults=True)
    note = handed_over(*before, wiring.links()) if before else ""
    form = escalation_form(filled, team().products[product], team(), metadata, note=note)
    wiring.channel().open_modal(trigger_id, form)


def _open_add_form(trigger_id: str, link: DialogLink, case: Case, words: str) -> None:
    from chalicelib.rendering.escalation_form import add_form

    about = MoreOf(desk=link.dialog.desk, dialog=link.dialog.id)
    wiring.channel().open_modal(trigger_id, add_form(link, case, wiring.links(), words, about.model_dump_json()))


def _read(sent: Interaction) -> tuple[Named | None, str]:
    """The first dialog that the message names, and what it says. An integration's message may have blocks only."""
    texts = [text for text in sent.message.texts() if text.strip()] if sent.message else []
    by_links = panels()
    links = [found for text in texts if (found := named(text, by_links, bare=False))]
    found = links[0] if links else None
    first = texts[0] if texts else ""
    in_first = named(first, by_links, bare=False)
    return found, in_first.words if in_first else first
