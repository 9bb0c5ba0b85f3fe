"""One measurement of a broadcast in a process of its own.

    python -m bench.telling write|tell|plain CASE PEOPLE

`write` makes the case's followers, `tell` is Wilco's worker, `plain` is boto3's SendBulkEmail alone, fifty a call.
Prints one JSON object: CPU-milliseconds a recipient, and when (Unix time) how many were handed over.
"""

import json
import sys
import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import boto3

from chalicelib import wiring
from chalicelib.deliveries import to_mail
from chalicelib.deliveries.once import Later, deliver
from chalicelib.model.broadcast import TellAll
from chalicelib.model.case import Case, Follower, follower_id
from chalicelib.model.decision import CaseOpened, Decision, FollowerJoined
from chalicelib.model.mail import COPIES_AT_MOST
from chalicelib.model.notice import Notice
from chalicelib.model.orders import Destination, Order
from chalicelib.model.status import Status
from chalicelib.observe import now
from chalicelib.ports import Copy, Letter
from chalicelib.rendering.letter import Reader, draft
from chalicelib.store import keys
from chalicelib.store.commit import commit
from chalicelib.store.orders import is_open
from chalicelib.store.tables import Row
from chalicelib.team import team
from infra.table import table_definition

_OPENED = datetime(2026, 11, 21, 12, tzinfo=UTC)
_NOTICE = Notice("answer", _OPENED, "We have found the cause and are repairing it. " * 8)


def main(what: str, case_id: str, people: int) -> dict[str, Any]:
    """Where it is measured, everything is made and compiled before; a worker lives for hours."""
    if what == "write":
        _write(_case(case_id), people)
        return {}
    act = {"tell": _tell, "plain": _plain}[what]
    draft(Reader("en", named=True), _NOTICE, _case(case_id), team(), wiring.links())
    act(_case(case_id), _followers(case_id, 1), None)
    sent: list[tuple[float, int]] = []
    followers = _followers(case_id, people)
    began = time.process_time()
    act(_case(case_id), followers, sent)
    return {"cpu_ms": (time.process_time() - began) / people * 1000, "sent": sent}


def _tell(case: Case, followers: Sequence[Follower], sent: list[tuple[float, int]] | None) -> None:
    """Wilco's worker, from the claim to the outcome; warmed up by a broadcast that leaves nobody to be told."""
    notice = _NOTICE if sent is not None else replace(_NOTICE, at=_OPENED.replace(year=2020))
    order = Order(f"mail:{uuid.uuid4()}", case.id, Destination.MAIL, case.id, TellAll(notice))
    commit(Decision("told", orders=(order,)), now())
    key = keys.order(order.case_id, order.id)
    if sent is not None:
        wiring.bulk_mailer().send_many = _watched(wiring.bulk_mailer().send_many, sent)  # type: ignore[method-assign]
    while is_open(key):
        try:
            deliver(key, to_mail.carry_out, now())
        except Later as later:
            time.sleep(later.seconds)


def _watched(call: Callable[..., Any], sent: list[tuple[float, int]]) -> Callable[..., Any]:
    def send_many(letter: Letter, copies: Sequence[Copy]) -> Any:
        sent.append((time.time(), len(copies)))
        return call(letter, copies)

    return send_many


def _plain(case: Case, followers: Sequence[Follower], sent: list[tuple[float, int]] | None) -> None:
    """The same mails, and nothing but the calls: no table, no pace, no ledger."""
    client = boto3.client("sesv2")
    ready = draft(Reader("en", named=True), _NOTICE, case, team(), wiring.links())
    mailer: Any = wiring.bulk_mailer()
    head = mailer._head(ready.letter)
    for first in range(0, len(followers), COPIES_AT_MOST):
        entries = [_entry(ready.copy_for(one, one.id)) for one in followers[first : first + COPIES_AT_MOST]]
        client.send_bulk_email(**head, BulkEmailEntries=entries)


def _entry(copy: Copy) -> dict[str, Any]:
    data = json.dumps({**copy.values, "brace": "{"})
    return {
        "Destination": {"ToAddresses": [copy.to]},
        "ReplacementEmailContent": {"ReplacementTemplate": {"ReplacementTemplateData": data}},
        "ReplacementHeaders": [{"Name": name, "Value": value} for name, value in copy.headers.items()],
    }


def _write(case: Case, people: int) -> None:
    if not Row.exists():
        boto3.client("dynamodb").create_table(TableName=Row.Meta.table_name, **table_definition())
    commit(Decision("opened", (CaseOpened(case),)), _OPENED)
    followers = _followers(case.id, people)
    for first in range(0, people, COPIES_AT_MOST):
        joined = tuple(FollowerJoined(one) for one in followers[first : first + COPIES_AT_MOST])
        commit(Decision("joined", joined), _OPENED)


def _followers(case_id: str, people: int) -> list[Follower]:
    return [_follower(case_id, f"person-{number}@example.com", number) for number in range(people)]


def _follower(case_id: str, address: str, number: int) -> Follower:
    report, token = f"{number:026}", uuid.uuid5(uuid.NAMESPACE_URL, address).hex
    person = follower_id(case_id, address)
    return Follower(person, case_id, address, "en", report, token, name=f"Ann Lee {number}", joined_at=_OPENED)


def _case(case_id: str) -> Case:
    place = "shop.example/orders/:id"
    return Case(case_id, "shop", case_id, 1, "prices", "wrong-value", place, Status.RECEIVED, _OPENED, _OPENED)


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], sys.argv[2], int(sys.argv[3]))))
