"""What an operator wants with a dialog: that it is read, what it then shows, and what is added to it later.

What becomes of one that is handed over is decided in `handing_over`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from chalicelib.decisions.moving import for_case
from chalicelib.model.case import Case
from chalicelib.model.decision import Decision
from chalicelib.model.dialog import Dialog, DialogLine, DialogReading, DialogState, Escalation
from chalicelib.model.dialog_acts import FindTagged, ReadDialog
from chalicelib.model.dialog_changes import DialogAnswered, DialogRead
from chalicelib.model.orders import SWEEP, CommentIssue, Destination, Order, SayInThread

_ISSUE = re.compile(r"[A-Z][A-Z0-9_]{1,9}-[1-9][0-9]{0,8}")  # a Jira key
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class DeskRules:
    """What the team's file says of a desk: what hands a dialog over there, and of what it is then.

    `impacts`, `areas` and `kinds` are the words that may stand first behind the command, in any order.
    """

    product: str
    area: str
    kind: str
    tag: str
    command: str
    areas: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    impacts: frozenset[str] = frozenset()


def asked(escalation: Escalation, dialog: Dialog) -> Decision:
    """The dialog is read for the operator: what they said travels with the order, so that nothing of it is lost."""
    return Decision("a dialog is handed over", orders=(_read(dialog, f"asked:{escalation.id}", escalation),))


def told(reading: DialogReading) -> Decision:
    """A desk that can't be read hands a dialog over, and says itself what would have been read."""
    if reading.asked is None:
        raise ValueError("nobody has asked for anything")
    return Decision("a dialog is handed over", (DialogRead(reading, reading.dialog.lane, f"told:{reading.asked.id}"),))


def heard(dialog: Dialog, cause: str) -> Decision:
    """The chat has news of a dialog; webhooks are hints, so it is read before anything is believed."""
    return Decision("the dialog is read again", orders=(_read(dialog, f"heard:{cause}", None),))


def look_for_tagged(desks: Iterable[str], now: datetime) -> Decision:
    """Have each desk asked which dialogs carry the tag, for no webhook need tell of one; the same minute asks once."""
    orders = (
        Order(f"chat:tagged:{desk}:{now:%Y%m%d%H%M}", SWEEP, Destination.CHAT, f"tagged:{desk}", FindTagged(desk))
        for desk in desks
    )
    return Decision("tagged dialogs are looked for", orders=tuple(orders))


def by_note(note: DialogLine, state: DialogState, rules: DeskRules) -> Escalation:
    """`/bug prices wrong-value blocks The price is 0`: words of the team's file first, in any order.

    Or `/bug SHOP-7 The price is 0`: the problem of that issue.
    """
    area, kind, impact, issue, words = rules.area, rules.kind, None, None, note.behind(rules.command)
    while words:
        first, _, rest = words.partition(" ")
        if first in rules.areas:
            area = first
        elif first in rules.kinds:
            kind = first
        elif first in rules.impacts:
            impact = first
        elif _ISSUE.fullmatch(first):
            issue = first
        else:
            break
        words = rest.lstrip()
    return Escalation(
        f"note:{note.id}",
        note.name or "",
        note.at,
        rules.product,
        area,
        kind,
        state.dialog,
        words,
        impact=impact,
        issue=issue,
    )


def by_tag(state: DialogState, rules: DeskRules) -> Escalation | None:
    """The team's tag hands a dialog over, of which then no more is known than that; the last to write stands for it."""
    if rules.tag not in state.tags:
        return None
    last = next((line for line in reversed(state.lines) if line.who != "person"), None)
    at = state.lines[-1].at if state.lines else _LONG_AGO
    by = (last.name if last else None) or ""
    return Escalation("tag", by, at, rules.product, rules.area, rules.kind, state.dialog)


def add_words(case: Case, escalation: Escalation) -> Decision:
    """The dialog has been handed over already: what the operator adds reaches the engineers, once."""
    if not escalation.words:
        return Decision("handed over already")
    cause = f"operator:{escalation.id}"
    comment, by = CommentIssue("operator_note", escalation.words, escalation.by), escalation.by
    said = SayInThread("operator_note", None, escalation.words, by, dialog=escalation.dialog)
    orders = (
        for_case(case, f"{cause}:comment", Destination.JIRA, comment),
        for_case(case, f"{cause}:said", Destination.SLACK, said),
    )
    return Decision("an operator adds to a dialog that was handed over", orders=orders)


def answer(case: Case, dialog: Dialog, lines: tuple[DialogLine, ...]) -> Decision:
    """The person has answered in the dialog what the engineers had asked: nobody need carry it over."""
    words = "\n".join(line.text for line in lines)
    cause = f"answered:{lines[-1].id}"
    orders = (
        for_case(case, f"{cause}:comment", Destination.JIRA, CommentIssue("reporter_note", words)),
        for_case(case, f"{cause}:said", Destination.SLACK, SayInThread("reporter_note", None, words, dialog=dialog)),
    )
    return Decision("the person has answered in the dialog", (DialogAnswered(dialog),), orders)


def _read(dialog: Dialog, cause: str, escalation: Escalation | None) -> Order:
    return Order(f"chat:read:{cause}", dialog.lane, Destination.CHAT, dialog.ref, ReadDialog(dialog, escalation))
