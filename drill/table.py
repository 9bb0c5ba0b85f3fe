"""How the drill ends for people: a table of its figures, what failed on the way, and what was not kept."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from chaos.findings import Finding, not_kept

_ByPart = Mapping[str, Mapping[str, float]]

_WHILE = {"before": "before the outage", "answers": "while all are answered", "updates": "while updates go out"}
_KEPT = {
    "missed": "mails never came",
    "twice": "mails came twice",
    "unknown": "mails of which Wilco says that nobody knows, where those may be among",
    "out_of_order": "people heard things out of order",
    "uncalled_for": "mails to somebody who is not concerned",
    "lost": "orders, people or updates are lost",
    "duplicate_issues": "issues too many",
    "duplicate_messages": "messages or comments too many",
    "load_grows": "vendors were called more often than minutes and updates explain",
}


def table(numbers: Mapping[str, Any], findings: Sequence[Finding]) -> Iterator[str]:
    """The lines."""
    yield f"an outage of {numbers['people']:,} people, {numbers['reports']:,} reports, {numbers['mails']:,} mails"
    if numbers["broke"]:
        broke = ", ".join(f"{count} {what}" for what, count in numbers["broke"].items() if what != "weather")
        yield f"meanwhile {numbers['faults']} calls of vendors failed; {broke}"
    yield ""
    yield f"  {numbers['to_suspicion']:>8} s  from the first report to the suspicion in Slack"
    yield f"  {numbers['to_first_acknowledgement']:>8} s  from the declaration to the first acknowledgement"
    yield f"  {numbers['to_last_acknowledgement']:>8} s  … to the last one of all who reported before the first update"
    yield f"  {numbers['acknowledged_within_p50']:>8.1f} s  from a receipt to the mail, at the median"
    yield f"  {numbers['acknowledged_within_p99']:>8.1f} s  … at the 99th percentile"
    yield ""
    yield from _updates(numbers["updates"])
    yield ""
    yield from _answers(numbers["answer_ms"], numbers["answer_ratio"])
    yield ""
    yield from _calls(numbers["vendor_calls"])
    yield ""
    told, given = numbers["receipts_told"]
    yield f"  {told} of {given} receipts said at once that there is an outage"
    yield from (f"  {numbers[name]} {words}" for name, words in _KEPT.items())
    yield ""
    dollars = ", ".join(f"{name} {one:.4f}" for name, one in numbers["dollars"].items())
    yield f"  at AWS's list prices: ${sum(numbers['dollars'].values()):.4f} ({dollars})"
    cpu = ", ".join(f"{name} {one}" for name, one in numbers["cpu_seconds"].items())
    yield f"  CPU seconds of our functions: {cpu}"
    yield ""
    yield from not_kept(findings)


def _updates(updates: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    yield "  update     mails  announced   to the first   to the last   mails a second"
    for one in updates:
        yield (
            f"  {one['number']:<6} {one['mails']:>9,} {one['announced']:>10,} {one['to_first']:>12} s "
            f"{one['to_last']:>11} s {one['mails_a_second'] or '':>16}"
        )


def _answers(milliseconds: _ByPart, ratio: _ByPart) -> Iterator[str]:
    yield "  the API's answer, in ms     p50      p95      p99    beside before"
    for part, one in milliseconds.items():
        beside = "   ".join(f"{times:.2f}" for times in ratio.get(part, {}).values())
        yield f"  {_WHILE[part]:<22} {one['p50']:>8} {one['p95']:>8} {one['p99']:>8}    {beside}"


def _calls(calls: _ByPart) -> Iterator[str]:
    yield "  calls of vendors              Jira    Slack"
    for part, one in calls.items():
        yield f"  {part:<25} {one['jira']:>8} {one['slack']:>8}"
