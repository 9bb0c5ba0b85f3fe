"""The accounts at the end of the tour: what had to be there, what is there, and the difference."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from chalicelib.decisions.counting import worth_showing
from tour.chat_accounts import ChatAccounts
from tour.dialog_accounts import Thing
from tour.dialogs import EMPTY, KIND, Dialogs
from tour.people import KINDS
from tour.story import Accepted, Story
from tour.world import Json

ON_THE_PAGE = {
    "received": "Received",
    "taken": "With an engineer",
    "in_progress": "In progress",
    "resolved": "Solved",
    "declined": "Closed",
    "reopened": "Open again",
}
_CURRENT = re.compile(r'aria-current="step">([^<]+)<')


class Reported(NamedTuple):
    """A report, its own person's or one that was made for whoever stands in a dialog."""

    problem: str
    report_id: str
    kind: str


@dataclass(frozen=True)
class Accounts:
    """What the story made follow, beside what Jira, Slack, the mailbox and the tracking pages show afterwards.

    `chat` is the same for the dialogs of the chapter with the support chat.
    """

    accepted: tuple[Accepted, ...]
    chat: ChatAccounts
    heard: Mapping[str, list[str]]
    status: Mapping[str, str]
    issues: list[Json]
    messages: list[Json]
    mails: list[Json]
    pages: Mapping[str, tuple[str, str]]
    faults: Mapping[str, int]

    @classmethod
    def of(cls, story: Story, chapter: Dialogs) -> "Accounts":
        """Look at everything once."""
        world, chat = story.world, ChatAccounts.of(chapter)
        links = {one.report_id: one.tracking_url for one in story.accepted} | chat.tracking_links()
        return cls(
            tuple(story.accepted),
            chat,
            story.heard,
            story.status,
            world.issues(),
            world.messages(),
            world.mails(),
            {report_id: _shown(world.state_of(link), world.page_of(link)) for report_id, link in links.items()},
            world.faults_that_struck(),
        )

    @cached_property
    def lost(self) -> Counter[Thing]:
        """What had to be there and is not."""
        return Counter(self._expected()) - Counter(self._found())

    @cached_property
    def duplicated(self) -> Counter[Thing]:
        """What is there more often than it had to be, or had not to be there at all."""
        return Counter(self._found()) - Counter(self._expected())

    @cached_property
    def parents(self) -> list[Json]:
        """The channel's messages, without the threads."""
        return [one for one in self.messages if one.get("thread_ts") in (None, one["ts"])]

    @cached_property
    def reported(self) -> list[Reported]:
        """Every report that was accepted."""
        own = [Reported(one.report.problem, one.report_id, KINDS[one.report.kind]) for one in self.accepted]
        return own + [Reported(EMPTY, one.report_id, KIND) for one in self.chat.dialogs]

    def remote_links(self) -> int:
        """How many links Jira's issues have to reports, threads and dialogs."""
        return sum(len(issue["remote_links"]) for issue in self.issues)

    def mistakes(self) -> Iterator[str]:
        """Everything that is not as promised, in words."""
        yield from (f"lost: {' '.join(thing)}" for thing in self.lost)
        yield from (f"duplicated or uncalled-for: {' '.join(thing)}" for thing in self.duplicated)
        yield from (
            f"nothing was proved by {fault}: it never struck" for fault, hits in self.faults.items() if not hits
        )
        yield from self._out_of_order()
        yield from self._wrong_pages()
        yield from self._wrong_cards()
        yield from self.chat.mistakes(self.mails, [issue["key"] for issue in self.issues])

    def problem_of(self, issue: Json) -> str:
        """The problem whose report the issue links, in the words of reports.json or of the chapter with the chat."""
        linked = {link["globalId"] for link in issue["remote_links"]}
        found = {one.problem for one in self.reported if f"wilco:report:{one.report_id}" in linked}
        return " and ".join(sorted(found)) or "no report"

    def parent_of(self, issue: Json) -> Json | None:
        """The Slack message of the issue's case."""
        wanted = f"|{issue['key']}>"
        return next((one for one in self.parents if wanted in str(one["blocks"])), None)

    def _expected(self) -> Iterator[Thing]:
        for problem in self.status:
            yield from ((what, problem) for what in ("Jira issue", "Slack message", "link to the Slack thread"))
        for one in self.accepted:
            yield ("link to the report", one.report.problem, one.report_id)
        for email, kinds in self.heard.items():
            yield from (("mail", email, kind) for kind in kinds)
        yield from self.chat.expected()

    def _found(self) -> Iterator[Thing]:
        for issue in self.issues:
            yield from self._found_of(issue, self.problem_of(issue))
        shown = Counter(mark for one in self.messages if (mark := _mark(one)))
        yield from (("Slack message of the same cause", mark) for mark in (shown - Counter(set(shown))).elements())
        yield from (("mail", mail["to"], mail["kind"]) for mail in self.mails)
        yield from self.chat.found()

    def _found_of(self, issue: Json, problem: str) -> Iterator[Thing]:
        yield ("Jira issue", problem)
        case = _case_of(issue)
        threads = [one for one in self.parents if (_mark(one) or "").startswith(f"{case}/")]
        yield from (("Slack message", problem) for _ in threads)
        for link in issue["remote_links"]:
            what, _, ident = link["globalId"].removeprefix("wilco:").partition(":")
            if what == "report":
                yield ("link to the report", problem, ident)
            elif what == "dialog":
                yield ("link to the dialog", problem, link["object"]["url"])
            elif threads and threads[0]["ts"].replace(".", "") in link["object"]["url"]:
                yield ("link to the Slack thread", problem)

    def _out_of_order(self) -> Iterator[str]:
        came: dict[str, list[str]] = {}
        for mail in self.mails:
            came.setdefault(mail["to"], []).append(mail["kind"])
        for email, kinds in came.items():
            if Counter(kinds) == Counter(self.heard.get(email)) and kinds != self.heard[email]:
                yield f"out of order: {email} heard {', '.join(kinds)}"

    def _wrong_pages(self) -> Iterator[str]:
        for one in self.reported:
            status = self.status[one.problem]
            if self.pages.get(one.report_id) != (status, ON_THE_PAGE[status]):
                yield f"the page of {one.report_id} says {self.pages.get(one.report_id)}, and it is {status}"

    def _wrong_cards(self) -> Iterator[str]:
        """The kind is on the label, and everybody who reported is counted, as far as the number is worth showing."""
        for issue in self.issues:
            reports = [one for one in self.reported if one.problem == self.problem_of(issue)]
            if any(f"kind-{report.kind}" not in issue["fields"]["labels"] for report in reports):
                yield f"{issue['key']} has the wrong kind among its labels"
            at_least = max((n for n in range(len(reports) + 1) if n and worth_showing(n)), default=0)
            if not at_least <= issue["fields"]["customfield_10050"] <= len(reports):
                yield f"{issue['key']} does not count {len(reports)} people"


def by_kind(mails: Iterable[Json]) -> dict[str, int]:
    """How many mails of each kind."""
    return dict(Counter(mail["kind"] for mail in mails))


def _shown(state: Json, page: str) -> tuple[str, str]:
    """The status as JSON tells it, and as the page does."""
    current = _CURRENT.search(page)
    return state["status"], current[1] if current else ""


def _case_of(issue: Json) -> str:
    """The case's id, from the label that only this issue has."""
    labels = [label for label in issue["fields"]["labels"] if label.startswith("wilco-")]
    return str(labels[0]).removeprefix("wilco-") if labels else ""


def _mark(message: Json) -> str | None:
    """The order that left a message: its case, a slash, and what caused it."""
    mark: str | None = message.get("metadata", {}).get("event_payload", {}).get("order")
    return mark
