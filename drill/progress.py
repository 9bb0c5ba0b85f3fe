"""How far the drill is: a bar on a terminal, a line now and then elsewhere."""

import sys
import time
from dataclasses import dataclass

_WIDTH = 30
_SAY_EVERY = 10.0  # seconds


@dataclass
class Progress:
    """Shows one thing at a time."""

    _what: str = ""
    _done: int = -1
    _said: float = 0.0

    def say(self, line: str) -> None:
        """A line of its own."""
        if self._what and sys.stdout.isatty():
            print()
        self._what = ""
        print(f"drill: {line}", flush=True)

    def show(self, what: str, done: int, total: int) -> None:
        """So much of it is done; the last call of a thing has all of it."""
        share = min(1.0, done / total) if total else 1.0
        if sys.stdout.isatty():
            filled = round(share * _WIDTH)
            print(f"\r{what:<28} [{'█' * filled}{'·' * (_WIDTH - filled)}] {done:,} of {total:,} ", end="", flush=True)
            if self._what and self._what != what:
                print()
        elif what != self._what or (done >= total > self._done) or time.monotonic() - self._said > _SAY_EVERY:
            print(f"drill: {what}: {done:,} of {total:,}", flush=True)
            self._said = time.monotonic()
        self._what, self._done = what, done
