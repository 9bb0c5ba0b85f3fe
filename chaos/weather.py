"""The vendors' bad days: which faults the sandbox and SES have for a while, drawn from a seed."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

Fault = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Weather:
    """Faults for the sandbox's panel, and for SES the share of calls that each of its own faults strikes."""

    faults: tuple[Fault, ...] = ()
    ses: dict[str, float] = field(default_factory=dict)


def weather(seed: int) -> Weather:
    """What always is a little wrong, and some of what can go wrong at times."""
    chance = random.Random(seed)
    often = [*_always(), *chance.sample(list(_at_times()), 8)]
    ses = {"throttled": 0.03, "unavailable": 0.03, "slow": 0.03, "dropped": 0.01, "sent, then dropped": 0.01}
    return Weather(tuple(fault | {"seed": chance.randrange(1 << 20)} for fault in often), ses)


def _always() -> Iterator[Fault]:
    """What makes doubles: made without an answer, not found at once; and news that comes otherwise than it should."""
    yield _fault("jira", "stale-search", "search/jql", 0.7, 3)
    yield _fault("jira", "commit-then-timeout", "POST .*/issue$", 0.2, 0.2)
    yield _fault("jira", "commit-then-timeout", "POST .*/(comment|remotelink|transitions)$", 0.02, 0.2)
    yield _fault("slack", "commit-then-timeout", "chat.postMessage", 0.04, 0.2)
    yield _fault("chat", "commit-then-timeout", "POST .*/(reply|tag)$", 0.1, 0.2)
    yield _fault("webhooks", "twice", "", 0.2)
    yield _fault("webhooks", "out-of-order", "", 0.1)
    yield _fault("webhooks", "late", "", 0.1, 3)
    yield _fault("webhooks", "never", "jira:issue_updated", 0.1)
    yield _fault("webhooks", "never", "chat reply", 0.3)


def _at_times() -> Iterator[Fault]:
    for vendor, write in (("jira", "POST"), ("slack", "chat"), ("chat", "POST")):
        yield _fault(vendor, "429", "", 0.05, 1)
        yield _fault(vendor, "500", "", 0.03)
        yield _fault(vendor, "503", "", 0.03, 1)
        yield _fault(vendor, "slow", "", 0.04, 0.5)
        yield _fault(vendor, "drop", write, 0.03)


def _fault(vendor: str, fault: str, match: str, probability: float, seconds: float = 1.0) -> Fault:
    return {"vendor": vendor, "fault": fault, "match": match, "probability": probability, "seconds": seconds}
