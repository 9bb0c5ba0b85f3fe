"""A worker's own time: how late it is for an order that was begun at some moment, and how it waits for its turn."""

from datetime import datetime, timedelta
from time import monotonic, sleep


class Clock:
    """Goes on from the moment at which the order was begun."""

    def __init__(self, now: datetime) -> None:
        self._began = now
        self._since = monotonic()

    @property
    def spent(self) -> timedelta:
        """How long the order has taken so far."""
        return timedelta(seconds=monotonic() - self._since)

    def now(self) -> datetime:
        """What time it is for the order."""
        return self._began + self.spent


def wait(time: timedelta) -> None:
    """Wait for so long; not at all, mostly."""
    if time > timedelta(0):
        sleep(time.total_seconds())
