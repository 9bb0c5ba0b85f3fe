"""How many reports one sender has taken up at once, and when the turn of one that is over the limit comes.

A sender has `an_hour` reports at once; each comes free again after its share of the hour. What is over waits for the
next that comes free, behind what waits already, so that turns are an hour / `an_hour` apart. Nothing is refused.
"""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

_SHARE = 10  # a process counts by itself until a sender has had a tenth of the limit there
_REMEMBERED_AT_MOST = 10_000


@dataclass(frozen=True, slots=True)
class Run:
    """The reports that all processes together have counted of a sender who has not rested since `since`."""

    since: datetime
    reports: int


def turn(run: Run, an_hour: int, hour: timedelta) -> datetime:
    """When the newest report of the run has its turn; up to the limit that is no later than the run began."""
    return run.since + hour * (run.reports - an_hour) / an_hour


def rested(run: Run, added: int, an_hour: int, hour: timedelta, now: datetime) -> bool:
    """Whether all had come free before these were `added`: then they begin a run of their own."""
    before = run.reports - added
    return before > 0 and run.since + hour * before / an_hour <= now


@dataclass(slots=True)
class _Seen:
    latest: deque[datetime]
    untold: int = 0


@dataclass(slots=True)
class AtHome:
    """One process's own count, which spares all but heavy senders the count at the table.

    So a sender has never fewer at once than the limit, and never more than that and a tenth of it for each process.
    """

    hour: timedelta
    _senders: dict[str, _Seen] = field(default_factory=dict)

    def count(self, sender: str, an_hour: int, now: datetime) -> int:
        """One more report of the sender; how many of them the table has to be told of now, mostly none."""
        share = an_hour // _SHARE
        if not share:
            return 1
        seen = self._senders.pop(sender, None) or _Seen(deque(maxlen=share))
        self._senders[sender] = seen  # the newest is last
        if len(self._senders) > _REMEMBERED_AT_MOST:
            del self._senders[next(iter(self._senders))]
        few = len(seen.latest) < share or now - seen.latest[0] >= self.hour
        seen.latest.append(now)
        told = 0 if few else seen.untold + 1
        seen.untold = min(seen.untold + 1, share) if few else 0
        return told
