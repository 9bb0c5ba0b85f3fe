"""The account that sends: how much in a second and in a day, and whether it may at all.

Stricter than SES, which lets short bursts pass: no second, wherever it begins, takes more than the rate. What passes
here is never above it.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace

from sandbox.state import Json, State

_DAY = 24 * 60 * 60.0
_KIND, _NAME = "ses", "account"


@dataclass(frozen=True)
class Settings:
    """What AWS has granted: recipients in a second, in 24 hours, and whether sending is enabled."""

    rate: float = 200.0
    daily: float = 1_000_000.0
    enabled: bool = True


class Account:
    """One account. The settings are kept; what was sent is known again after a restart by the mailbox."""

    def __init__(self, state: State) -> None:
        self._state = state
        self.begin_anew(float(mail["received_at"]) for mail in state.all("mail"))

    @property
    def settings(self) -> Settings:
        """Return what is granted now."""
        return Settings(**(self._state.get(_KIND, _NAME) or {}))

    def grant(self, wanted: Json) -> Settings:
        """Change some of it; TypeError when there is no such setting."""
        settings = replace(self.settings, **wanted)
        self._state.put(_KIND, _NAME, asdict(settings))
        return settings

    def begin_anew(self, sent_at: Iterable[float] = ()) -> None:
        """Forget what was sent, but for what was sent at these moments."""
        self._today = deque(sent_at)
        self._second: deque[float] = deque()
        self.throttled = self.most_in_a_second = 0

    def sent_today(self) -> int:
        """Return how many were sent in the last 24 hours."""
        _drop(self._today, time.time() - _DAY)
        return len(self._today)

    def take(self) -> str:
        """Take one recipient; return nothing, or which quota is used up: `rate` or `daily`."""
        settings, now = self.settings, time.time()
        _drop(self._second, now - 1.0)
        if self.sent_today() >= settings.daily:
            return "daily"
        if len(self._second) + 1 > settings.rate:
            self.throttled += 1
            return "rate"
        self._second.append(now)
        self._today.append(now)
        self.most_in_a_second = max(self.most_in_a_second, len(self._second))
        return ""

    def told(self) -> Json:
        """Return all of it, for the panel."""
        return {
            **asdict(self.settings),
            "sent_today": self.sent_today(),
            "throttled": self.throttled,
            "most_in_a_second": self.most_in_a_second,
        }


def _drop(moments: deque[float], until: float) -> None:
    while moments and moments[0] <= until:
        moments.popleft()
