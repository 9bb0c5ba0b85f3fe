"""How the suite ends: a table for people, and one line of JSON for programs."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from chaos.evidence import Evidence
from chaos.findings import Finding, not_kept
from chaos.storm import Storm


def figures(storm: Storm, evidence: Evidence, findings: Sequence[Finding], seconds: float) -> dict[str, Any]:
    """All figures. `gap_mails` never came, `duplicate_mails` came again; both may be as many as `unknown`."""
    found = Counter(finding.promise for finding in findings)
    return {
        "seed": storm.plan.seed,
        "reports": len(evidence.accepted),
        "tries": storm.crowd.tries,
        "cases": len(evidence.book.cases),
        "jira_issues": len(evidence.issues),
        "dialogs": len(evidence.dialogs),
        "slack_messages": len(evidence.messages),
        "mails": len(evidence.letters),
        "lost": found["lost"],
        "duplicate_issues": found["duplicate issue"],
        "duplicate_messages": found["duplicate message"],
        "duplicate_mails": found["duplicate mail"],
        "gap_mails": found["gap"],
        "out_of_order_mails": found["out of order"],
        "uncalled_for_mails": found["uncalled for"],
        "unknown": len(evidence.unknown),
        "failed": len(evidence.failed),
        "longest_delay_to_issue": round(evidence.delay_to_issue(), 1),
        "longest_delay_to_mail": round(evidence.delay_to_mail(), 1),
        "came_to_rest": not storm.stuck,
        "broke": {what: count for what, count in storm.troublemaker.done.items()},
        "faults": storm.troublemaker.struck.total() + sum(storm.ses.struck.values()),
        "seconds": round(seconds, 1),
    }


def kept(numbers: dict[str, Any]) -> bool:
    """Whether every promise was kept."""
    never = ("lost", "duplicate_issues", "duplicate_messages", "out_of_order_mails", "uncalled_for_mails")
    counted = numbers["duplicate_mails"] + numbers["gap_mails"] <= numbers["unknown"]
    return counted and numbers["came_to_rest"] and not any(numbers[name] for name in never)


def table(storm: Storm, evidence: Evidence, findings: Sequence[Finding], numbers: dict[str, Any]) -> Iterator[str]:
    """What broke on the way, the figures, and each promise that was not kept."""
    yield "what failed on the way:"
    struck = storm.troublemaker.struck + Counter({f"ses: {what}": times for what, times in storm.ses.struck.items()})
    yield from (f"  {times:>6}  {what}" for what, times in sorted(struck.items(), key=lambda one: -one[1]))
    yield from (f"  {times:>6}  {what}" for what, times in storm.troublemaker.done.items())
    yield "what came of it:"
    for name, value in numbers.items():
        if not isinstance(value, dict):
            yield f"  {value!s:>8}  {name.replace('_', ' ')}"
    for reason, times in Counter(line.outcome for line in evidence.failed).items():
        yield f"  failed {times} times: {reason}"
    yield from not_kept(findings)


def line(numbers: dict[str, Any]) -> str:
    """The JSON line."""
    return json.dumps(numbers)
