"""What the functions cost here: CPU by function, invocations and their time, calls of AWS, calls of Jira and Slack."""

import os
import time
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

import httpx

from chaos.stack import UNREACHABLE, short_name
from chaos.troubles import workers
from drill.metered import WHERE
from tour.world import World

_GLANCE = 0.5
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Cpu:
    """CPU seconds of each function's processes, looked at until it is `over`: the last moments of one that ends are
    not seen.
    """

    world: World
    over: Event
    _seen: dict[tuple[int, str], float] = field(default_factory=dict)

    def watch(self) -> None:
        """Look again and again."""
        while not self.over.wait(_GLANCE):
            engine = self.world.stack.engine
            for pid, cwd in workers(engine.child.process.pid, engine.state / "tmp"):
                with suppress(OSError, ValueError, IndexError):
                    self._seen[pid, cwd] = max(_spent(pid), self._seen.get((pid, cwd), 0.0))

    def seconds(self) -> Counter[str]:
        """So far, by function."""
        found: Counter[str] = Counter()
        for (_, cwd), seconds in list(self._seen.items()):
            folder = cwd.partition("/ministack-lambda-")[2].partition("/")[0]
            found[short_name(folder.rpartition("-")[0])] += seconds  # type: ignore[assignment]
        return found


def _spent(pid: int) -> float:
    after_name = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(after_name[11]) + int(after_name[12])) / _TICKS


@dataclass(frozen=True, slots=True)
class Vendors:
    """Calls that Jira and Slack have had at a moment."""

    jira: int
    slack: int
    at: float

    @classmethod
    def now(cls, world: World) -> "Vendors":
        """By now. The sandbox may just be starting again."""
        while True:
            with suppress(*UNREACHABLE):
                calls = world.counts()["calls"]
                return cls(sum(calls.get("jira", {}).values()), sum(calls.get("slack", {}).values()), time.time())
            time.sleep(_GLANCE)

    def since(self, before: "Vendors") -> dict[str, int]:
        """How many came between."""
        return {"jira": self.jira - before.jira, "slack": self.slack - before.slack}


@dataclass(frozen=True, slots=True)
class Usage:
    """All that AWS would ask money for: calls, DynamoDB's units; by function invocations, their time, logs, memory."""

    calls: Mapping[str, int]
    units: Mapping[str, float]
    invocations: Mapping[str, int]
    milliseconds: Mapping[str, float]
    logged: Mapping[str, int]
    megabytes: Mapping[str, int]

    @classmethod
    def of(cls, world: World) -> "Usage":
        """Of the whole run."""
        engine = world.stack.engine
        meter = httpx.get(f"{engine.endpoint}{WHERE}", trust_env=False).raise_for_status().json()
        functions = engine.client("lambda").list_functions()["Functions"]
        names = {one["FunctionName"]: short_name(one["FunctionName"]) for one in functions}
        by_function = {
            name: {names[function]: count for function, count in meter[name].items()}
            for name in ("invocations", "milliseconds", "logged")
        }
        memory = {names[one["FunctionName"]]: one["MemorySize"] for one in functions}
        return cls(meter["calls"], meter["units"], **by_function, megabytes=memory)
