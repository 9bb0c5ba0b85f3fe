"""A case moves to another status: its next version, and what everybody sees and hears of it."""

from dataclasses import replace
from datetime import datetime
from typing import cast

from chalicelib.model.case import Case, Step
from chalicelib.model.orders import (
    Act,
    Destination,
    Notice,
    NoticeKind,
    Order,
    SayInThread,
    ShowCase,
    TellFollowers,
)
from chalicelib.model.status import Status

_HISTORY_KEPT = 50


def moved(case: Case, status: Status, now: datetime, owner: str | None = None) -> Case:
    """The case's next version, in `status`; whoever owned it keeps it unless somebody else is named."""
    return replace(
        case,
        version=case.version + 1,
        status=status,
        changed_at=now,
        owner=owner or case.owner,
        history=(*case.history, Step(now, status))[-_HISTORY_KEPT:],
    )


def show_and_tell(
    case: Case, now: datetime, *, by: str = "", text: str = "", except_for: str | None = None
) -> tuple[Order, ...]:
    """What a new status makes: the message in the channel, a line in its thread, and word to every follower.

    A case that goes back into the queue is no news to the people who wait: they hear when somebody takes it.
    """
    version = f"v{case.version}"
    shown = for_case(case, f"{version}:shown", Destination.SLACK, ShowCase())
    said = for_case(case, f"{version}:said", Destination.SLACK, SayInThread("status", case.status, text, by))
    if case.status is Status.RECEIVED:
        return shown, said
    told = TellFollowers(Notice(cast(NoticeKind, case.status.value), now, text), except_for=except_for, by=by)
    return shown, said, for_case(case, f"{version}:told", Destination.FAN_OUT, told)


def for_case(case: Case, what: str, destination: Destination, act: Act, then: tuple[Order, ...] = ()) -> Order:
    """An order in the case's own lane; `what` must say what caused it, since the same id is made only once."""
    return Order(f"{destination.value}:{what}", case.id, destination, case.id, act, then)
