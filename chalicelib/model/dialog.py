"""A support chat's dialog as it was read, and what an operator says when handing it over to the engineers."""

from dataclasses import replace
from datetime import datetime
from typing import Literal

from chalicelib.frozen import dataclass
from chalicelib.model.person import Person, Place

# A row has room for 400 KB, and a letter takes up to six bytes of it.
_LONGEST_LINE, _MOST_SAID = 4_000, 50_000


@dataclass(frozen=True, slots=True)
class Dialog:
    """A chat conversation, named by the desk (an account at a chat provider, in the team's file) and the provider's id.

    Ids are text: Carrot quest's go beyond 2^53, and others' are UUIDs.
    """

    desk: str
    id: str

    @property
    def ref(self) -> str:
        """Its name across all desks, and the lane in which what is written into it keeps its order."""
        return f"{self.desk}:{self.id}"

    @property
    def lane(self) -> str:
        """What stands for a case where the dialog has none yet: the partition of the orders that read it."""
        return f"dialog:{self.ref}"


@dataclass(frozen=True, slots=True)
class DialogLine:
    """One message of a dialog: `person` and `operator` are read by both sides, a `note` by operators alone."""

    id: str
    who: Literal["person", "operator", "note"]
    text: str
    at: datetime
    name: str | None = None
    ours: bool = False

    def begins(self, word: str) -> bool:
        """Whether this is its first word."""
        return self.text.split(maxsplit=1)[:1] == [word]

    def behind(self, word: str) -> str:
        """What follows its first word."""
        return self.text.strip().removeprefix(word).strip()


@dataclass(frozen=True, slots=True)
class DialogState:
    """A dialog as its provider has it now; `lines` are its newest, the last one last. The provider vouches for
    `person.email` (promise 5)."""

    dialog: Dialog
    person: Person
    lines: tuple[DialogLine, ...] = ()
    tags: tuple[str, ...] = ()
    assignee: str | None = None
    page: Place | None = None

    def as_kept(self) -> "DialogState":
        """As much of it as is written down: how each line begins, and of many long ones the newest."""
        kept: list[DialogLine] = []
        room = _MOST_SAID
        for line in reversed(self.lines):
            text = line.text[:_LONGEST_LINE]
            room -= len(text)
            if room < 0:
                break
            kept.append(replace(line, text=text))
        return replace(self, lines=tuple(reversed(kept)))

    def commands(self, command: str) -> tuple[DialogLine, ...]:
        """The notes by which an operator hands the dialog over, or says more of it: those that begin with `command`."""
        return tuple(line for line in self.lines if line.who == "note" and not line.ours and line.begins(command))

    def answers(self, question: str) -> tuple[DialogLine, ...]:
        """What the person has written behind the message of this id; all that is known when that is long ago.

        By their places and not by times: the chat's clock is not ours.
        """
        ids = [line.id for line in self.lines]
        behind = ids.index(question) + 1 if question in ids else 0
        return tuple(line for line in self.lines[behind:] if line.who == "person")


@dataclass(frozen=True, slots=True)
class Escalation:
    """An operator hands a dialog over: what they say of it, that nobody could read there.

    `id` names the act that caused it, so that a repeat is the same one. `joins` is the case that it is the same as, or
    `issue` that case's Jira key, as an operator types it.
    `source` is where it was asked for, when that has a link of its own (a Slack message). An escalation of a Slack
    message may have no dialog.
    """

    id: str
    by: str
    at: datetime
    product: str
    area: str
    kind: str
    dialog: Dialog | None = None
    words: str = ""
    tried: str = ""
    impact: str | None = None
    plan: str | None = None
    joins: str | None = None
    issue: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class DialogReading:
    """One reading of a dialog: a fact, written before anybody judges it.

    `asked` is what an operator has asked for; without it, the reading itself shows something (a tag, a `/bug` note, an
    answer to a question). `state` is None when the dialog can't be read: `why` then says the reason.
    """

    dialog: Dialog
    state: DialogState | None = None
    asked: Escalation | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class DialogLink:
    """Which case a dialog was handed over to, and the report that stands for its person.

    `heard_until` is the time, by the chat's own clock, of the last message that was read then.
    """

    dialog: Dialog
    case_id: str
    report_id: str
    token: str
    by: str
    at: datetime
    heard_until: datetime | None = None

    def is_new(self, line: DialogLine) -> bool:
        """Whether the line was written after the dialog was handed over."""
        return line.at > (self.heard_until or self.at)
