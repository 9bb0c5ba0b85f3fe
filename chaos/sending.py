"""A report is sent until it has a receipt, however often that takes: a page tries again, and so do people."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Event, Lock

import httpx

from tour.world import Json, World

_TRIES, _BETWEEN_TRIES = 150, 0.4


class NotAccepted(Exception):
    """A report had no receipt after all tries, was refused, or one click became two reports."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A report that was taken: when it was sent first and when the receipt came (Unix time), and after how many tries.

    `seconds` is how long the answer took that brought the receipt.
    """

    receipt: Json
    began: float
    at: float
    tries: int
    seconds: float


class Sender:
    """Sends reports until it is `over`; `tries` counts the calls."""

    def __init__(self, world: World, over: Event) -> None:
        self.world = world
        self.over = over
        self.tries = 0
        self._in_turn = Lock()

    def send(self, body: Callable[[], Json], name: str) -> Sent:
        """The receipt of what `body` makes for each try. Raises NotAccepted.

        Those who had none try again in turn: when a call to a function fails, the engine ends all workers of that
        function, also those that it is just starting, so that a crowd at the door would never let one come up.
        """
        began = time.time()
        if receipt := self._try(body, name):
            return Sent(receipt[0], began, time.time(), 1, receipt[1])
        with self._in_turn:
            for number in range(_TRIES):
                time.sleep(_BETWEEN_TRIES)
                if self.over.is_set():
                    break
                if receipt := self._try(body, name):
                    return Sent(receipt[0], began, time.time(), number + 2, receipt[1])
        raise NotAccepted(f"{name} had no receipt after {_TRIES} tries")

    def _try(self, body: Callable[[], Json], name: str) -> tuple[Json, float] | None:
        self.tries += 1
        made, began = body(), time.perf_counter()
        try:
            answer = self.world.report(made)
        except httpx.HTTPError:
            return None
        seconds = time.perf_counter() - began
        if answer.status_code == 202:
            return answer.json(), seconds
        if answer.status_code < 500 and answer.status_code != 429:
            raise NotAccepted(f"{name}: {answer.status_code} {answer.text}")
        return None
