"""The accounts after the storm: what the vendors have, beside what was accepted and what Wilco's ledger says."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from chalicelib.model.case import Case, Follower
from chalicelib.model.orders import (
    CommentIssue,
    Destination,
    LinkReport,
    SayInThread,
    Tell,
    TellFollowers,
)
from chalicelib.model.status import Status
from chaos.reporters import Accepted, customer
from chaos.ses import Letter
from chaos.storm import Storm
from chaos.table import Book, Line
from chaos.team import AGREES
from tour.world import Json

Promise = Literal[
    "lost", "duplicate issue", "duplicate message", "duplicate mail", "gap", "out of order", "uncalled for"
]
OVERTAKEN = "overtaken"
_LABEL = re.compile(r"wilco-(?P<case>[a-z2-7]+-\d+)")


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as promised."""

    promise: Promise
    what: str


@dataclass(frozen=True)
class Accounts:
    """Everything that can be looked at when the storm is over."""

    book: Book
    accepted: tuple[Accepted, ...]
    letters: tuple[Letter, ...]
    issues: list[Json]
    messages: list[Json]
    notes: tuple[tuple[str, str], ...]
    questions: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, storm: Storm) -> "Accounts":
        """Look at everything once."""
        return cls(
            storm.table.read(),
            tuple(storm.crowd.accepted.values()),
            tuple(storm.ses.taken),
            storm.world.issues(),
            storm.world.messages(),
            tuple(storm.team.notes),
            tuple(storm.team.questions),
        )

    def findings(self) -> Iterator[Finding]:
        """Everything that is not as promised."""
        yield from self._reports()
        for case in self.book.cases.values():
            yield from self._case(case)
        yield from self._orders()
        yield from self._words()
        yield from self._mails()

    @cached_property
    def unknown(self) -> list[Line]:
        """Orders of which nobody knows whether they were carried out, and Wilco says so."""
        return [line for line in self.book.lines if line.state == "unknown"]

    @cached_property
    def failed(self) -> list[Line]:
        """Orders that were given up, with the reason."""
        return [line for line in self.book.lines if line.state == "failed"]

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
    def marks(self) -> Mapping[str, Counter[str]]:
        """How often each order left something: in Slack's channel, in its threads, among Jira's comments, as mail."""
        parents = Counter(_mark(one) for one in self.messages if one.get("thread_ts") in (None, one["ts"]))
        replies = Counter(_mark(one) for one in self.messages if one.get("thread_ts") not in (None, one["ts"]))
        comments = Counter(
            prop["value"]["order"]
            for issue in self.issues
            for comment in issue["comments"]
            for prop in comment["properties"]
            if "order" in prop["value"]
        )
        mails = Counter(letter.order for letter in self.letters)
        return {"parent": parents, "reply": replies, "comment": comments, "mail": mails}

    def delay_to_issue(self) -> float:
        """The longest time from a problem's first receipt to its Jira issue, in seconds."""
        first: dict[str, float] = {}
        for one in self.accepted:
            case = self._case_of(one)
            first[case] = min(one.at, first.get(case, one.at))
        made = {case: min(_created(issue) for issue in issues) for case, issues in self.issues_of.items()}
        return max((made[case] - at for case, at in first.items() if case in made), default=0.0)

    def delay_to_mail(self) -> float:
        """The longest time from a receipt to the mail that says the same, in seconds."""
        told: dict[str, float] = {}
        for letter in self.letters:
            if letter.kind in ("received", "declined"):
                told.setdefault(letter.to, letter.at)
        signed = {customer(one.click).email: one.at for one in reversed(self.accepted) if one.click.signed}
        return max((told[to] - at for to, at in signed.items() if to in told), default=0.0)

    # --- What has to be there

    def _reports(self) -> Iterator[Finding]:
        people: dict[str, set[str]] = {}
        for one in self.accepted:
            case = self._case_of(one)
            if not case:
                yield Finding("lost", f"report {one.report_id}")
                continue
            who = customer(one.click).handle if one.click.signed else f"click {one.click.number}"
            people.setdefault(case, set()).add(who)
        for case, together in people.items():
            if case not in self.book.cases or self.book.cases[case].affected != len(together):
                yield Finding("lost", f"people of {case}: {len(together)} reported it")

    def _case(self, case: Case) -> Iterator[Finding]:
        issues = self.issues_of.get(case.id, [])
        parents = sum(n for mark, n in self.marks["parent"].items() if mark.startswith(f"{case.id}/"))
        if not issues:
            yield Finding("lost", f"issue of {case.id}")
        if len(issues) > 1:
            yield Finding("duplicate issue", f"{case.id} has {', '.join(issue['key'] for issue in issues)}")
        if not parents:
            yield Finding("lost", f"Slack message of {case.id}")
        if parents > 1:
            yield Finding("duplicate message", f"{case.id} has {parents} in the channel")
        for issue in issues[:1]:
            status = issue["fields"]["status"]["name"]
            if case.status not in AGREES[status]:
                yield Finding("lost", f"status of {case.id}: Jira says {status}, Wilco {case.status}")

    def _orders(self) -> Iterator[Finding]:
        """Each order left what it had to leave, once."""
        linked = {link["globalId"] for issue in self.issues for link in issue["remote_links"]}
        for line in self.book.lines:
            if line.state not in ("done", "unknown"):
                yield Finding("lost", f"order {line.mark} ({line.state}: {line.outcome})")
                continue
            match line.order.act:
                case LinkReport(report_id) if f"wilco:report:{report_id}" not in linked:
                    yield Finding("lost", f"link to report {report_id}")
                case CommentIssue():
                    yield from self._once(line, "comment")
                case SayInThread():
                    yield from self._once(line, "reply")
                case _:
                    pass

    def _once(self, line: Line, where: str) -> Iterator[Finding]:
        left = self.marks[where][line.mark]
        if left == 0:
            yield Finding("lost", f"{where} of {line.mark}")
        if left > 1:
            yield Finding("duplicate message", f"{left} times the {where} of {line.mark}")

    def _words(self) -> Iterator[Finding]:
        """What people said has become orders; that orders are carried out is looked at above."""
        orders = {line.mark for line in self.book.lines}
        said = {(line.order.case_id, getattr(line.order.act, "text", "")) for line in self.book.lines}
        for case, words in (*self.notes, *self.questions):
            if (case, words) not in said:
                yield Finding("lost", f"words {words!r} on {case}")
        for case, issues in self.issues_of.items():
            for comment in issues[0]["comments"]:
                told = f"{case}/fan_out:answer:{comment['id']}:told"
                if comment["body"].startswith("[public]") and told not in orders:
                    yield Finding("lost", f"public comment {comment['id']} on {case}")

    # --- Mail

    def _mails(self) -> Iterator[Finding]:
        tells = {line.mark: line for line in self.book.lines if isinstance(line.order.act, Tell)}
        for mark, line in tells.items():
            sent = self.marks["mail"][mark]
            if sent > 1:
                yield from [Finding("duplicate mail", mark)] * (sent - 1)
            elif sent == 0 and line.state == "unknown":
                yield Finding("gap", mark)
            elif sent == 0 and line.state == "done" and not line.outcome.startswith(OVERTAKEN):
                yield Finding("lost", f"mail {mark}")
        yield from self._never_told(set(tells))
        yield from self._out_of_order(tells)
        vouched = {customer(one.click).email for one in self.accepted if one.click.signed}
        for letter in self.letters:
            if letter.to not in vouched or letter.order not in tells:
                yield Finding("uncalled for", f"mail {letter.order}")

    def _never_told(self, tells: set[str]) -> Iterator[Finding]:
        """Everybody who follows has a receipt, and an order for all that happened since they have been following."""
        receipts = {
            line.order.act.follower.id
            for line in self.book.lines
            if isinstance(line.order.act, Tell) and line.order.id.partition(":")[0] in ("received", "declined")
        }
        for follower in self.book.followers:
            if follower.id not in receipts:
                yield Finding("lost", f"receipt of follower {follower.id}")
        for line in self.book.lines:
            act = line.order.act
            if not isinstance(act, TellFollowers) or act.after is not None:
                continue
            what = line.order.id.removeprefix("fan_out:")
            for follower in self._followers_of.get(line.order.case_id, []):
                since = follower.joined_at
                concerned = since is not None and since <= act.notice.at and follower.id != act.except_for
                if concerned and f"{line.order.case_id}/mail:{what}:{follower.id}" not in tells:
                    yield Finding("lost", f"{line.mark} for follower {follower.id}")
        yield from self._untold_steps()

    def _untold_steps(self) -> Iterator[Finding]:
        """Each step of a case is told, but for going back into the queue."""
        told = Counter(
            line.order.case_id
            for line in self.book.lines
            if line.order.destination is Destination.FAN_OUT and re.fullmatch(r"fan_out:v\d+:told", line.order.id)
        )
        for case in self.book.cases.values():
            steps = sum(step.status is not Status.RECEIVED for step in case.history)
            if told[case.id] != steps:
                yield Finding("lost", f"news of {case.id}: {steps} steps, {told[case.id]} told")

    def _out_of_order(self, tells: Mapping[str, Line]) -> Iterator[Finding]:
        """The receipt first, then each status after those that came before it."""
        newest: dict[str, Line] = {}
        for letter in self.letters:
            line = tells.get(letter.order)
            if line is None or not isinstance(line.order.act, Tell) or letter.kind in ("answer", "question"):
                continue
            before = newest.get(line.order.group)
            if before is not None and isinstance(before.order.act, Tell):
                late = line.order.act.notice.at < before.order.act.notice.at
                receipt = line.order.id.startswith("received:")
                if receipt or (late and not before.order.id.startswith("received:")):
                    yield Finding("out of order", f"{line.mark} came after {before.order.id}")
                    continue
            newest[line.order.group] = line

    @cached_property
    def _followers_of(self) -> Mapping[str, list[Follower]]:
        found: dict[str, list[Follower]] = {}
        for follower in self.book.followers:
            found.setdefault(follower.case_id, []).append(follower)
        return found

    def _case_of(self, one: Accepted) -> str:
        report = self.book.reports.get(one.report_id)
        return report.case_id if report else ""


def _mark(message: Json) -> str:
    """The order that left a message."""
    return str(message.get("metadata", {}).get("event_payload", {}).get("order", ""))


def _created(issue: Json) -> float:
    from datetime import datetime

    return datetime.strptime(issue["fields"]["created"], "%Y-%m-%dT%H:%M:%S.%f%z").timestamp()
