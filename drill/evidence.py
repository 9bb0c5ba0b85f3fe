"""What can be looked at when the drill is over: what was asked, what people were mailed, Jira, Slack, the table."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from chalicelib.model.broadcast import TellAll
from chalicelib.model.case import Case
from chaos.ses import Letter
from chaos.table import Book, Line
from drill.crowd import Reported
from drill.duty import Sent
from drill.machine import Vendors
from drill.mail import ACKNOWLEDGED, number_of
from drill.plan import BEFORE, Reporter
from drill.story import Drill, Told
from tour.world import Json

_COUNTED = re.compile(r"(\d+) unknown")  # as a broadcast ends in the ledger (model/broadcast.py)


@dataclass(frozen=True)
class Evidence:
    """Looked at once. `vendors` has what Jira and Slack were called until each part began and ended."""

    reported: tuple[Reported, ...]
    letters: tuple[Letter, ...]
    declared: Sent
    updates: tuple[Told, ...]
    issues: list[Json]
    messages: list[Json]
    book: Book
    vendors: Mapping[str, Vendors]
    faults: int = 0

    @classmethod
    def of(cls, drill: Drill) -> "Evidence":
        """What the drill has left."""
        assert drill.declared is not None
        return cls(
            tuple(drill.crowd.reported),
            tuple(drill.mail.letters),
            drill.declared,
            tuple(drill.updates),
            drill.world.issues(),
            drill.world.messages(),
            drill.table.read(),
            drill.vendors,
            drill.troublemaker.struck.total(),
        )

    @cached_property
    def affected(self) -> Mapping[Reporter, tuple[Reported, ...]]:
        """The people of the outage, and their reports in the order in which they were sent."""
        found: dict[Reporter, list[Reported]] = {}
        for one in sorted(self.reported, key=lambda one: one.sent.began):
            if one.click.phase not in BEFORE:
                found.setdefault(one.click.by, []).append(one)
        return {by: tuple(reports) for by, reports in found.items()}

    @cached_property
    def told(self) -> Mapping[str, tuple[int, ...]]:
        """The numbers of the mails that each address has had, in their order (drill/journal.py)."""
        found: dict[str, list[int]] = {}
        for letter in self.letters:
            found.setdefault(letter.to, []).append(number_of(letter))
        return {to: tuple(numbers) for to, numbers in found.items()}

    @cached_property
    def outages(self) -> list[Case]:
        """The outages that were declared; one is as it should be."""
        return [case for case in self.book.cases.values() if case.outage]

    @cached_property
    def unknown(self) -> int:
        """Of how many mails Wilco says that nobody knows whether they went."""
        return sum(map(_unknown, self.book.lines))

    @cached_property
    def unfinished(self) -> list[Line]:
        """Orders that were given up, or are not carried out."""
        return [line for line in self.book.lines if line.state not in ("done", "unknown")]

    @cached_property
    def said(self) -> Counter[str]:
        """How often each order stands among the outage's comments, and in its thread."""
        comments = [comment for issue in self.issues for comment in issue["comments"]]
        marks = [prop["value"]["order"] for one in comments for prop in one["properties"] if "order" in prop["value"]]
        marks += [str(one.get("metadata", {}).get("event_payload", {}).get("order", "")) for one in self.messages]
        return Counter(marks)

    def acknowledged_at(self, by: Reporter) -> float:
        """When the mail came that tells this person of the outage; long ago, where it never did."""
        return self._acknowledgements.get(by.email, 0.0)

    @cached_property
    def _acknowledgements(self) -> Mapping[str, float]:
        return {one.to: one.at for one in reversed(self.letters) if number_of(one) == ACKNOWLEDGED}

    def receipt_at(self, by: Reporter) -> float:
        """When this person had their first receipt."""
        return min(one.sent.at for one in self.affected[by])


def _unknown(line: Line) -> int:
    """A mail of its own, or those of a broadcast, which goes on from what the orders before have counted."""
    act = line.order.act
    if not isinstance(act, TellAll):
        return line.state == "unknown"
    counted = _COUNTED.search(line.outcome)
    return int(counted[1]) - act.so_far.unknown if counted else 0
