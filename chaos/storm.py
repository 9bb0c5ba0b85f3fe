"""The storm: the plan carried out by a crowd that reports, a team that works, and a troublemaker, all at once."""

import random
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Event

import httpx
from botocore.exceptions import BotoCoreError, ClientError

from chaos.plan import Click, Plan
from chaos.reporters import Accepted, Crowd
from chaos.ses import Ses
from chaos.stack import Say, sweep
from chaos.table import Table
from chaos.team import Team
from chaos.troubles import Troublemaker
from tour.world import World

CROWD = 6
MOST_WAITING = 250  # rows under way at once: more would only grow a backlog in front of one emulator
SWEEP_EVERY = 3.0  # seconds; the clocks run ten times as fast here as the schedule's minute
SAY_EVERY = 5.0
GIVE_UP_AFTER = 120.0  # seconds in which nothing at all came to an end
_LOOK_EVERY = 0.3


@dataclass
class Storm:
    """One run. Everything it did is in `crowd`, `team`, `ses` and `troublemaker`; it judges nothing."""

    plan: Plan
    world: World
    ses: Ses
    say: Say

    def __post_init__(self) -> None:
        self.table = Table(self.world.stack)
        self.crowd = Crowd(self.world)
        self.team = Team(self.world, self.table, self.crowd)
        self.troublemaker = Troublemaker(self.world, self.ses, random.Random(self.plan.seed))
        self.waiting = 0
        self._over = Event()

    def rage(self) -> None:
        """All of the plan, then calm weather until nothing is under way any more, or nothing moves."""
        with ThreadPoolExecutor(5) as threads:
            always = [threads.submit(self._sweep), threads.submit(self._look_around)]
            try:
                acts = [threads.submit(act) for act in (self._report, self._work, self._make_trouble)]
                for act in acts:
                    act.result()
                self.troublemaker.calm()
                self.say("the storm is over; what is under way arrives")
                self._until_quiet()
                self.hear_what_jira_never_said()
            finally:
                self._over.set()
        for one in always:
            one.result()

    def hear_what_jira_never_said(self) -> None:
        """An engineer's word on each card whose move Jira never told: the next webhook brings the state along."""
        untold = list(self.team.untold(self.table.read()))
        for key in untold:
            self.world.comment(key, "Any news?", "priya")
        if untold:
            self.say(f"{len(untold)} cards were moved without a webhook: an engineer's next word on them is heard")
            self._until_quiet()
        self.troublemaker.done["moves never told by Jira"] += len(untold)

    def _report(self) -> None:
        """The clicks in their order, a few at once; fewer while much is under way."""
        with ThreadPoolExecutor(CROWD) as crowd:
            for click in self.plan.clicks:
                while self.waiting > MOST_WAITING:
                    time.sleep(_LOOK_EVERY)
                started = crowd.submit(self.crowd.click, click)
                while crowd._work_queue.qsize() > CROWD:
                    time.sleep(0.02)
