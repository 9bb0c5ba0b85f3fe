"""The ports in memory: they keep the contract that `tests/contracts` holds the real adapters to as well.

Every fake remembers what it got. `fail_next` makes the next call fail before anything is done, `commit_then_fail`
makes the next write fail after it is done, as a line does that drops once the vendor has committed.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from chalicelib.errors import Conflict, DeliveryError, Permanent, Rejected, Retryable
from chalicelib.model.case import Issue, Thread
from chalicelib.model.orders import Destination
from chalicelib.model.public_file import PublicFile
from chalicelib.ports import (
    BulkMailer,
    Copy,
    Files,
    IssueComment,
    IssueState,
    IssueTracker,
    Letter,
    Mail,
    Mailer,
    Message,
    NamedFile,
    OrderQueue,
    QueuedOrder,
    Quota,
    RemoteLink,
    Secrets,
    StoredFile,
    TeamChannel,
    UploadForm,
)

BEGINNING = datetime(2026, 11, 21, 12, tzinfo=UTC)
BOT = ("Wilco", "5b10a-wilco-bot")
WORKFLOW = {
    "To Do": ("new", None),
    "In Progress": ("indeterminate", None),
    "In Review": ("indeterminate", None),
    "Done": ("done", "Done"),
    "Won't Do": ("done", "Won't Do"),
}


class Scripted:
    """A vendor that fails when it is told to. `calls` are the names of the calls made, failed ones as well."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self._before: list[DeliveryError] = []
        self._on: dict[str, DeliveryError] = {}
        self._after: list[DeliveryError] = []

    def fail_next(self, *errors: DeliveryError) -> None:
        """The next calls, one for each error, do nothing and raise it."""
        self._before.extend(errors)

    def fail_on(self, name: str, error: DeliveryError) -> None:
        """The next call of this name does nothing and raises it."""
        self._on[name] = error

    def commit_then_fail(self, *errors: DeliveryError) -> None:
        """The next writes, one for each error, are done and raise it all the same."""
        self._after.extend(errors)

    @contextmanager
    def _called(self, name: str, *, writes: bool = True) -> Iterator[None]:
        self.calls.append(name)
        if self._before:
            raise self._before.pop(0)
        if name in self._on:
            raise self._on.pop(name)
        yield
        if writes and self._after:
            raise self._after.pop(0)


@dataclass
class KeptIssue:
    """An issue of the fake Jira; `fields` as they were sent."""

    issue: Issue
    fields: dict[str, Any]
    status: str = "To Do"
    assignee_id: str | None = None
    updated_at: datetime = BEGINNING
    links: dict[str, RemoteLink] = field(default_factory=dict)
    comments: list[IssueComment] = field(default_factory=list)
    related: set[str] = field(default_factory=set)
    files: dict[str, NamedFile] = field(default_factory=dict)


