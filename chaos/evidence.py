"""What can be looked at when the storm is over: at the vendors, in the table, and what was asked of Wilco."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from chalicelib.model.case import Follower
from chalicelib.model.orders import Tell
from chaos.reporters import Accepted, customer
from chaos.ses import Letter
from chaos.storm import Storm
from chaos.table import Book, Line
from tour.world import Json

RECEIPTS = ("received", "declined")  # what somebody hears first, by where the case then stands
_LABEL = re.compile(r"wilco-(?P<case>[a-z2-7]+-\d+)")


@dataclass(frozen=True)
class Evidence:
    """Looked at once. `notes` and `questions` are words that were taken, with the case that they are about.

    `dialogs` were handed over, and `parts` are the messages of all.
    """

    book: Book
    accepted: tuple[Accepted, ...]
    letters: tuple[Letter, ...]
    issues: list[Json]
    messages: list[Json]
    notes: tuple[tuple[str, str], ...] = ()
    questions: tuple[tuple[str, str], ...] = ()
    dialogs: tuple[str, ...] = ()
    parts: tuple[Json, ...] = ()

    @classmethod
    def of(cls, storm: Storm) -> "Evidence":
        """What the storm has left."""
        return cls(
            storm.table.read(),
            tuple(storm.crowd.accepted.values()),
            tuple(storm.ses.taken),
            storm.world.issues(),
            storm.world.messages(),
            tuple(storm.team.notes),
            tuple(storm.team.questions),
            tuple(storm.team.dialogs),
            tuple(part for dialog in storm.world.dialogs() for part in dialog["parts"]),
        )

    @cached_property
    def unknown(self) -> list[Line]:
        """Orders of which nobody knows whether they were carried out, and Wilco says so."""
        return [line for line in self.book.lines if line.state == "unknown"]

    @cached_property
    def failed(self) -> list[Line]:
        """Orders that were given up, with the reason."""
        return [line for line in self.book.lines if line.state == "failed"]

    @cached_property
    def tells(self) -> Mapping[str, tuple[Line, Tell]]:
        """The orders of mails, by their marks."""
        return {line.order.mark: (line, line.order.act) for line in self.book.lines if isinstance(line.order.act, Tell)}

    @cached_property
    def issues_of(self) -> Mapping[str, list[Json]]:
        """The issues that carry each case's label."""
        found: dict[str, list[Json]] = {}
        for issue in self.issues:
            cases = [match["case"] for label in issue["fields"]["labels"] if (match := _LABEL.fullmatch(label))]
            for case in cases or [""]:
                found.setdefault(case, []).append(issue)
        return found

    @cached_property
    def followers_of(self) -> Mapping[str, list[Follower]]:
        """Who follows each case by mail."""
        found: dict[str, list[Follower]] = {}
        for follower in self.book.followers:
            found.setdefault(follower.case_id, []).append(follower)
        return found

    @cached_property
    def marks(self) -> Mapping[str, Counter[str]]:
        """How often each order left something: in the channel, in a thread, among Jira's comments, as mail, in a
        dialog.
        """
        replies = [one for one in self.messages if one.get("thread_ts") not in (None, one["ts"])]
        comments = [comment for issue in self.issues for comment in issue["comments"]]
        return {
            "parent": Counter(_mark(one) for one in self.messages if one not in replies),
            "reply": Counter(_mark(one) for one in replies),
            "comment": Counter(
                prop["value"]["order"]
                for comment in comments
                for prop in comment["properties"]
                if "order" in prop["value"]
            ),
            "mail": Counter(letter.order for letter in self.letters),
            "dialog": Counter(str(part["external_id"]).removeprefix("wilco:") for part in self.parts),
        }

    @cached_property
    def links(self) -> Counter[str]:
        """The global ids of everything that issues link, and how many issues link each."""
        return Counter(link["globalId"] for issue in self.issues for link in issue["remote_links"])

    def case_of(self, one: Accepted) -> str:
        """The case that has the report; empty when the report is not in the table."""
        report = self.book.reports.get(one.report_id)
        return report.case_id if report else ""

    def delay_to_issue(self) -> float:
        """The longest time from a problem's first receipt to its Jira issue, in seconds."""
        first: dict[str, float] = {}
        for one in self.accepted:
            case = self.case_of(one)
            first[case] = min(one.at, first.get(case, one.at))
        made = {case: min(_created(issue) for issue in issues) for case, issues in self.issues_of.items()}
        return max((made[case] - at for case, at in first.items() if case in made), default=0.0)

    def delay_to_mail(self) -> float:
        """The longest time from a person's first receipt to the mail that says the same, in seconds."""
        told: dict[str, float] = {}
        for letter in self.letters:
            if letter.order.partition("/")[2].partition(":")[0] in RECEIPTS:  # not a later status of the same name
                told.setdefault(letter.to, letter.at)
        first: dict[str, float] = {}
        for one in self.accepted:
            if one.click.signed:
                to = customer(one.click).email
                first[to] = min(one.at, first.get(to, one.at))
        return max((told[to] - at for to, at in first.items() if to in told), default=0.0)


def _mark(message: Json) -> str:
    """The order that left a message."""
    return str(message.get("metadata", {}).get("event_payload", {}).get("order", ""))


def _created(issue: Json) -> float:
    return datetime.strptime(issue["fields"]["created"], "%Y-%m-%dT%H:%M:%S.%f%z").timestamp()
