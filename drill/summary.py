"""The figures of the drill, and the line of JSON in which programs read them; drill/table.py shows them to people."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from statistics import quantiles
from typing import Any

from chaos.findings import Finding
from chaos.ses import Letter
from drill.accounts import told_at_once
from drill.cost import cost
from drill.evidence import Evidence
from drill.machine import Usage
from drill.mail import ACKNOWLEDGED, number_of
from drill.plan import UPDATES, Phase
from drill.story import Drill

_BY_CLOCK = "slack:minute:"  # the orders that move the counter (decisions/outages.py)
_PARTS: Mapping[str, tuple[Phase, ...]] = {"before": ("calm",), "answers": ("surge",), "updates": UPDATES}


def figures(drill: Drill, evidence: Evidence, usage: Usage, findings: Sequence[Finding]) -> dict[str, Any]:
    """All figures; times are seconds.

    `missed` mails never came, `twice` came again: both together may be as many as `unknown`.
    """
    found = Counter(finding.promise for finding in findings)
    mails = len(evidence.letters)
    dollars = {name: round(one, 4) for name, one in cost(usage, drill.crowd.tries, mails).items()}
    at_once, given = told_at_once(evidence)
    return {
        "people": drill.plan.people,
        "reports": len(evidence.reported),
        "seed": drill.plan.seed,
        "faults": evidence.faults,
        "broke": dict(drill.troublemaker.done),
        "to_suspicion": round(drill.suspected - _first(evidence), 1),
        **_acknowledged(evidence),
        "updates": [_update(evidence, number) for number in [one.number for one in evidence.updates]],
        "mails": mails,
        "answer_ms": (answers := _answers(evidence)),
        "answer_ratio": _ratios(answers),
        "vendor_calls": _vendor_calls(evidence),
        "receipts_told": [at_once, given],
        "lost": found["lost"],
        "missed": found["gap"],
        "twice": found["duplicate mail"],
        "out_of_order": found["out of order"],
        "uncalled_for": found["uncalled for"],
        "duplicate_issues": found["duplicate issue"],
        "duplicate_messages": found["duplicate message"],
        "load_grows": found["load"],
        "unknown": evidence.unknown,
        "came_to_rest": not drill.stuck,
        "cpu_seconds": {name: round(one, 1) for name, one in sorted(drill.cpu.seconds().items())},
        "invocations": dict(sorted(usage.invocations.items())),
        "function_seconds": {name: round(one / 1000, 1) for name, one in sorted(usage.milliseconds.items())},
        "units": {name: round(many) for name, many in sorted(usage.units.items())},
        "dollars": dollars,
        "dollars_without_mail": round(sum(dollars.values()) - dollars["mail"], 4),
    }


def kept(numbers: Mapping[str, Any]) -> bool:
    """Whether every promise was kept."""
    never = (*("lost", "out_of_order", "uncalled_for", "duplicate_issues", "duplicate_messages", "load_grows"),)
    counted = numbers["missed"] + numbers["twice"] <= numbers["unknown"]
    return counted and numbers["came_to_rest"] and not any(numbers[name] for name in never)


def line(numbers: Mapping[str, Any]) -> str:
    """The JSON line."""
    return json.dumps(numbers)


def _first(evidence: Evidence) -> float:
    return min(evidence.receipt_at(by) for by in evidence.affected)


def _acknowledged(evidence: Evidence) -> dict[str, float]:
    """From the declaration to the first and the last of those who had reported by then or while they were answered,
    and from a person's receipt, once the outage is declared, to their mail.
    """
    letters = _letters(evidence, ACKNOWLEDGED)
    at = {letter.to: letter.at for letter in reversed(letters)}
    delays = [
        at[by.email] - max(evidence.receipt_at(by), evidence.declared.ended)
        for by in evidence.affected
        if by.email in at
    ]
    surge = [one.at - evidence.declared.ended for one in letters if one.at < evidence.vendors["surge ended"].at]
    return {
        "to_first_acknowledgement": round(min(surge, default=0), 1),
        "to_last_acknowledgement": round(max(surge, default=0), 1),
        "acknowledged_within_p50": _percentiles(delays)["p50"],
        "acknowledged_within_p99": _percentiles(delays)["p99"],
    }


def _update(evidence: Evidence, number: int) -> dict[str, Any]:
    """How long from *Send*, or from the first mail of many, until the last of so many mails."""
    sent = next(one.sent for one in evidence.updates if one.number == number)
    letters = _letters(evidence, number)
    first, last = min((one.at for one in letters), default=0), max((one.at for one in letters), default=0)
    return {
        "number": number,
        "mails": len(letters),
        "announced": sent.audience,
        "to_first": round(first - sent.began, 1),
        "to_last": round(last - sent.began, 1),
        "mails_a_second": round(len(letters) / (last - first), 1) if last > first else None,
    }


def _letters(evidence: Evidence, number: int) -> list[Letter]:
    return [one for one in evidence.letters if number_of(one) == number]


def _answers(evidence: Evidence) -> dict[str, dict[str, float]]:
    """How fast the API answered who reported, in milliseconds, in parts of one run."""
    return {
        part: {
            name: round(seconds * 1000, 1)
            for name, seconds in _percentiles(
                [
                    one.answered_in
                    for one in evidence.reported
                    if one.click.phase in phases and one.answered_in is not None
                ]
            ).items()
        }
        for part, phases in _PARTS.items()
    }


def _ratios(answers: Mapping[str, Mapping[str, float]]) -> dict[str, dict[str, float]]:
    """The same beside what it was before."""
    before = answers["before"]
    return {
        part: {name: round(one / before[name], 2) for name, one in those.items() if before[name]}
        for part, those in answers.items()
        if part != "before"
    }


def _percentiles(seconds: Sequence[float]) -> dict[str, float]:
    if len(seconds) < 2:
        return dict.fromkeys(("p50", "p95", "p99"), 0.0)
    cuts = quantiles(seconds, n=100, method="inclusive")
    return {"p50": round(cuts[49], 4), "p95": round(cuts[94], 4), "p99": round(cuts[98], 4)}


def _vendor_calls(evidence: Evidence) -> dict[str, dict[str, int]]:
    """Calls of Jira and Slack: until it was declared, by the declaration, then while people are answered and told."""
    at = evidence.vendors
    parts = {
        "before": ("first began", "form began"),
        "declaration": ("form began", "surge began"),
        "answers": ("surge began", "surge ended"),
    }
    parts |= {phase: (f"{phase} began", f"{phase} ended") for phase in (*UPDATES, "over")}
    calls = {part: at[end].since(at[begin]) for part, (begin, end) in parts.items()}
    by_clock = sum(line.order.id.startswith(_BY_CLOCK) for line in evidence.book.lines)
    return calls | {"of these by the clock": {"jira": 0, "slack": by_clock}}
