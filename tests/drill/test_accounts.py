"""The accounts of the drill see what is wrong: each kind of mistake, in evidence that is otherwise as promised."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from chalicelib.model.case import Case
from chalicelib.model.orders import Destination, Order, ShowCase
from chalicelib.model.outage import Outage, Update
from chaos.sending import Sent as Taken
from chaos.ses import Letter
from chaos.table import Book, Line
from drill.accounts import findings, told_at_once
from drill.crowd import Reported
from drill.duty import Sent
from drill.evidence import Evidence
from drill.machine import Vendors
from drill.plan import AREA, Click, Phase, Reporter
from drill.story import Told
from tests.builders import a_case
from tour.world import Json

DECLARED = Sent(100.0, 101.0, 0)
UPDATE = Told(2, Sent(200.0, 202.0, 1), 210.0)
ANN, BEN, CLEO = Reporter(1, "en", True), Reporter(2, "en", False), Reporter(3, "ru", True)
OUTAGE = replace(
    a_case(), id="outage-abc-1", area=AREA, opened_at=datetime.fromtimestamp(101, UTC),
    outage=Outage((AREA,), (Update(1, datetime.fromtimestamp(101, UTC), "Erin", "investigating", {"en": "Hm."}),)),
)  # fmt: skip
EARLIER = replace(a_case(), area=AREA, opened_at=datetime.fromtimestamp(50, UTC))
COMMENT, LINE = f"{OUTAGE.id}/jira:update:2:comment", f"{OUTAGE.id}/slack:update:2:said"


def reported(by: Reporter, at: float, phase: Phase = "surge", area: str = AREA, **receipt: str) -> Reported:
    click = Click(by.number, by, phase, area, "wrong-value", "shop/orders/1")
    return Reported(click, Taken(dict(receipt), at, at + 0.1, 1, 0.1))


def letter(by: Reporter, number: int, at: float = 150.0) -> Letter:
    order = f"outage-abc-1~03/mail:outage-abc-1:update:{number}:told:f1" if number else "outage-abc-1~03/outage:f1"
    return Letter(at, by.email, "update" if number else "outage", order)


def issue(case: Case, *comments: str) -> Json:
    said = [{"properties": [{"value": {"order": mark}}]} for mark in comments]
    return {"fields": {"labels": ["wilco", f"wilco-{case.id}"]}, "comments": said}


def posted(mark: str) -> Json:
    return {"metadata": {"event_payload": {"order": mark}}}


def done(state: str = "done") -> Line:
    return Line(Order("slack:shown", OUTAGE.id, Destination.SLACK, OUTAGE.id, ShowCase()), state, "")


def book(*cases: Case, people: int = 2, state: str = "done") -> Book:
    return Book({case.id: case for case in cases}, {}, (), Counter({f"{OUTAGE.id}~03": people}), (done(state),))


AS_PROMISED = Evidence(
    reported=(reported(ANN, 150.0), reported(BEN, 160.0), reported(CLEO, 20.0, "calm", "orders")),
    letters=(letter(ANN, 0), letter(ANN, 2, 205.0), Letter(21.0, CLEO.email, "received", "case-1/received:f3")),
    declared=DECLARED,
    updates=(UPDATE,),
    issues=[issue(OUTAGE, COMMENT), issue(EARLIER)],
    messages=[posted(LINE)],
    book=book(OUTAGE, EARLIER),
    vendors={"surge began": Vendors(10, 10, 100.0), "over ended": Vendors(20, 30, 300.0)},
)


def found(evidence: Evidence) -> list[str]:
    return sorted(finding.promise for finding in findings(evidence))


def test_what_is_as_promised() -> None:
    assert found(AS_PROMISED) == []


LATE = replace(OUTAGE, id="late-1", outage=None, opened_at=datetime.fromtimestamp(150, UTC))


@pytest.mark.parametrize(
    ("evidence", "promise"),
    [
        (replace(AS_PROMISED, letters=AS_PROMISED.letters[1:]), "gap"),
        (replace(AS_PROMISED, letters=(AS_PROMISED.letters[0], AS_PROMISED.letters[2])), "gap"),
        (replace(AS_PROMISED, letters=(*AS_PROMISED.letters, letter(ANN, 2))), "duplicate mail"),
        (replace(AS_PROMISED, letters=(*AS_PROMISED.letters, letter(ANN, 0))), "duplicate mail"),
        (replace(AS_PROMISED, letters=AS_PROMISED.letters[::-1]), "out of order"),
        (replace(AS_PROMISED, letters=(*AS_PROMISED.letters, letter(BEN, 0))), "uncalled for"),
        (replace(AS_PROMISED, letters=(*AS_PROMISED.letters, letter(CLEO, 2))), "uncalled for"),
        (replace(AS_PROMISED, letters=(*AS_PROMISED.letters, Letter(1, ANN.email, "confirm", "x"))), "uncalled for"),
        (replace(AS_PROMISED, book=book(OUTAGE, EARLIER, people=1)), "lost"),
        (replace(AS_PROMISED, book=book(OUTAGE, EARLIER, state="failed")), "lost"),
        (replace(AS_PROMISED, issues=[*AS_PROMISED.issues, issue(OUTAGE)]), "duplicate issue"),
        (replace(AS_PROMISED, issues=[*AS_PROMISED.issues, issue(LATE)], book=book(OUTAGE, EARLIER, LATE)),
         "duplicate issue"),
        (replace(AS_PROMISED, messages=[]), "lost"),
        (replace(AS_PROMISED, messages=[posted(LINE), posted(LINE)]), "duplicate message"),
        (replace(AS_PROMISED, vendors={**AS_PROMISED.vendors, "over ended": Vendors(20, 3_000, 300.0)}), "load"),
    ],
)  # fmt: skip
def test_what_is_not(evidence: Evidence, promise: str) -> None:
    assert set(found(evidence)) == {promise}


def test_who_reports_just_while_an_update_is_sent_has_it_or_is_answered_with_it() -> None:
    at_once = replace(AS_PROMISED, reported=(reported(ANN, 201.0), *AS_PROMISED.reported[1:]))
    assert found(at_once) == []
    assert found(replace(at_once, letters=(at_once.letters[0], at_once.letters[2]))) == []


def test_whose_acknowledgement_left_after_an_update_knows_of_it() -> None:
    late = (letter(ANN, 0, 203.0), AS_PROMISED.letters[2])
    assert found(replace(AS_PROMISED, letters=late)) == []


def test_who_reports_after_an_update_is_answered_with_it_and_not_mailed_it() -> None:
    after = replace(AS_PROMISED, reported=(reported(ANN, 203.0), *AS_PROMISED.reported[1:]))
    assert found(after) == ["uncalled for"]
    assert found(replace(after, letters=(after.letters[0], after.letters[2]))) == []


def test_an_unknown_mail_is_counted_and_no_finding_by_itself() -> None:
    assert found(replace(AS_PROMISED, book=book(OUTAGE, EARLIER, state="unknown"))) == []
    assert replace(AS_PROMISED, book=book(OUTAGE, EARLIER, state="unknown")).unknown == 1


def test_receipts_say_at_once_that_there_is_an_outage() -> None:
    told = (reported(ANN, 150.0, outage="known"), reported(BEN, 150.0), reported(CLEO, 101.0))
    assert told_at_once(replace(AS_PROMISED, reported=told)) == (1, 2), "the last came before everybody knew"
