"""The support chat in memory: it keeps the contract that `tests/contracts` holds Carrot quest's adapter to as well."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from chalicelib.errors import Permanent, Rejected
from chalicelib.model.dialog import Dialog, DialogLine, DialogState
from chalicelib.model.person import Person, Place
from chalicelib.ports import ChatDesk
from tests.fakes import BEGINNING, Scripted

Who = Literal["person", "operator", "note"]

ANN = Person("user:customer-ann", "Ann", "ann@example.com", "en")
US = ("139600", "Wilco")
OPERATORS = {"139584": "Daria Belova", "139591": "Erin Walsh", "139592": "Mikhail Orlov", "139593": "Priya Nair"}
_LINES = 50
_FIRST_ID = 1_800_000_000_000_000_007  # beyond what a float holds, as Carrot quest's are


@dataclass
class KeptDialog:
    """A dialog of the fake chat."""

    id: str
    person: Person
    page: Place | None
    lines: list[DialogLine] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    assignee: str | None = None
    closed: bool = False
    moved: int = 0

    def texts(self, *who: Who) -> list[str]:
        """What these have said, oldest first."""
        return [line.text for line in self.lines if line.who in who]

    @property
    def notes(self) -> list[str]:
        """What operators alone can read."""
        return self.texts("note")

    @property
    def seen_by_person(self) -> list[str]:
        """What the person can read."""
        return self.texts("person", "operator")


class FakeDesk(Scripted, ChatDesk):
    """A desk. `start`, `say`, `write`, `remark`, `label` and `close` are what people do there."""

    def __init__(self, name: str = "carrot") -> None:
        super().__init__()
        self.name = name
        self.dialogs: dict[str, KeptDialog] = {}
        self._marks: dict[str, str] = {}
        self._ids = 0

    def read(self, dialog_id: str) -> DialogState:
        with self._called("read", writes=False):
            kept = self._kept(dialog_id)
            return DialogState(
                dialog=Dialog(self.name, kept.id),
                person=kept.person,
                lines=tuple(kept.lines[-_LINES:]),
                tags=tuple(kept.tags),
                assignee=kept.assignee,
                page=kept.page,
            )

    def tagged(self, tag: str) -> list[str]:
        with self._called("tagged", writes=False):
            found = [kept for kept in self.dialogs.values() if tag in kept.tags and not kept.closed]
            return [kept.id for kept in sorted(found, key=lambda kept: kept.moved, reverse=True)][:50]

    def note(self, dialog_id: str, text: str, mark: str, *, look_first: bool) -> str:
        with self._called("note"):
            return self._once(dialog_id, "note", text, mark, look_first)

    def reply(self, dialog_id: str, text: str, mark: str, *, look_first: bool) -> str:
        with self._called("reply"):
            return self._once(dialog_id, "operator", text, mark, look_first)

    def tag(self, dialog_id: str, tag: str) -> None:
        with self._called("tag"):
            self.label(dialog_id, tag)

    def assign(self, dialog_id: str, operator: str) -> None:
        with self._called("assign"):
            kept = self._kept(dialog_id)
            if operator not in {US[0], *OPERATORS}:
                raise Permanent("assign: no such operator")
            kept.assignee = operator

    def start(self, text: str, person: Person = ANN, page: Place | None = None) -> str:
        """The person begins a dialog; returns its id."""
        kept = KeptDialog(self._next_id(), person, page)
        self.dialogs[kept.id] = kept
        self.say(kept.id, text)
        return kept.id

    def say(self, dialog_id: str, text: str) -> str:
        """The person writes; a dialog that was closed is open again."""
        kept = self._kept(dialog_id)
        kept.closed = False
        return self._add(kept, "person", text, kept.person.name)

    def write(self, dialog_id: str, text: str, by: str = "Daria Belova") -> str:
        """An operator writes to the person."""
        return self._add(self._kept(dialog_id), "operator", text, by)

    def remark(self, dialog_id: str, text: str, by: str = "Daria Belova") -> str:
        """An operator writes a note."""
        return self._add(self._kept(dialog_id), "note", text, by)

    def label(self, dialog_id: str, *tags: str) -> None:
        """Somebody puts tags on the dialog."""
        kept = self._kept(dialog_id)
        for tag in tags:
            if not tag.strip() or "," in tag:
                raise Rejected("tag: some text without a comma")
            if tag not in kept.tags:
                kept.tags.append(tag)
                kept.moved = self._tick()

    def close(self, dialog_id: str) -> None:
        """An operator closes the dialog."""
        self._kept(dialog_id).closed = True

    def written(self, dialog_id: str) -> Sequence[DialogLine]:
        """What Wilco has written there, notes and replies."""
        return [line for line in self._kept(dialog_id).lines if line.ours]

    def _once(self, dialog_id: str, who: Who, text: str, mark: str, look_first: bool) -> str:
        kept = self._kept(dialog_id)
        if look_first and mark in self._marks:
            return self._marks[mark]
        if not text.strip():
            raise Rejected(f"{who}: no text")
        self._marks[mark] = self._add(kept, who, text, US[1], ours=True)
        return self._marks[mark]

    def _add(self, kept: KeptDialog, who: Who, text: str, name: str | None, *, ours: bool = False) -> str:
        line = DialogLine(self._next_id(), who, text, self._now(), name, ours)
        kept.lines.append(line)
        kept.moved = self._ids
        return line.id

    def _kept(self, dialog_id: str) -> KeptDialog:
        if dialog_id not in self.dialogs:
            raise Permanent("the dialog is gone or hidden")
        return self.dialogs[dialog_id]

    def _tick(self) -> int:
        self._ids += 1
        return self._ids

    def _next_id(self) -> str:
        return str(_FIRST_ID + 1000 * self._tick())

    def _now(self) -> datetime:
        return BEGINNING + timedelta(seconds=self._ids)
