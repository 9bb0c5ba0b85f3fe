"""Whether orders may go to a destination now: held by a person (the kill switch), or resting because it fails.

One row for each destination, shared by all its workers. A worker that is not in trouble writes nothing here and
reads it once in a few seconds.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from pynamodb.exceptions import DoesNotExist

from chalicelib.model.orders import Destination
from chalicelib.store import keys
from chalicelib.store.tables import Row

_READ_EVERY = timedelta(seconds=5)
_LOOK_AGAIN = timedelta(seconds=60)  # how soon a held order asks whether it may go
_seen: dict[Destination, tuple[datetime, "Gate"]] = {}


@dataclass(frozen=True, slots=True)
class Gate:
    """A destination's gate. `held_by` names the person who stopped it; `rests_until` is the circuit's pause."""

    held_by: str | None = None
    held_since: datetime | None = None
    failures: int = 0
    rests_until: datetime | None = None

    def closed_until(self, now: datetime) -> datetime | None:
        """When to try again; None when orders may go."""
        if self.held_by:
            return now + _LOOK_AGAIN
        return self.rests_until if self.rests_until and self.rests_until > now else None


def gate(destination: Destination, now: datetime) -> Gate:
    """The destination's gate, a few seconds old at most."""
    read_at, known = _seen.get(destination, (None, Gate()))
    if read_at is None or now - read_at > _READ_EVERY:
        known = read(destination)
        _seen[destination] = (now, known)
    return known


def read(destination: Destination) -> Gate:
    """The destination's gate as it is at this moment."""
    key = keys.gate(destination.value)
    try:
        return _gate(Row.get(key.pk, key.sk))
    except DoesNotExist:
        return Gate()


def hold(destination: Destination, person: str, now: datetime) -> None:
    """Stop sending; orders are accepted and wait. Workers see it within seconds; a call under way is not cut off."""
    _row(destination).update([Row.held_by.set(person), Row.since.set(now.isoformat())])


def release(destination: Destination) -> None:
    """Let everything go again."""
    _row(destination).update(
        [Row.held_by.remove(), Row.since.remove(), Row.failures.remove(), Row.rests_until.remove()]
    )


def failed(destination: Destination, now: datetime, pause: Callable[[int], timedelta | None]) -> None:
    """One more failure in a row; `pause` says what follows from their number."""
    row = _row(destination)
    row.update([Row.failures.add(1)])
    rest = pause(int(row.failures or 0))
    if rest:
        row.update([Row.rests_until.set((now + rest).isoformat())])
    _seen[destination] = (now, _gate(row))


def worked(destination: Destination, now: datetime) -> None:
    """The destination answers: nothing to remember any more."""
    known = gate(destination, now)
    if known.failures:
        _row(destination).update([Row.failures.remove(), Row.rests_until.remove()])
        _seen[destination] = (now, Gate(known.held_by, known.held_since))


def _gate(row: Row) -> Gate:
    return Gate(row.held_by, _moment(row.since), int(row.failures or 0), _moment(row.rests_until))


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _row(destination: Destination) -> Row:
    return Row(*keys.gate(destination.value))