class FakeJira(Scripted, IssueTracker):
    """Jira with one workflow, in which every status leads to every other."""

    def __init__(self) -> None:
        super().__init__()
        self.issues: dict[str, KeptIssue] = {}
        self.people = {BOT[1]: BOT[0], "5b10a-erin": "Erin", "5b10a-mikhail": "Mikhail", "5b10a-priya": "Priya"}
        self._orders: dict[str, str] = {}
        self._moments = 0

    def find(self, project: str, label: str) -> Issue | None:
        with self._called("find", writes=False):
            found = [kept.issue for kept in self.issues.values() if _is_of(kept, project, label)]
            return min(found, key=lambda issue: int(issue.id), default=None)

    def open(self, fields: Mapping[str, Any]) -> Issue:
        with self._called("open"):
            _refuse_bad(fields)
            number = len(self.issues) + 1
            issue = Issue(str(10000 + number), f"{fields['project']['key']}-{number}")
            self.issues[issue.id] = KeptIssue(issue, dict(fields), updated_at=self._tick())
            return issue

    def link(self, issue: Issue, link: RemoteLink) -> None:
        with self._called("link"):
            self._kept(issue).links[link.global_id] = link

    def edit(self, issue: Issue, fields: Mapping[str, Any]) -> None:
        with self._called("edit"):
            _refuse_bad(fields)
            kept = self._kept(issue)
            kept.fields |= fields
            kept.updated_at = self._tick()

    def comment(self, issue: Issue, body: str, order_id: str, *, look_first: bool) -> str:
        with self._called("comment"):
            kept = self._kept(issue)
            if look_first and order_id in self._orders:
                return self._orders[order_id]
            self._orders[order_id] = self.say(kept.issue, body, BOT[1])
            return self._orders[order_id]

    def attach(self, issue: Issue, file: NamedFile, *, look_first: bool) -> str:
        with self._called("attach"):
            kept = self._kept(issue)
            left = next((name for name, one in kept.files.items() if one.name == file.name), None)
            if look_first and left:
                return left
            kept.updated_at = self._tick()
            kept.files[str(30000 + self._moments)] = file
            return str(30000 + self._moments)

    def relate(self, issue: Issue, earlier: Issue) -> None:
        with self._called("relate"):
            self._kept(earlier)
            self._kept(issue).related.add(earlier.id)

    def move(self, issue: Issue, statuses: Sequence[str], category: str) -> str:
        with self._called("move"):
            kept = self._kept(issue)
            named = next((name for name in statuses if name in WORKFLOW), None)
            if kept.status in statuses or (named is None and WORKFLOW[kept.status][0] == category):
                return kept.status
            target = named or next((name for name, (of, _) in WORKFLOW.items() if of == category), None)
            if target is None:
                raise Permanent(f"move: from {kept.status} Jira offers only: {', '.join(WORKFLOW)}")
            kept.status, kept.updated_at = target, self._tick()
            return target

    def assign(self, issue: Issue, account_id: str) -> None:
        with self._called("assign"):
            if account_id not in self.people:
                raise Rejected("assign: no such person")
            self._kept(issue).assignee_id = account_id

    def read(self, issue: Issue) -> IssueState | None:
        with self._called("read", writes=False):
            kept = self.issues.get(issue.id)
            return self._state(kept) if kept else None

    def read_many(self, issues: Sequence[Issue]) -> list[IssueState]:
        with self._called("read_many", writes=False):
            return [self._state(self.issues[issue.id]) for issue in issues if issue.id in self.issues]

    def comments(self, issue: Issue) -> list[IssueComment]:
        with self._called("comments", writes=False):
            kept = self.issues.get(issue.id)
            return list(reversed(kept.comments)) if kept else []

    def read_comment(self, issue: Issue, comment_id: str) -> IssueComment | None:
        with self._called("read_comment", writes=False):
            kept = self.issues.get(issue.id)
            return next((one for one in kept.comments if one.id == comment_id), None) if kept else None

    def say(self, issue: Issue, body: str, account_id: str) -> str:
        """Somebody comments, in Jira."""
        kept, moment = self._kept(issue), self._tick()
        comment_id = str(20000 + self._moments)
        kept.comments.append(IssueComment(comment_id, self.people[account_id], account_id, body, moment))
        return comment_id

    def _kept(self, issue: Issue) -> KeptIssue:
        if issue.id not in self.issues:
            raise Permanent(f"issue {issue.key} is gone or hidden")
        return self.issues[issue.id]

    def _state(self, kept: KeptIssue) -> IssueState:
        category, resolution = WORKFLOW[kept.status]
        return IssueState(
            issue=kept.issue,
            status=kept.status,
            category=category,
            resolution=resolution,
            assignee=self.people[kept.assignee_id] if kept.assignee_id else None,
            assignee_id=kept.assignee_id,
            updated_at=kept.updated_at,
            labels=tuple(kept.fields.get("labels", ())),
        )

    def _tick(self) -> datetime:
        self._moments += 1
        return BEGINNING + timedelta(seconds=self._moments)


def _is_of(kept: KeptIssue, project: str, label: str) -> bool:
    return kept.fields["project"]["key"] == project and label in kept.fields.get("labels", ())


def _refuse_bad(fields: Mapping[str, Any]) -> None:
    """What Jira refuses soonest (400)."""
    if any(" " in label for label in fields.get("labels", ())):
        raise Rejected("labels: the label can't contain spaces")
    if len(fields.get("summary", "")) > 255 or "\n" in fields.get("summary", ""):
        raise Rejected("summary: one line of at most 255 characters")


