"""The ways in which a stand-in can be told to fail, and the choice of the fault for one call.

The choice is a function of the rule's seed and of how many calls it has looked at, so that a run that failed can
be played again, even across a restart.
"""

from __future__ import annotations

import random
import re
from dataclasses import asdict, dataclass, fields

from sandbox.state import Json, State

FAULTS: dict[str, tuple[str, ...]] = {
    "jira": ("429", "500", "503", "slow", "drop", "commit-then-timeout", "stale-search"),
    "slack": ("429", "500", "503", "slow", "drop", "commit-then-timeout"),
    "chat": ("429", "500", "503", "slow", "drop", "commit-then-timeout"),
    "ses": ("429", "500", "503", "slow", "drop", "commit-then-timeout"),
    "mail": ("451", "554", "slow"),
    "webhooks": ("twice", "out-of-order", "never", "late"),
    "wilco": ("503", "slow"),
}


@dataclass(frozen=True)
class Rule:
    """One order to fail. `match` is a regular expression that is searched for in the operation.

    `times` is for the next so many calls (None: for ever); `seconds` is the wait, the Retry-After or the lag of
    the fault, where it has one.
    """

    id: str
    vendor: str
    fault: str
    match: str = ""
    times: int | None = None
    probability: float = 1.0
    seconds: float = 1.0
    seed: int = 1
    looked: int = 0
    hits: int = 0

    def __post_init__(self) -> None:
        if self.fault not in FAULTS.get(self.vendor, ()):
            raise ValueError(f"{self.vendor!r} has no fault {self.fault!r}; there are {FAULTS}")
        re.compile(self.match)

    def wants(self, vendor: str, operation: str) -> bool:
        """Say whether the rule is about this call at all."""
        spent = self.times is not None and self.hits >= self.times
        return self.vendor == vendor and not spent and re.search(self.match, operation) is not None

    def strikes(self) -> bool:
        """Draw for the call at hand."""
        return random.Random(f"{self.seed}:{self.looked}").random() < self.probability


class Faults:
    """The rules in force, kept in the state so that a restart changes nothing."""

    def __init__(self, state: State) -> None:
        self._state = state

    def add(self, raw: Json) -> Rule:
        """Add a rule; ValueError, TypeError or re.error when there is no such fault."""
        known = {field.name for field in fields(Rule)} - {"id", "looked", "hits"}
        if unknown := set(raw) - known:
            raise ValueError(f"unknown: {', '.join(sorted(unknown))}")
        rule = Rule(id=f"fault-{self._state.next('fault')}", **raw)
        return self._keep(rule)

    def rules(self) -> list[Rule]:
        """Return the rules, oldest first."""
        return [Rule(**body) for body in self._state.all("fault")]

    def remove(self, ident: str) -> None:
        """Take one rule back."""
        self._state.delete("fault", ident)

    def clear(self) -> None:
        """Take every rule back."""
        with self._state.transaction():
            for rule in self.rules():
                self.remove(rule.id)

    def strike(self, vendor: str, operation: str) -> Rule | None:
        """Return the rule that strikes this call, if one does, and count it."""
        with self._state.transaction():
            for rule in self.rules():
                if not rule.wants(vendor, operation):
                    continue
                hit = rule.strikes()
                self._keep(Rule(**{**asdict(rule), "looked": rule.looked + 1, "hits": rule.hits + hit}))
                if hit:
                    return rule
        return None

    def _keep(self, rule: Rule) -> Rule:
        self._state.put("fault", rule.id, asdict(rule))
        return rule
