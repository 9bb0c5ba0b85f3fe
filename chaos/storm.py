"""The storm: the plan carried out by a crowd that reports, a team that works, and a troublemaker, all at once."""

import random
import time
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import dataclass
from threading import Event, Lock

from chaos.plan import Click, Deed, Plan
from chaos.reporters import Crowd
from chaos.ses import Ses
from chaos.stack import UNREACHABLE, Say, queues, sweep
from chaos.table import Table
from chaos.team import Team
from chaos.troubles import Troublemaker
from tour.world import World

CROWD = 6
MOST_WAITING = 400  # rows under way at once: more would only grow a backlog in front of one emulator
SWEEP_EVERY = 3.0  # seconds; the clocks run ten times as fast here, and so does the schedule
SAY_EVERY = 5.0
GIVE_UP_AFTER = 90.0  # seconds in which nothing at all came to an end
_LOOK_EVERY = 0.3
_PATIENT_LOOKS = 30  # then people report all the same


@dataclass
class Storm:
    """One run. What it did is in `crowd`, `team`, `ses` and `troublemaker`; it judges nothing."""

    plan: Plan
    world: World
    ses: Ses
    say: Say

    def __post_init__(self) -> None:
        self.table = Table(self.world.stack)
        self._over = Event()
        self.crowd = Crowd(self.world, self._over)
        self.team = Team(self.world, self.table, self.crowd)
        self.troublemaker = Troublemaker(self.world, self.ses, random.Random(self.plan.seed))
        self.waiting = 0
        self.stuck = False
        self._clicks = iter(self.plan.clicks)
        self._one_at_a_time = Lock()

    def rage(self) -> None:
        """All of the plan; then calm, until nothing is under way any more, or nothing moves."""
        parts: list[Callable[[], None]] = [self._look_around, self._sweep, self._act]
        with ThreadPoolExecutor(len(parts)) as threads:
            running = [threads.submit(part) for part in parts]
            try:
                done, _ = wait(running, return_when=FIRST_EXCEPTION)
            finally:
                self._over.set()
        for part in done:
            part.result()

    def _act(self) -> None:
        parts = [*[self._report] * CROWD, self._work, self._make_trouble]
        with ThreadPoolExecutor(len(parts)) as threads:
            running = [threads.submit(part) for part in parts]
            done, _ = wait(running, return_when=FIRST_EXCEPTION)
            if any(part.exception() for part in done):
                self._over.set()
        for part in done:
            part.result()
        if self._over.is_set():
            return
        self.troublemaker.calm()
        self.say("the storm is over; what is under way arrives")
        self._until_quiet()
        self._over.set()

    # --- The storm

    def _report(self) -> None:
        """One person after the other clicks, more slowly while much is under way."""
        while (click := self._next_click()) is not None:
            for _ in range(_PATIENT_LOOKS):
                if self.waiting <= MOST_WAITING or self._over.is_set():
                    break
                time.sleep(_LOOK_EVERY)
            self.crowd.click(click)

    def _next_click(self) -> Click | None:
        with self._one_at_a_time:
            return None if self._over.is_set() else next(self._clicks, None)

    def _work(self) -> None:
        """Deeds as they fall due, those about one problem in their order; what can't be done yet is tried again.

        What can never be done, because an issue never came, is left.
        """
        left, since = list(self.plan.deeds), time.monotonic()
        while left and not self._over.is_set() and time.monotonic() - since < GIVE_UP_AFTER:
            before = len(left), len(self.crowd.accepted)
            left = list(self._not_done(left))
            if before != (len(left), len(self.crowd.accepted)):
                since = time.monotonic()
            time.sleep(_LOOK_EVERY)

    def _not_done(self, deeds: list[Deed]) -> Iterator[Deed]:
        held: set[int] = set()
        for deed in deeds:
            if deed.problem in held or deed.after > len(self.crowd.accepted) or not self.team.do(deed):
                held.add(deed.problem)
                yield deed

    def _make_trouble(self) -> None:
        for trouble in self.plan.troubles:
            while trouble.after > len(self.crowd.accepted) + CROWD and not self._over.is_set():
                time.sleep(_LOOK_EVERY)
            self.troublemaker.make(trouble)

    # --- What runs beside it

    def _sweep(self) -> None:
        while not self._over.wait(SWEEP_EVERY):
            with suppress(*UNREACHABLE):
                sweep(self.world.stack)

    def _look_around(self) -> None:
        """Count what is under way, and say now and then how far things are."""
        said = 0.0
        while not self._over.wait(_LOOK_EVERY):
            with suppress(*UNREACHABLE):
                self.waiting = self.table.waiting()
            if time.monotonic() - said > SAY_EVERY:
                said = time.monotonic()
                made = ", ".join(f"{count} {what}" for what, count in self.troublemaker.done.items())
                self.say(
                    f"{len(self.crowd.accepted)} of {len(self.plan.clicks)} reports accepted, {self.team.done} of "
                    f"{len(self.plan.deeds)} deeds done, {len(self.ses.taken)} mails, {self.waiting} under way; {made}"
                )

    # --- After it

    def _until_quiet(self) -> None:
        """Return when nothing is under way, or (`stuck`) when nothing has come to an end for a long time."""
        fewest, since = None, time.monotonic()
        while not self._over.is_set() and (left := self._under_way()):
            if fewest is None or left < fewest:
                fewest, since = left, time.monotonic()
            if time.monotonic() - since > GIVE_UP_AFTER:
                self.stuck = True
                self.say(f"{left} things are under way and none of them moves any more")
                return
            time.sleep(_LOOK_EVERY)

    def _under_way(self) -> int:
        """Rows that wait for somebody, webhooks that have not gone out, messages in the queues; then untold moves."""
        sqs = self.world.stack.engine.client("sqs")
        names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        held = [
            int(count)
            for url in queues(self.world.stack).values()
            for count in sqs.get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"].values()
        ]
        webhooks: int = self.world.counts()["webhooks"]["waiting"]
        return self.table.waiting() + webhooks + sum(held) or len(self.team.untold())