@dataclass
class KeptMessage:
    """A message of the fake Slack, as it is now."""

    thread: Thread
    message: Message
    order_id: str
    thread_ts: str | None
    posted_at: datetime
    updates: int = 0


class FakeSlack(Scripted, TeamChannel):
    """Slack with some channels; `now` is its clock, which a test may set."""

    def __init__(self, channels: Sequence[str] = ("C0WILCO", "C0MEDIA")) -> None:
        super().__init__()
        self.channels = set(channels)
        self.messages: list[KeptMessage] = []
        self.views: list[tuple[str, Mapping[str, Any]]] = []
        self.now = BEGINNING

    def post(self, channel: str, message: Message, order_id: str, thread_ts: str | None = None) -> Thread:
        with self._called("post"):
            self._in(channel)
            _refuse_empty(message)
            thread = Thread(channel, f"{int(self.now.timestamp())}.{len(self.messages) + 1:06}")
            self.messages.append(KeptMessage(thread, message, order_id, thread_ts, self.now))
            return thread

    def update(self, thread: Thread, message: Message, order_id: str) -> None:
        with self._called("update"):
            self._in(thread.channel)
            _refuse_empty(message)
            kept = self._kept(thread)
            kept.message, kept.order_id, kept.updates = message, order_id, kept.updates + 1

    def find(self, channel: str, order_id: str, since: datetime, thread_ts: str | None = None) -> Thread | None:
        with self._called("find", writes=False):
            self._in(channel)
            for kept in self.messages:
                here = kept.thread.channel == channel and kept.thread_ts == thread_ts
                if here and kept.order_id == order_id and kept.posted_at >= since - timedelta(minutes=1):
                    return kept.thread
            return None

    def permalink(self, thread: Thread) -> str:
        with self._called("permalink", writes=False):
            kept = self._kept(thread)
            return f"https://slack.example/archives/{thread.channel}/p{kept.thread.ts.replace('.', '')}"

    def open_modal(self, trigger_id: str, view: Mapping[str, Any]) -> None:
        with self._called("open_modal"):
            if any(used == trigger_id for used, _ in self.views):
                raise Permanent("views.open: exchanged_trigger_id")
            self.views.append((trigger_id, view))

    def _in(self, channel: str) -> None:
        if channel not in self.channels:
            raise Permanent("channel_not_found")

    def _kept(self, thread: Thread) -> KeptMessage:
        for kept in self.messages:
            if (kept.thread.channel, kept.thread.ts) == (thread.channel, thread.ts):
                return kept
        raise Permanent("message_not_found")


def _refuse_empty(message: Message) -> None:
    if not message.text and not message.blocks:
        raise Rejected("no_text")


