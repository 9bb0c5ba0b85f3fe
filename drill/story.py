"""The drill, part by part: calm, the first reports, a suspicion, the declaration, answers, three updates, the end."""

import random
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from threading import Event
from typing import Any

from chaos.stack import UNREACHABLE, sweep
from chaos.storm import SWEEP_EVERY
from chaos.table import Table
from chaos.troubles import Troublemaker
from drill.crowd import Crowd
from drill.duty import Duty, Sent
from drill.machine import Cpu, Vendors
from drill.mail import ACKNOWLEDGED, Mail
from drill.plan import AREA, BEFORE, PRODUCT, UPDATES, Phase, Plan
from drill.progress import Progress
from drill.words import END, KNOWN, NEWS
from tour.world import World

GIVE_UP_AFTER = 180.0  # seconds in which nothing came to an end
_LOOK_EVERY = 1.0
_ANSWERED_WITHIN = 10.0  # by the second person, when nothing else is under way
# With so few people a part would be over before anything breaks in it.
_FEW = 300
_SLOWED = {"slow": 0.5}


@dataclass(frozen=True, slots=True)
class Told:
    """An update: how it was sent, and when nothing of it was under way any more."""

    number: int
    sent: Sent
    done: float


@dataclass
class Drill:
    """One run. It judges nothing."""

    plan: Plan
    world: World
    progress: Progress
    phase: Phase = "cold"
    suspected: float = 0.0
    declared: Sent | None = None
    updates: list[Told] = field(default_factory=list)
    vendors: dict[str, Vendors] = field(default_factory=dict)
    cpu_at: dict[Phase, Mapping[str, float]] = field(default_factory=dict)
    share: float = 0.0
    stuck: bool = False

    def __post_init__(self) -> None:
        self.over = Event()
        self.crowd = Crowd(self.world, self.over)
        self.duty = Duty(self.world, self.over)
        self.mail = Mail(self.world)
        self.table = Table(self.world.stack)
        self.cpu = Cpu(self.world, self.over)
        self.troublemaker = Troublemaker(self.world, self.mail, random.Random(self.plan.seed))

    def play(self) -> None:
        """All of it. Raises Stuck and NotAccepted when it can't go on."""
        parts: list[Callable[[], None]] = [self._play, self.cpu.watch, self.duty.agree]
        if self.plan.troubles:
            parts += [self._sweep, self._make_trouble]
        with ThreadPoolExecutor(len(parts)) as threads:
            running = [threads.submit(part) for part in parts]
            try:
                done, _ = wait(running, return_when=FIRST_EXCEPTION)
            finally:
                self.over.set()
        for part in done:
            part.result()

    def _play(self) -> None:
        try:
            for phase in BEFORE:
                with self._part(phase):
                    self._report(phase)
                    self._until_told()
            self._begin()
            self._declare()
            with self._part("surge"):
                self._report("surge")
                self._until_told(ACKNOWLEDGED)
            for number, phase in enumerate(UPDATES, 2):
                self._update(phase, number, "write_update", NEWS[number - 2])
            self._update("over", len(UPDATES) + 2, "end_outage", END)
            self.troublemaker.calm()
            self._until_told()
            self._look()
            self.mail.read()
        finally:
            self.over.set()

    # --- The parts

    def _begin(self) -> None:
        with self._part("first"):
            self._look()
            self._report("first")
            self.progress.say("waiting for the detector")
            self.suspected = float(self.duty.suspicion("Prices")["ts"])

    def _declare(self) -> None:
        with self._part("form"):
            message = self.duty.suspicion("Prices")
            form = {"areas": {"choice": [f"{PRODUCT}/{AREA}"]}, **KNOWN}
            self.declared = self.duty.write(message["ts"], "start_surge_mode", form, lambda: self._report("form"))
            self.outage = self.duty.outage()["ts"]
            self.progress.say("the outage is declared")

    def _update(self, phase: Phase, number: int, action: str, form: Mapping[str, Mapping[str, Any]]) -> None:
        """Written, sent, agreed to where that is asked; people go on reporting meanwhile."""
        with self._part(phase):
            sent = self.duty.write(self.outage, action, form)
            with ThreadPoolExecutor(1) as threads:
                reporting = threads.submit(self._report, phase)
                self._until_told(number, sent)
                reporting.result()
            self._until_told(number, sent)
            self.updates.append(Told(number, sent, time.time()))

    @contextmanager
    def _part(self, phase: Phase) -> Iterator[None]:
        self.share, self.phase = 0.0, phase
        self._look()
        yield
        self._look()
        self.cpu_at[phase] = self.cpu.seconds()

    def _look(self) -> None:
        """What Jira and Slack were called until the beginning, and (again) until the end of this part."""
        now = Vendors.now(self.world)
        self.vendors.setdefault(f"{self.phase} began", now)
        self.vendors[f"{self.phase} ended"] = now

    def _report(self, phase: Phase) -> None:
        clicks, before = self.plan.clicks.get(phase, ()), len(self.crowd.reported)
        with ThreadPoolExecutor(1) as threads:
            reporting = threads.submit(self.crowd.report, clicks)
            while not wait([reporting], timeout=_LOOK_EVERY).done:
                done = len(self.crowd.reported) - before
                if phase not in UPDATES:
                    self.share = done / len(clicks)
                    self.progress.show(f"reports, {phase}", done, len(clicks))
            reporting.result()

    # --- Waiting

    def _until_told(self, number: int | None = None, sent: Sent | None = None) -> None:
        """Return when everybody has the mail of this number, or, without one, when nothing is under way any more.

        Mail may be lost, as far as Wilco says so: then what is under way comes to rest all the same. When nothing moves
        for too long, the drill is `stuck`.
        """
        fewest, since = -1, time.monotonic()
        while not self.over.is_set():
            missing = self._missing(number, sent)
            if number is not None and not missing:
                return
            left = self._under_way()
            if fewest < 0 or left + missing < fewest:
                fewest, since = left + missing, time.monotonic()
            still = time.monotonic() - since
            if not left and (number is None or still > _ANSWERED_WITHIN):
                return
            if still > GIVE_UP_AFTER:
                self.stuck = True
                self.progress.say(f"{left} things are under way and none of them moves any more")
                return
            time.sleep(_LOOK_EVERY)

    def _missing(self, number: int | None, sent: Sent | None) -> int:
        """How many have not had the mail of this number yet."""
        if number is None:
            return 0
        self.mail.read()
        told, whom = len(self.mail.told[number]), len(self.audience(sent.began if sent else time.time()))
        self.share = told / whom if sent and whom else self.share
        self.progress.show(f"mails, {self.phase}", told, whom)
        return whom - told

    def audience(self, before: float) -> set[str]:
        """Who is to be told of what was sent then: who is vouched for, and had a receipt before."""
        return {
            one.click.by.email
            for one in list(self.crowd.reported)
            if one.click.phase not in BEFORE and one.click.by.signed_in and one.sent.at < before
        }

    def _under_way(self) -> int:
        """Rows that wait for somebody; the engine may just be starting again."""
        while not self.over.is_set():
            with suppress(*UNREACHABLE):
                return self.table.waiting()
            time.sleep(_LOOK_EVERY)
        return 0

    # --- What breaks

    def _make_trouble(self) -> None:
        for planned in self.plan.troubles:
            while not self._is_time(planned.phase, planned.share):
                if self.over.wait(0.1):
                    return
            self.troublemaker.make(planned.trouble)
            if planned.trouble.harm == "weather" and self.plan.people < _FEW:
                self.mail.faults = _SLOWED

    def _is_time(self, phase: Phase, share: float) -> bool:
        """Now, or in a part that was over too quickly."""
        return self._order(self.phase) > self._order(phase) or (self.phase == phase and self.share >= share)

    def _order(self, phase: Phase) -> int:
        return ("cold", "calm", "first", "form", "surge", *UPDATES, "over").index(phase)

    def _sweep(self) -> None:
        """The clocks run ten times as fast where things break, and so does the schedule."""
        while not self.over.wait(SWEEP_EVERY):
            with suppress(*UNREACHABLE):
                sweep(self.world.stack)
