"""Outages as decisions make them, step by step; a test names only what matters to it."""

from datetime import datetime, timedelta

from chalicelib.decisions.outages import Draft, declare, declared, reopen, update
from chalicelib.model.case import Case
from chalicelib.model.decision import CaseMoved
from chalicelib.model.outage import Stage
from tests.builders import NOW

BROKEN = {"en": "Prices show 0.00.", "ru": "Цены показываются как 0,00."}
OVER = {"en": "Prices are right again. We are sorry.", "ru": "Цены снова верные. Просим прощения."}


def an_outage(
    *areas: str,
    cause: str = "form-1",
    texts: dict[str, str] = BROKEN,
    at: datetime = NOW,
    next_by: datetime | None = None,
    product: str = "shop",
) -> Case:
    """Erin has declared it."""
    draft = Draft(cause, texts, next_by=next_by)
    return declared(declare(product, areas or ("prices",), draft, "Erin", at))


def told(
    outage: Case,
    stage: Stage = "identified",
    texts: dict[str, str] = BROKEN,
    at: datetime = NOW + timedelta(minutes=10),
    next_by: datetime | None = None,
) -> Case:
    """It, after one more update."""
    number = outage.outage.newest.number if outage.outage else 0
    draft = Draft(f"{outage.id}:{number}", texts, stage, next_by)
    return moved(update(outage, draft, "Erin", 100, at).changes)


def over(outage: Case, at: datetime = NOW + timedelta(hours=1)) -> Case:
    """It, resolved."""
    return told(outage, "resolved", OVER, at)


def back(outage: Case, at: datetime = NOW + timedelta(hours=2)) -> Case:
    """It, after it turned out not to be over."""
    return moved(reopen(outage, BROKEN, "Erin", at).changes)


def moved(changes: tuple[object, ...]) -> Case:
    """The case that a decision has moved."""
    return next(change.case for change in changes if isinstance(change, CaseMoved))
