"""Addresses that nobody has vouched for: what waits for them, and how often they were asked.

The limits are conditions of the write that asks, over sliding windows: the mailbox's row keeps the moments of its last
three questions, so the third of them says whether a fourth may go.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from pynamodb.exceptions import DoesNotExist

from chalicelib.model.contact import Confirmation, Waiting, address_id, mailbox_id
from chalicelib.model.decision import ConfirmationAsked, ContactConfirmed, ContactLeft, ContactRefused, ContactWaits
from chalicelib.store import keys
from chalicelib.store.changes import WAITS_FOR_FACTS, Writes, waiting_for, write
from chalicelib.store.codec import dump, load
from chalicelib.store.tables import Row

LISTED = 20  # reports of an address on one page; two writes each are within a transaction's hundred
LEFT_AT_MOST = 5  # addresses for one report: a person mistypes, a stranger makes a list
_ONE_IN = timedelta(days=1)
_THREE_IN = timedelta(days=30)
_KEPT_FOR = timedelta(days=31)


def confirmation(code: str) -> Confirmation | None:
    """What the link stands for; kept beyond its end, so that it can be said that it has ended."""
    try:
        row = Row.get(*keys.confirmation(code), consistent_read=True)
    except DoesNotExist:
        return None
    return load(Confirmation, row.data or "")


def waiting(address: str, now: datetime) -> list[Waiting]:
    """The newest reports for which the address was left, whatever was answered about them; refused ones left out."""
    partition, newest_first = keys.waiting(address_id(address), "", "").pk, False
    rows = Row.query(partition, scan_index_forward=newest_first, limit=LISTED, consistent_read=True)
    return [_as_waiting(row) for row in rows if row.state != "refused" and int(row.ttl or 0) > now.timestamp()]


def _as_waiting(row: Row) -> Waiting:
    return replace(load(Waiting, row.data or ""), state=row.state or "waiting")


@write.register
def _(change: ContactLeft, writes: Writes, now: datetime) -> None:
    contact = change.contact
    key = keys.contact(contact.report_id, address_id(contact.address), f"{contact.left_at:%Y%m%d}")
    writes.put(key, data=dump(contact), ttl=_ends(now), **waiting_for(WAITS_FOR_FACTS, now))
    few = Row.asks.does_not_exist() | (Row.asks < LEFT_AT_MOST)
    writes.update(keys.report(contact.report_id), Row.asks.add(1), when=Row.pk.exists() & few)


@write.register
def _(change: ContactWaits, writes: Writes, now: datetime) -> None:
    actions = [
        Row.data.set(dump(change.waiting)),
        Row.ttl.set(int(change.until.timestamp())),
        Row.state.set(Row.state | "waiting"),
    ]
    writes.updates.append((_key(change.address, change.waiting), actions, None))


@write.register
def _(change: ConfirmationAsked, writes: Writes, now: datetime) -> None:
    asked = change.confirmation
    seconds = int(now.timestamp())
    rested = Row.asked_1.does_not_exist() | (Row.asked_1 <= seconds - int(_ONE_IN.total_seconds()))
    seldom = Row.asked_3.does_not_exist() | (Row.asked_3 <= seconds - int(_THREE_IN.total_seconds()))
    heard = Row.silent_until.does_not_exist() | (Row.silent_until <= seconds)
    moments = [Row.asked_3.set(Row.asked_2 | 0), Row.asked_2.set(Row.asked_1 | 0), Row.asked_1.set(seconds)]
    mailbox = keys.asked(mailbox_id(asked.address))
    writes.update(mailbox, *moments, Row.ttl.set(_ends(now)), when=rested & seldom & heard)
    room = Row.asks.does_not_exist() | (Row.asks < change.an_hour)
    hour = keys.asked(f"all#{now.astimezone(UTC):%Y-%m-%dT%H}")
    writes.update(hour, Row.asks.add(1), Row.ttl.set(_ends(now)), when=room)
    writes.put(keys.confirmation(asked.code), data=dump(asked), ttl=_ends(asked.expires_at))


@write.register
def _(change: ContactConfirmed, writes: Writes, now: datetime) -> None:
    writes.update(_key(change.address, change.waiting), Row.state.set("joined"), when=Row.state == "waiting")
    writes.update(keys.report(change.waiting.report_id), Row.follower.set(change.follower_id))


@write.register
def _(change: ContactRefused, writes: Writes, now: datetime) -> None:
    for waiting in change.waiting:
        writes.update(_key(change.address, waiting), Row.state.set("refused"))
    until = int(change.until.timestamp())
    actions = [Row.silent_until.set(until), Row.ttl.set(_ends(change.until))]
    writes.updates.append((keys.asked(mailbox_id(change.address)), actions, None))


def _key(address: str, waiting: Waiting) -> keys.Key:
    return keys.waiting(address_id(address), f"{waiting.reported_at.astimezone(UTC):%Y%m%dT%H%M%S}", waiting.report_id)


def _ends(at: datetime) -> int:
    return int((at + _KEPT_FOR).timestamp())
