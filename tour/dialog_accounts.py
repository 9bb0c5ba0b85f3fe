"""The accounts of one support dialog: what operators, its person and engineers had to see of it, and what they see."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from sandbox.chat.directory import BOT, OPERATORS
from tour.dialogs import EMPTY, HandedOver
from tour.world import Json

Thing = tuple[str, ...]  # one thing that must exist once: what it is, and of which report, problem or person

_NOTED = {
    "Received": "received",
    "With an engineer": "taken",
    "In progress": "in_progress",
    "Solved": "resolved",
}
_NOTED_WORDS = {"asked the person:": "question", "wrote to the person:": "holding"}
_TOLD = {
    "We have your report": "received",
    "An engineer has taken your report": "taken",
    "The team has a question for you": "question",
    "We need a little more time": "holding",
    "We are working on it": "in_progress",
    "The problem is solved": "resolved",
}


@dataclass(frozen=True)
class DialogAccount:
    """What had to follow for a dialog, beside what the chat shows of it and what its case shows engineers.

    `lines` are the thread's; `page` is the tracking page of the dialog's person.
    """

    due: HandedOver
    shown: Json
    issue: Json
    lines: tuple[str, ...]
    page: str = ""

    @property
    def tracking_url(self) -> str:
        """Where the person sees how it stands: operators are told in the first note."""
        words = " ".join(self._notes).split()
        return next((word for word in words if "/t/" in word), "")

    @property
    def report_id(self) -> str:
        """The report that was made for the person."""
        return self.tracking_url.rpartition("/")[2].partition(".")[0]

    @cached_property
    def noted(self) -> list[str]:
        """What the operators were told in the dialog, in order."""
        return [_noted(text, self.issue["key"]) for text in self._notes]

    @cached_property
    def told(self) -> list[str]:
        """What the person was told in the dialog, in order."""
        said = [part["body"] for part in self._ours if part["type"] != "note"]
        return [_TOLD.get(text.partition(".")[0], "something else") for text in said]

    def seen_by_person(self) -> Iterator[str]:
        """Everything of the case that its person can read, but for mail."""
        yield from self.shown["seen_by_person"]
        yield self.page

    def expected(self) -> Iterator[Thing]:
        """What had to be there once for each time that it is named."""
        one = self.due.id
        yield ("link to the dialog", EMPTY, self.shown["url"])
        yield ("link to the report", EMPTY, self.report_id)
        yield ("tag", one, "bug")
        yield ("line that hands over", one, self.due.by)
        yield from (("note", one, kind) for kind in self.due.noted)
        yield from (("reply", one, kind) for kind in self.due.told)
        for text in self.due.answered:
            yield from ((where, one, text) for where in ("answer on the issue", "answer in the thread"))

    def found(self) -> Iterator[Thing]:
        """What is there; the issue's links are found with those of all issues."""
        one, comments = self.due.id, [comment["body"] for comment in self.issue["comments"]]
        yield from (("tag", one, tag) for tag in self.shown["tags"])
        handed_over = f"{self.due.by} handed over a support dialog"
        here = [line for line in self.lines if handed_over in line and self.shown["url"] in line]
        yield from (("line that hands over", one, self.due.by) for _ in here)
        yield from (("note", one, kind) for kind in self.noted)
        yield from (("reply", one, kind) for kind in self.told)
        for text in self.due.answered:
            yield from (("answer on the issue", one, text) for comment in comments if text in comment)
            yield from (("answer in the thread", one, text) for line in self.lines if text in line)

    def mistakes(self) -> Iterator[str]:
        """What a count does not show, in words."""
        one = self.due.id
        for what, due, came in (("notes", self.due.noted, self.noted), ("replies", self.due.told, self.told)):
            if sorted(due) == sorted(came) and due != came:
                yield f"out of order: the {what} in {one} are {', '.join(came)}"
        if (self.shown["assignee"] or {}).get("id") != OPERATORS["mikhail"].id:
            yield f"{one} is not Mikhail's"
        if not any(self.due.words in text for text in (self.issue["fields"]["description"], *self.lines)):
            yield f"the engineers do not have what {self.due.by} said of {one}"

    @property
    def _ours(self) -> list[Json]:
        """What Wilco has written: the author is an object for an operator, and an id for the person."""
        written = [part for part in self.shown["parts"] if part["type"] in ("note", "reply_admin")]
        return [part for part in written if part["from"]["id"] == BOT.id]

    @property
    def _notes(self) -> list[str]:
        return [part["body"] for part in self._ours if part["type"] == "note"]


def _noted(text: str, key: str) -> str:
    """The kind of a note; one about a status names the issue."""
    head = text.partition("\n")[0]
    for words, kind in _NOTED_WORDS.items():
        if head.endswith(words):
            return kind
    named, _, rest = head.partition(" · ")
    status = rest.partition(" · ")[0].partition(",")[0]  # behind the comma stands who
    return _NOTED.get(status, "something else") if named == key else "something without the key"
