"""A broadcast under test: a case with followers, the order that tells them, and a worker's time."""

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.deliveries import to_mail
from chalicelib.deliveries.once import Later, deliver
from chalicelib.model.broadcast import TellAll
from chalicelib.model.decision import Decision
from chalicelib.model.orders import Destination, Notice
from chalicelib.store import keys
from chalicelib.store.commit import commit
from chalicelib.store.tables import Row
from tests.builders import NOW, a_case, an_order
from tests.conftest import World

CASE = a_case()
PEOPLE = 75
NOTICE = Notice("answer", NOW, "It works again")


class Time:
    """A worker's time, which goes on when it waits, and by `a_look` whenever somebody looks at the clock."""

    def __init__(self) -> None:
        self.at = 0.0
        self.a_look = 0.0
        self.waited: list[float] = []

    def monotonic(self) -> float:
        self.at += self.a_look
        return self.at

    def passes(self, seconds: float) -> None:
        self.waited.append(seconds)
        self.at += seconds


def told(cause: str = "told", case_id: str = CASE.id, **given: object) -> str:
    """Order that everybody is told."""
    act = replace(TellAll(NOTICE), **given)  # type: ignore[arg-type]
    order = an_order(id=f"mail:{cause}", case_id=case_id, destination=Destination.MAIL, act=act)
    commit(Decision("ordered", orders=(order,)), NOW)
    return order.id


def row(order_id: str) -> Row:
    return Row.get(*keys.order(CASE.id, order_id), consistent_read=True)


def carry_out(order_id: str, now: datetime = NOW) -> None:
    deliver(keys.order(CASE.id, order_id), to_mail.carry_out, now)


def parts(cause: str = "told") -> dict[str, str]:
    """The broadcast's orders and their states."""
    rows = Row.query(keys.case(CASE.id).pk, Row.sk.startswith(f"{keys.ORDER_PREFIX}mail:{cause}"))
    return {row.sk.removeprefix(keys.ORDER_PREFIX): row.state or "" for row in rows}


def run(cause: str = "told", now: datetime = NOW) -> datetime:
    """Until nothing is left of it; what has to wait waits."""
    while left := [name for name, state in parts(cause).items() if state in ("waiting", "claimed")]:
        try:
            carry_out(left[0], now)
        except Later as later:
            now += timedelta(seconds=later.seconds)
    return now


def outcome(order_id: str = "mail:told") -> str:
    return f"{row(order_id).state}: {row(order_id).outcome}"


def check_nobody_twice(world: World) -> Counter[str]:
    heard = Counter(mail.to for mail in world.mail.sent)
    assert set(heard.values()) <= {1}
    return heard
