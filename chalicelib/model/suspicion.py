"""A suspected surge as it is told to people, what is remembered of the area, and what a decision writes of both."""

import hashlib
from datetime import datetime

from chalicelib.frozen import dataclass
from chalicelib.model.surge import Area, Assessment


@dataclass(frozen=True, slots=True)
class Suspicion:
    """One suspected surge of an area, told once in `channel`, until it is over.

    `minute` is that of the bucket in which it was suspected, `found` what was thought of the area then. Its orders are
    kept under its `id`, as a case's are under the case's. `outage` is the case that was declared of the area since.
    """

    id: str
    product: str
    area: str
    channel: str
    at: datetime
    minute: int
    found: Assessment
    dismissed_by: str | None = None
    over_since: datetime | None = None
    outage: str | None = None
    version: int = 1


@dataclass(frozen=True, slots=True)
class Watched:
    """An area that is watched: what was learnt of it, and the `id` of the suspicion that stands there.

    `version` grows with every write, because two sweeps may look at once, and somebody may dismiss meanwhile.
    """

    product: str
    area: str
    state: Area
    suspicion: str | None = None
    version: int = 0


@dataclass(frozen=True, slots=True)
class PersonCame:
    """Count one more person in the area's bucket; holds only while they did not count there after `last`.

    All three are minutes since 1970: of the bucket, of now, and of the last time that is long enough ago.
    """

    product: str
    area: str
    person_id: str
    bucket: int
    minute: int
    last: int


@dataclass(frozen=True, slots=True)
class AreaLearnt:
    """Write what is known of the area by now; holds only while the stored version is the one before it."""

    watched: Watched


@dataclass(frozen=True, slots=True)
class SuspicionMoved:
    """Write the suspicion's next version (the first is new); holds only while the stored one is that before it."""

    suspicion: Suspicion


def area_digest(product: str, area: str) -> str:
    """A short name of the area, whose own names may be longer than a queue's lane may be called."""
    return hashlib.sha256(f"{product}\n{area}".encode()).hexdigest()[:16]
