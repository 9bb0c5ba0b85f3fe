"""What the accounts say: which promise was not kept, and about what."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

Promise = Literal[
    "lost", "duplicate issue", "duplicate message", "duplicate mail", "gap", "out of order", "uncalled for", "load"
]


_SHOWN = 12  # findings of a kind


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as promised; a `gap` is a mail of which Wilco says that it may not have gone."""

    promise: Promise
    what: str


def not_kept(findings: Sequence[Finding]) -> Iterator[str]:
    """Lines for people: how often each promise was not kept, and about what."""
    for promise, count in Counter(finding.promise for finding in findings).items():
        yield f"NOT AS PROMISED, {promise}, {count} times:" if promise != "gap" else f"gaps, {count} times:"
        these = [finding.what for finding in findings if finding.promise == promise]
        yield from (f"  {what}" for what in these[:_SHOWN])
        if len(these) > _SHOWN:
            yield f"  and {len(these) - _SHOWN} more"
