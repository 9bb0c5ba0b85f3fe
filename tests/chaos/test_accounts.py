"""The accounts see what is wrong: each kind of mistake, made in evidence that is otherwise as promised."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from chalicelib.model.case import Case, Follower, Issue, Step
from chalicelib.model.dialog import Dialog
from chalicelib.model.dialog_acts import NoteDialog
from chalicelib.model.orders import CommentIssue, Destination, Notice, NoticeKind, Order, Tell, TellFollowers
from chalicelib.model.status import Status
from chaos.accounts import findings
from chaos.evidence import Evidence
from chaos.plan import Click
from chaos.reporters import Accepted
from chaos.ses import Letter
from chaos.table import Book, Line
from tests.builders import NOW, a_case, a_follower, a_report
from tour.world import Json

CLICK = Click(1, 1, 1, True, "en", "", False)
LATER = NOW + timedelta(minutes=1)
TAKEN = replace(
    a_case(), status=Status.TAKEN, affected=1, issue=Issue("10001", "SHOP-1"),
    history=(Step(NOW, Status.RECEIVED), Step(LATER, Status.TAKEN)),
)  # fmt: skip
ANN = replace(a_follower(), case_id=TAKEN.id, email="person-1@example.com", joined_at=NOW)


def tell(order_id: str, kind: NoticeKind, at: datetime, state: str = "done", follower: Follower = ANN) -> Line:
    act = Tell(follower, Notice(kind, at))
    return Line(Order(order_id, TAKEN.id, Destination.MAIL, f"{TAKEN.id}:{follower.id}", act), state, "")


RECEIVED = tell(f"received:{ANN.id}", "received", NOW)
NEWS = tell(f"mail:v2:told:{ANN.id}", "taken", LATER)
TOLD = Line(
    Order("fan_out:v2:told", TAKEN.id, Destination.FAN_OUT, TAKEN.id, TellFollowers(Notice("taken", LATER))), "done", ""
)
SAID = Line(Order("jira:note:1", TAKEN.id, Destination.JIRA, TAKEN.id, CommentIssue("reporter_note", "x")), "done", "")


ELIF = replace(ANN, id="dialog:carrot:17", email="", dialog=Dialog("carrot", "17"), reply=True)
NOTED = Line(
    Order("chat:linked:r2", TAKEN.id, Destination.CHAT, "carrot:17", NoteDialog(ELIF, "linked")), "done", "1795"
)
PART = {"external_id": f"wilco:{NOTED.order.mark}"}


def letter(line: Line, to: str = ANN.email) -> Letter:
    act = line.order.act
    assert isinstance(act, Tell)
    return Letter(0.0, to, act.notice.kind, line.order.mark)


QUESTION = Letter(0.0, "stranger@example.com", "confirm", f"{TAKEN.id}/mail:confirm:r2")


def issue(key: str = "SHOP-1", status: str = "To Do", comments: int = 1, dialog: str = "", links: int = 0) -> Json:
    said = {"id": "1", "body": "x", "properties": [{"key": "wilco", "value": {"order": SAID.order.mark}}]}
    fields = {"labels": ["wilco", f"wilco-{TAKEN.id}"], "status": {"name": status}}
    return {
        "key": key,
        "fields": fields,
        "remote_links": [{"globalId": f"wilco:dialog:carrot:{dialog}"}] * links,
        "comments": [said] * comments,
    }


def posted(mark: str) -> Json:
    return {"ts": "1.1", "metadata": {"event_payload": {"order": mark}}}


PARENT = posted(f"{TAKEN.id}/slack:shown")


def book(*lines: Line, case: Case = TAKEN) -> Book:
    report = replace(a_report(), id="r1", case_id=case.id)
    return Book({case.id: case}, {"r1": report}, (ANN,), {case.id: 1}, lines)


AS_PROMISED = Evidence(
    book(RECEIVED, TOLD, NEWS, SAID), (Accepted(CLICK, "r1", "", 0.0),), (letter(RECEIVED), letter(NEWS)),
    [issue()], [PARENT],
)  # fmt: skip


def found(evidence: Evidence) -> list[str]:
    return sorted({finding.promise for finding in findings(evidence)})


def test_nothing_is_found_where_all_is_as_promised() -> None:
    assert list(findings(AS_PROMISED)) == []


MISTAKES: Mapping[str, tuple[Evidence, str]] = {
    "no row": (replace(AS_PROMISED, book=replace(AS_PROMISED.book, reports={})), "lost"),
    "not counted": (
        replace(AS_PROMISED, book=book(RECEIVED, TOLD, NEWS, SAID, case=replace(TAKEN, affected=2))), "lost",
    ),
    "no issue": (replace(AS_PROMISED, issues=[]), "lost"),
    "two issues": (replace(AS_PROMISED, issues=[issue(), issue("SHOP-2")]), "duplicate issue"),
    "no message": (replace(AS_PROMISED, messages=[]), "lost"),
    "two messages": (replace(AS_PROMISED, messages=[PARENT, PARENT]), "duplicate message"),
    "another status": (replace(AS_PROMISED, issues=[issue(status="Done")]), "lost"),
    "no comment": (replace(AS_PROMISED, issues=[issue(comments=0)]), "lost"),
    "two comments": (replace(AS_PROMISED, issues=[issue(comments=2)]), "duplicate message"),
    "given up": (replace(AS_PROMISED, book=book(RECEIVED, TOLD, NEWS, replace(SAID, state="failed"))), "lost"),
    "no words": (replace(AS_PROMISED, notes=((TAKEN.id, "never said"),)), "lost"),
    "no receipt": (replace(AS_PROMISED, book=book(TOLD, NEWS, SAID), letters=(letter(NEWS),)), "lost"),
    "no mail": (replace(AS_PROMISED, letters=(letter(RECEIVED),)), "lost"),
    "a step not told": (replace(AS_PROMISED, book=book(RECEIVED, NEWS, SAID)), "lost"),
    "a follower left out": (
        replace(AS_PROMISED, book=book(RECEIVED, TOLD, SAID), letters=(letter(RECEIVED),)), "lost",
    ),
    "a mail twice": (replace(AS_PROMISED, letters=(letter(RECEIVED), letter(NEWS), letter(NEWS))), "duplicate mail"),
    "the receipt last": (replace(AS_PROMISED, letters=(letter(NEWS), letter(RECEIVED))), "out of order"),
    "a stranger is asked twice": (
        replace(AS_PROMISED, letters=(*AS_PROMISED.letters, QUESTION, QUESTION)), "uncalled for",
    ),
    "somebody vouched for is asked": (
        replace(AS_PROMISED, letters=(*AS_PROMISED.letters, replace(QUESTION, to=ANN.email))), "uncalled for",
    ),
    "a dialog not linked": (replace(AS_PROMISED, dialogs=("17",)), "lost"),
    "a dialog linked twice": (
        replace(AS_PROMISED, issues=[issue(dialog="17", links=2)], dialogs=("17",)), "duplicate issue",
    ),
    "a note not written": (
        replace(AS_PROMISED, book=book(RECEIVED, TOLD, NEWS, SAID, NOTED), parts=()), "lost",
    ),
    "a note twice": (
        replace(AS_PROMISED, book=book(RECEIVED, TOLD, NEWS, SAID, NOTED), parts=(PART, PART)), "duplicate message",
    ),
    "a stranger": (
        replace(AS_PROMISED, letters=(*AS_PROMISED.letters, letter(NEWS, "stranger@example.com"))), "uncalled for",
    ),
}  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_found(mistake: str) -> None:
    evidence, promise = MISTAKES[mistake]
    assert promise in found(evidence)


def test_a_dialog_that_is_linked_and_noted_once_is_as_promised() -> None:
    evidence = replace(
        AS_PROMISED,
        book=book(RECEIVED, TOLD, NEWS, SAID, NOTED),
        issues=[issue(dialog="17", links=1)],
        dialogs=("17",),
        parts=(PART, {"external_id": None}),
    )
    assert list(findings(evidence)) == []


def test_a_mail_of_which_nobody_knows_is_a_gap_that_was_told() -> None:
    unknown = replace(NEWS, state="unknown")
    evidence = replace(AS_PROMISED, book=book(RECEIVED, TOLD, unknown, SAID), letters=(letter(RECEIVED),))
    assert found(evidence) == ["gap"]
    assert evidence.unknown == [unknown]


def test_news_that_was_overtaken_is_not_lost() -> None:
    overtaken = replace(NEWS, outcome="overtaken by newer news")
    evidence = replace(AS_PROMISED, book=book(RECEIVED, TOLD, overtaken, SAID), letters=(letter(RECEIVED),))
    assert found(evidence) == []
