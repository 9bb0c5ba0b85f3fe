"""`/wilco …`: the words that it knows, and what each does. Anything else is taken for a dialog to hand over.

Apart from the entrance, so that the API's Lambda starts without it. Each answers for the eyes of the asker alone.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from chalicelib import wiring
from chalicelib.decisions.dialog_links import named
from chalicelib.entrances.payloads.slack import Command, User, said
from chalicelib.entrances.slack_escalation import held, open_form, panels
from chalicelib.entrances.slack_handover import add_words
from chalicelib.entrances.slack_people import who
from chalicelib.errors import DeliveryError
from chalicelib.model.case import Case
from chalicelib.model.dialog import DialogLink
from chalicelib.observe import log, now
from chalicelib.team import team

Json = dict[str, Any]
# What came of it, for the log, and the answer; None where a form says it all.
Outcome = tuple[str, Json | None]
Subcommand = Callable[[Command, str], Outcome]


def take(sent: Command) -> Json | None:
    """One command."""
    text = said(sent.text).strip()
    word, _, rest = text.partition(" ")
    known = SUBCOMMANDS.get(word.lower())
    outcome, answer = known(sent, rest.strip()) if known else _dialog(sent, text)
    log("slack_command", subcommand=word.lower() if known else "dialog", outcome=outcome)
    return answer


def _usage(sent: Command, rest: str) -> Outcome:
    from chalicelib.rendering.slack_command import only_you, usage

    return "usage", only_you(usage(list(panels().values())))


def _promises(sent: Command, rest: str) -> Outcome:
    """How many promises each product has kept, this month and the one before."""
    from chalicelib.rendering.slack_command import only_you, promises_kept
    from chalicelib.store.promises import counts

    this = now().replace(day=1)
    months = [f"{month:%Y-%m}" for month in (this, this - timedelta(days=1))]
    told = {(product, month): counts(product, month) for product in team().products for month in months}
    shares = {key: (found.kept, found.kept + found.broken) for key, found in told.items()}
    return "promises", only_you(promises_kept(shares, team()))


def _outage(sent: Command, rest: str) -> Outcome:
    """The form to declare an outage."""
    from chalicelib.entrances.slack_outages import open_declare_form
    from chalicelib.rendering.slack_command import not_opened, only_you

    try:
        return open_declare_form(sent.trigger_id), None
    except DeliveryError as error:
        return error.reason, only_you(not_opened())


def _dialog(sent: Command, text: str) -> Outcome:
    """A dialog's link or id, and what is wrong: the form, or where its case stands and the words added to it."""
    from chalicelib.rendering.slack_command import no_dialog, not_opened, only_you

    found = named(text, panels())
    if found is None:
        return "no dialog in it", only_you(no_dialog(list(panels().values())))
    before = held(found.dialog)
    if before and before[1].is_open:
        return _held(sent, found.words, *before)
    try:
        open_form(sent.trigger_id, found.dialog, found.words, before)
    except DeliveryError as error:
        return error.reason, only_you(not_opened())
    return "form opened", None


def _held(sent: Command, words: str, link: DialogLink, case: Case) -> Outcome:
    from chalicelib.rendering.escalation_form import handed_over
    from chalicelib.rendering.slack_command import added, only_you

    where = handed_over(link, case, wiring.links())
    if not words:
        return "handed over already", only_you(where)
    name, _ = who(User(id=sent.user_id, name=sent.user_name))
    return add_words(case, link.dialog, words, name, sent.trigger_id), only_you(added(where))


# The first word typed, and what it does with the rest. What is in no line here is taken for a dialog.
SUBCOMMANDS: dict[str, Subcommand] = {"": _usage, "help": _usage, "promises": _promises, "outage": _outage}
