"""People counted by area, what is learnt of each area, and its suspicions.

Counters are kept in shards by person: one row takes some hundred writes a second, and a surge may bring more. A
person's row in an area has a partition of its own.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from hashlib import sha256

from pynamodb.exceptions import DoesNotExist

from chalicelib.model.surge import Area
from chalicelib.model.suspicion import AreaLearnt, PersonCame, Suspicion, SuspicionMoved, Watched
from chalicelib.store import keys
from chalicelib.store.changes import NOT_WAITING, Writes, write
from chalicelib.store.codec import dump, load
from chalicelib.store.tables import Row

SHARDS = 4
WAITS_FOR_CALM = "calm"
_KEPT_FOR = 8 * 24 * 60  # minutes; a sweep that was stopped catches up with a week
_watched: set[tuple[str, str]] = set()

Place = tuple[str, str]  # product and area


def last_came(in_area: keys.Key) -> int | None:
    """The minute at which a person (`keys.came`) last counted in an area, as far as that is remembered."""
    row = _get(in_area)
    return int(row.minute) if row and row.minute is not None else None


def unwatched(places: Iterable[Place]) -> list[Place]:
    """Those of which nothing is known yet. What this process has found once it does not look for again."""
    asked = {keys.watched(*place): place for place in places if place not in _watched}
    found = {(row.pk, row.sk) for row in Row.batch_get(list(asked), attributes_to_get=["pk", "sk"])} if asked else set()
    _watched.update(place for key, place in asked.items() if key in found)
    return [place for key, place in asked.items() if key not in found]


def lively(places: Collection[Place], buckets: Collection[int]) -> set[Place]:
    """Those where somebody came in any of these buckets."""
    asked = {
        keys.bucket(*place, shard, bucket): place for place in places for shard in range(SHARDS) for bucket in buckets
    }
    found = Row.batch_get(list(asked), attributes_to_get=["pk", "sk"]) if asked else ()
    return {asked[keys.Key(row.pk, row.sk)] for row in found}


def people_since(product: str, area: str, minute: int) -> Mapping[int, int]:
    """The people of each bucket after this minute; a bucket without any is left out."""
    people: Counter[int] = Counter()
    after = Row.sk > keys.bucket(product, area, 0, minute).sk
    for shard in range(SHARDS):
        for row in Row.query(keys.bucket(product, area, shard, minute).pk, after, consistent_read=True):
            people[int(row.sk.removeprefix(keys.BUCKET_PREFIX))] += int(row.people or 0)
    return people


def get_watched(product: str, area: str) -> Watched | None:
    """What is known of an area."""
    row = _get(keys.watched(product, area))
    if row is None:
        return None
    return Watched(product, area, load(Area, row.data or ""), row.suspicion, int(row.version or 0))


def get_suspicion(suspicion_id: str) -> Suspicion | None:
    """A suspicion as it is now."""
    row = _get(keys.suspicion(suspicion_id))
    return load(Suspicion, row.data or "") if row else None


@write.register
def _(change: PersonCame, writes: Writes, now: datetime) -> None:
    shard = sha256(change.person_id.encode()).digest()[0] % SHARDS
    bucket = keys.bucket(change.product, change.area, shard, change.bucket)
    person = keys.came(change.product, change.area, change.person_id)
    again = Row.minute.does_not_exist() | (Row.minute <= change.last)
    counts_again = change.minute + (change.minute - change.last)
    writes.update(person, Row.minute.set(change.minute), Row.ttl.set(counts_again * 60), when=again)
    kept = Row.ttl.set((change.bucket + _KEPT_FOR) * 60)
    writes.updates.append((bucket, [Row.people.add(1), kept], None))


@write.register
def _(change: AreaLearnt, writes: Writes, now: datetime) -> None:
    watched = change.watched
    before = Row.version == watched.version - 1 if watched.version > 1 else Row.pk.does_not_exist()
    standing = Row.suspicion.set(watched.suspicion) if watched.suspicion else Row.suspicion.remove()
    actions = [Row.data.set(dump(watched.state)), Row.version.set(watched.version), standing]
    writes.update(keys.watched(watched.product, watched.area), *actions, when=before)


@write.register
def _(change: SuspicionMoved, writes: Writes, now: datetime) -> None:
    """One that is not over stays in the index of what waits, where the sweep finds it each minute."""
    suspicion = change.suspicion
    before = Row.version == suspicion.version - 1 if suspicion.version > 1 else Row.pk.does_not_exist()
    waits = (Row.waits_for.set(WAITS_FOR_CALM), Row.due_at.set(suspicion.at.isoformat()))
    actions = [Row.data.set(dump(suspicion)), Row.version.set(suspicion.version)]
    actions += NOT_WAITING if suspicion.over_since else waits
    writes.update(keys.suspicion(suspicion.id), *actions, when=before)


def _get(key: keys.Key) -> Row | None:
    try:
        return Row.get(key.pk, key.sk, consistent_read=True)
    except DoesNotExist:
        return None
