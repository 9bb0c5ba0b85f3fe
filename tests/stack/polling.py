"""Waiting for what happens by itself in a deployed stack."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

PATIENCE_SECONDS = 90.0  # a bound for what never comes, not a measure: nothing is judged by how long it took


def eventually(look: Callable[[], T], seconds: float = PATIENCE_SECONDS) -> T:
    """The first true answer of `look`; its last AssertionError, or a plain one, when none comes."""
    deadline = time.monotonic() + seconds
    while True:
        last: AssertionError | None = None
        try:
            found = look()
            if found:
                return found
        except AssertionError as error:
            last = error
        if time.monotonic() > deadline:
            raise last or AssertionError(f"nothing came within {seconds:.0f} s")
        time.sleep(0.1)
