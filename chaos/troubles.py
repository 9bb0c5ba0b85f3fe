"""What breaks: workers, the sandbox and the engine are killed, messages vanish, the vendors' weather changes."""

import json
import os
import random
import re
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any, Protocol, TypeVar

import httpx

from chaos.plan import Trouble
from chaos.stack import queues
from chaos.weather import weather
from tour.world import Json, World

T = TypeVar("T")

_TRIES = 40
_BETWEEN_TRIES = 0.2
_ENOUGH, _LANES = 4, 3
_GLANCES = 6  # a glance is a receive, and ten of them would make dead letters
_FIRST_LOOKS, _LOOKS = 300, 45  # at how many are there, a fifth of a second apart: the first time it has to strike
_VISIBLE = "ApproximateNumberOfMessages"
_NEWS = "FanOutOrders"
_OF_A_STATUS = re.compile(r"fan_out:v(\d+):told")


class Ses(Protocol):
    """SES, as far as it can be told to fail: the share of its calls that each fault strikes (chaos/ses.py)."""

    faults: dict[str, float]


@dataclass
class Troublemaker:
    """Carries out troubles; `done` counts what was really hit, `struck` how often each fault has struck."""

    world: World
    ses: Ses
    chance: random.Random
    done: Counter[str] = field(default_factory=Counter)
    struck: Counter[str] = field(default_factory=Counter)

    def make(self, trouble: Trouble) -> None:
        """One trouble. A worker that is not running just now is waited for a little, then another one is taken."""
        if trouble.harm == "weather":
            self.change_weather(int(trouble.what))
        elif trouble.harm == "kill a worker":
            self._kill_worker(trouble.what)
        elif trouble.harm == "lose messages":
            self._lose_messages(trouble.what)
        elif trouble.harm == "lose news":
            self._lose_news()
        elif trouble.harm == "kill the sandbox":
            self._kill_sandbox()
        else:
            self._restart_engine()

    def change_weather(self, seed: int) -> None:
        """Other faults than before."""
        coming = weather(seed)
        self.calm()
        self.ses.faults = coming.ses
        for fault in coming.faults:
            insist(partial(self.world.panel, "faults", **fault))
        self.done["weather"] += 1

    def calm(self) -> None:
        """No faults at all, and what had struck is counted."""
        self.ses.faults = {}
        self.struck.update(insist(self.world.faults_that_struck))
        insist(self.world.mend)

    def _kill_worker(self, name: str) -> None:
        scratch = self.world.stack.engine.state / "tmp"
        for tries in range(_TRIES):
            running = list(workers(self.world.stack.engine.child.process.pid, scratch))
            wanted = [pid for pid, cwd in running if f"-{name}-" in cwd or tries > _TRIES // 2]
            if wanted:
                os.kill(self.chance.choice(wanted), signal.SIGKILL)
                self.done["workers killed"] += 1
                return
            time.sleep(_BETWEEN_TRIES)

    def _lose_messages(self, queue: str) -> None:
        """As when a stream's record is given up, or a queue's message ends among the dead letters.

        The queue's listener is off until a few have come together. Of each lane only the first is taken: what follows
        it overtakes it, until the sweep brings it back.
        """
        sqs, url = self.world.stack.engine.client("sqs"), queues(self.world.stack)[queue]
        with self._not_listening(queue):
            for _ in range(_TRIES):
                if _visible(sqs, url) >= _ENOUGH:
                    break
                time.sleep(_BETWEEN_TRIES)
            taken = [sqs.receive_message(QueueUrl=url).get("Messages", []) for _ in range(_LANES)]
            for message in chain.from_iterable(taken):
                sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
                self.done["messages lost"] += 1

    def _lose_news(self) -> None:
        """A status that was to be told is lost while a newer one of the same case waits behind it.

        The newer one is told at once, the older one comes back with the sweep. Whenever more have come, they are
        looked through.
        """
        sqs, url = self.world.stack.engine.client("sqs"), queues(self.world.stack)[_NEWS]
        looks, glances, seen = _LOOKS if self.done["news lost"] else _FIRST_LOOKS, 0, 1
        with self._not_listening(_NEWS):
            for _ in range(looks):
                if (waiting := _visible(sqs, url)) > seen:
                    glances, seen = glances + 1, waiting
                    if self._take_overtaken(sqs, url) or glances == _GLANCES:
                        return
                time.sleep(_BETWEEN_TRIES)

    def _take_overtaken(self, sqs: Any, url: str) -> bool:
        messages = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", [])
        overtaken = list(_followed(messages))
        for message in overtaken:
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
            self.done["news lost"] += 1
        for message in messages:
            if message not in overtaken:
                handle = message["ReceiptHandle"]
                sqs.change_message_visibility(QueueUrl=url, ReceiptHandle=handle, VisibilityTimeout=0)
        return bool(overtaken)

    @contextmanager
    def _not_listening(self, queue: str) -> Iterator[None]:
        functions = self.world.stack.engine.client("lambda")
        listeners = functions.list_event_source_mappings()["EventSourceMappings"]
        (listener,) = (one["UUID"] for one in listeners if f"-{queue}-" in one["EventSourceArn"])
        functions.update_event_source_mapping(UUID=listener, Enabled=False)
        try:
            yield
        finally:
            functions.update_event_source_mapping(UUID=listener, Enabled=True)

    def _kill_sandbox(self) -> None:
        sandbox = self.world.stack.stand_ins
        sandbox.kill()
        sandbox.start()
        sandbox.wait()
        self.done["sandbox killed"] += 1

    def _restart_engine(self) -> None:
        engine = self.world.stack.engine
        engine.stop()
        engine.start()
        engine.wait()
        self.done["engine restarted"] += 1


def _visible(sqs: Any, url: str) -> int:
    return int(sqs.get_queue_attributes(QueueUrl=url, AttributeNames=[_VISIBLE])["Attributes"][_VISIBLE])


def _followed(messages: list[Json]) -> Iterator[Json]:
    """The statuses behind which a newer one of the same case waits; the sweep may have sent one of them twice."""
    newest: dict[str, int] = {}
    told: list[tuple[str, int, Json]] = []
    for message in messages:
        order = json.loads(message["Body"])
        if status := _OF_A_STATUS.fullmatch(order["order"]):
            told.append((order["case"], int(status[1]), message))
            newest[order["case"]] = max(newest.get(order["case"], 0), int(status[1]))
    yield from (message for case, version, message in told if version < newest[case])


def workers(engine: int, scratch: Path) -> Iterator[tuple[int, str]]:
    """The processes of the functions: children of the engine that run in its scratch folder."""
    for process in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((process / "stat").read_text().rpartition(")")[2].split()[1])
            cwd = str((process / "cwd").readlink())
        except OSError:  # it has ended meanwhile
            continue
        if parent == engine and cwd.startswith(f"{scratch}/ministack-lambda-"):
            yield int(process.name), cwd


def insist(act: Callable[[], T]) -> T:
    """Ask the sandbox's panel until it answers: it may be starting again."""
    while True:
        try:
            return act()
        except httpx.HTTPError:
            time.sleep(_BETWEEN_TRIES)
