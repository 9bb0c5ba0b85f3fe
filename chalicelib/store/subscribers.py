"""The subscribers of each product's status page."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from pynamodb.exceptions import DoesNotExist

from chalicelib.model.contact import address_id
from chalicelib.model.subscription import NotSubscribed, Subscribed, Subscriber, Unsubscribed
from chalicelib.store import keys
from chalicelib.store.changes import Writes, write
from chalicelib.store.codec import dump, load
from chalicelib.store.tables import Row

_TOLD = Row.pk.exists() & Row.stopped_at.does_not_exist()


def subscriber(product: str, subscriber_id: str) -> Subscriber | None:
    """One of them, whether they want mail now or have stopped it."""
    try:
        return _as_subscriber(Row.get(*keys.subscriber(product, subscriber_id), consistent_read=True))
    except DoesNotExist:
        return None


def subscribers(product: str, after: str | None, limit: int) -> tuple[list[Subscriber], str | None]:
    """A page of those who want mail, and behind whom the next one begins; None behind the last."""
    key = keys.subscriber(product, after or "")
    rows = list(Row.query(key.pk, Row.sk > key.sk, limit=limit, consistent_read=True))
    last = rows[-1].sk.removeprefix(keys.SUBSCRIBER_PREFIX) if len(rows) == limit else None
    return [_as_subscriber(row) for row in rows if not row.stopped_at], last


def how_many(product: str) -> int:
    """How many would be told of an outage."""
    return Row.count(keys.subscriber(product, "").pk, filter_condition=Row.stopped_at.does_not_exist())


def following(case_id: str, follower_ids: Iterable[str]) -> set[str]:
    """Which of these people follow the case."""
    asked = {keys.follower(case_id, one): one for one in follower_ids}
    found = Row.batch_get([*asked], consistent_read=True, attributes_to_get=["pk", "sk"]) if asked else ()
    return {asked[keys.Key(row.pk, row.sk)] for row in found}


@write.register
def _(change: NotSubscribed, writes: Writes, now: datetime) -> None:
    key = keys.subscriber(change.product, address_id(change.address))
    writes.checks.append((key, Row.pk.does_not_exist() | Row.stopped_at.exists()))


@write.register
def _(change: Subscribed, writes: Writes, now: datetime) -> None:
    """Whoever comes back keeps the row that their older mails' links name."""
    one = change.subscriber
    actions = [Row.data.set(Row.data | dump(one)), Row.stopped_at.remove(), Row.ttl.remove()]
    writes.update(_key(one), *actions, when=Row.pk.does_not_exist() | Row.stopped_at.exists())


@write.register
def _(change: Unsubscribed, writes: Writes, now: datetime) -> None:
    forgotten = Row.ttl.set(int(change.until.timestamp()))
    writes.update(_key(change.subscriber), Row.stopped_at.set(now.isoformat()), forgotten, when=_TOLD)


def _key(one: Subscriber) -> keys.Key:
    return keys.subscriber(one.product, one.id)


def _as_subscriber(row: Row) -> Subscriber:
    stopped_at = datetime.fromisoformat(row.stopped_at) if row.stopped_at else None
    return replace(load(Subscriber, row.data or ""), stopped_at=stopped_at)
