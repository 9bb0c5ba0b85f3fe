"""The engineers, and the reporters who answer: what they do about a case once it has an issue and a thread."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

import httpx

from chalicelib.model.case import Case
from chalicelib.model.status import Status
from chaos.plan import Deed
from chaos.reporters import Crowd, case_id
from chaos.stack import UNREACHABLE
from chaos.table import Table
from tour.world import World

# What a card's status may mean for its case: a case knows more than a card (taken, reopened).
AGREES: dict[str, frozenset[Status]] = {
    "To Do": frozenset({Status.RECEIVED, Status.TAKEN, Status.REOPENED}),
    "In Progress": frozenset({Status.IN_PROGRESS, Status.TAKEN, Status.REOPENED}),
    "In Review": frozenset({Status.IN_PROGRESS, Status.TAKEN, Status.REOPENED}),
    "Done": frozenset({Status.RESOLVED}),
    "Won't Do": frozenset({Status.DECLINED}),
}


class _NotYet(Exception):
    """It has to be done again: something that it needs is not there, or does not answer."""


@dataclass
class Team:
    """Does deeds. `notes` and `questions` are the words that were taken, with the case that they are about.

    `moved` says when each problem's card was moved last, `dialogs` are those that were handed over.
    """

    world: World
    table: Table
    crowd: Crowd
    notes: list[tuple[str, str]] = field(default_factory=list)
    questions: list[tuple[str, str]] = field(default_factory=list)
    moved: dict[int, datetime] = field(default_factory=dict)
    dialogs: list[str] = field(default_factory=list)
    done: int = 0

    def do(self, deed: Deed) -> bool:
        """Do it, if it can be done now."""
        try:
            case = self.table.case(case_id(deed.problem))
            if case is None or case.issue is None or case.thread is None:
                return False
            if deed.heard and not self._heard(deed.problem, case):
                return False
            began = datetime.now(UTC)
            self._act(deed, case, case.issue.key, case.thread.ts)
        except httpx.HTTPStatusError as refused:  # the card stands there already
            if refused.response.status_code != 400:
                return False
        except (_NotYet, *UNREACHABLE):
            return False
        else:
            if deed.act == "move":
                self.moved[deed.problem] = began
        self.done += 1
        return True

    def untold(self) -> list[str]:
        """The cards that stand elsewhere than their case, because Jira never said so: Wilco has to ask by itself."""
        cases = {case.issue.key: case for case in self.table.cases() if case.issue}
        return [
            issue["key"]
            for issue in self.world.issues()
            if (case := cases.get(issue["key"])) and case.status not in AGREES[issue["fields"]["status"]["name"]]
        ]

    def _heard(self, problem: int, case: Case) -> bool:
        """Whether Wilco knows of the card's last move, or of something newer."""
        moved = self.moved.get(problem)
        return moved is None or (case.seen_at is not None and case.seen_at >= moved)

    def _act(self, deed: Deed, case: Case, key: str, ts: str) -> None:
        match deed.act:
            case "take" | "not_a_bug":
                self._press(ts, deed.act, deed.by)
            case "assign":
                self.world.assign(key, deed.what, deed.by)
            case "move":
                self.world.move(key, deed.what, deed.by)
            case "answer":
                self.world.comment(key, f"[public] {deed.what}", deed.by)
            case "talk":
                self.world.comment(key, deed.what, deed.by)
            case "note":
                self._note(deed, case)
            case "ask":
                self._ask(deed, case, ts)
            case "escalate":
                self._escalate(deed, key)

    def _press(self, ts: str, action: str, by: str) -> None:
        answer = self.world.press(ts, action, f"U0{by.upper()}")
        if answer["status"] != 200:
            raise _NotYet

    def _ask(self, deed: Deed, case: Case, ts: str) -> None:
        if case.status.closed:
            return
        self._press(ts, "ask", deed.by)
        answer = self.world.fill_in({"question": {"text": deed.what}}, f"U0{deed.by.upper()}")
        if answer["status"] != 200:
            raise _NotYet
        self.questions.append((case.id, deed.what))

    def _escalate(self, deed: Deed, key: str) -> None:
        """A note that names the issue, and the tag: no webhook tells of them, and that of the reply may never come."""
        dialog = self.world.start_dialog("elif", deed.what)
        self.world.note_in_dialog(dialog, f"/bug {key} {deed.what}", deed.by)
        self.world.tag_dialog(dialog, "bug", deed.by)
        self.dialogs.append(dialog)
        self.world.reply_in_dialog(dialog, "Our engineers look into it.", deed.by)

    def _note(self, deed: Deed, case: Case) -> None:
        reports = self.crowd.of_problem(deed.problem)
        if not reports:
            raise _NotYet
        self.world.note(reports[0].tracking_url, deed.what)
        self.notes.append((case.id, deed.what))