class FakeMail(Scripted, Mailer, BulkMailer):
    """A mailbox for everybody. The next `throttled` of many at once are not taken; `rate` is the account's."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[Mail] = []
        self.rate = Quota(a_second=100_000, left=1_000_000)
        self.throttled: set[str] = set()

    def send(self, mail: Mail) -> str:
        with self._called("send"):
            return self._take(mail)

    def send_many(self, letter: Letter, copies: Sequence[Copy]) -> Sequence[str | Permanent | Retryable]:
        with self._called("send_many"):
            if len(copies) > 50:
                raise Rejected("send mails: too many at once")
            if _breaks(letter.subject, letter.from_name or "", *letter.headers.values()):
                raise Rejected("mail: a header has a line break")
            return [self._one_of_many(filled(letter, copy)) for copy in copies]

    def quota(self) -> Quota:
        with self._called("quota", writes=False):
            return self.rate

    def _one_of_many(self, mail: Mail) -> str | Permanent | Retryable:
        if mail.to in self.throttled:
            self.throttled.remove(mail.to)
            return Retryable("send mails: ACCOUNT_THROTTLED")
        try:
            return self._take(mail)
        except Permanent as error:
            return error

    def _take(self, mail: Mail) -> str:
        if _breaks(mail.subject, mail.to_name or "", mail.from_name or "", *mail.headers.values()):
            raise Rejected("mail: a header has a line break")
        if "@" not in mail.to or any(sign in mail.to for sign in " ,\r\n"):
            raise Permanent("mail: the address is not one that can be mailed")
        self.sent.append(mail)
        return f"mail-{len(self.sent):04}"


def _breaks(*lines: str) -> bool:
    return any("\n" in line or "\r" in line for line in lines)


def filled(letter: Letter, copy: Copy) -> Mail:
    """The mail that a copy of the letter is, as the provider makes it."""

    def whole(pieces: Sequence[str]) -> str:
        return "".join(copy.values[piece] if number % 2 else piece for number, piece in enumerate(pieces))

    return Mail(
        to=copy.to,
        to_name=copy.to_name,
        subject=letter.subject,
        text=whole(letter.text),
        html=whole(letter.html),
        headers={**letter.headers, **copy.headers},
        tags=letter.tags,
        from_name=letter.from_name,
    )


class FakeSecrets(Scripted, Secrets):
    """Secrets as given."""

    def __init__(self, secrets: Mapping[str, Mapping[str, str]]) -> None:
        super().__init__()
        self.secrets = secrets

    def get(self, name: str) -> Mapping[str, str]:
        with self._called("get", writes=False):
            if name not in self.secrets:
                raise Retryable(f"secret {name}: not there")
            return self.secrets[name]


class FakeFiles(Scripted, Files):
    """A bucket. `post` is what a browser does with a form, and answers as S3 does; `now` is its clock."""

    def __init__(self) -> None:
        super().__init__()
        self.stored: dict[str, StoredFile] = {}
        self.now = BEGINNING
        self._forms: dict[str, tuple[str, str, int, datetime]] = {}

    def form(self, key: str, kind: str, most_bytes: int, lives: timedelta) -> UploadForm:
        with self._called("form"):
            policy = f"policy-{len(self._forms) + 1}"
            self._forms[policy] = (key, kind, most_bytes, self.now + lives)
            return UploadForm("https://files.example/", {"key": key, "Content-Type": kind, "policy": policy})

    def read(self, key: str, most_bytes: int) -> StoredFile | None:
        with self._called("read", writes=False):
            file = self.stored.get(key)
            return replace(file, content=b"") if file and file.size > most_bytes else file

    def keep(self, key: str, to: str, file: StoredFile) -> None:
        with self._called("keep"):
            if key not in self.stored or self.stored[key].version != file.version:
                raise Conflict("keep file: it has changed")
            self.stored[to] = self.stored[key]

    def delete(self, key: str) -> None:
        with self._called("delete"):
            self.stored.pop(key, None)

    def publish(self, file: PublicFile) -> None:
        with self._called("publish"):
            version = sha256(file.content).hexdigest()
            self.stored[file.key] = StoredFile(file.kind, len(file.content), file.content, version)

    def post(self, fields: Mapping[str, str], content: bytes) -> int:
        """S3's status."""
        key, kind, most_bytes, until = self._forms[fields["policy"]]
        if (fields["key"], fields["Content-Type"]) != (key, kind) or self.now >= until:
            return 403
        if not 1 <= len(content) <= most_bytes:
            return 400
        self.stored[key] = StoredFile(kind, len(content), content, sha256(content).hexdigest())
        return 204


class FakeQueue(Scripted, OrderQueue):
    """FIFO queues that deduplicate, without the five minutes' limit. `bodies` are what the workers would get."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[QueuedOrder] = []
        self.postponed: list[tuple[Destination, str, int]] = []
        self._names: set[tuple[str, str, str]] = set()

    def send(self, orders: Sequence[QueuedOrder], again: str = "") -> None:
        with self._called("send"):
            for order in orders:
                name = (order.case_id, order.order_id, again)
                if name not in self._names:
                    self._names.add(name)
                    self.sent.append(order)

    def postpone(self, destination: Destination, receipt: str, seconds: int) -> None:
        with self._called("postpone"):
            self.postponed.append((destination, receipt, seconds))

    def bodies(self, destination: Destination) -> list[str]:
        """The message bodies of one queue, in order."""
        bound = [order for order in self.sent if order.destination is destination]
        return [json.dumps({"case": order.case_id, "order": order.order_id}) for order in bound]
