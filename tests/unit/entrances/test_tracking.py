"""The tracking link: whoever has it sees the report, adds to it, and learns nothing about others."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from chalice.test import HTTPResponse

from chalicelib.decisions.expiry import AFTER_THE_END, AFTER_THE_REPORT
from chalicelib.decisions.intake import follower_of
from chalicelib.decisions.moving import moved
from chalicelib.entrances.http_reports import accept
from chalicelib.model.case import Follower
from chalicelib.model.decision import CaseMoved, Decision
from chalicelib.model.report import Report
from chalicelib.model.status import Status
from chalicelib.store.cases import get_case
from chalicelib.store.commit import commit
from chalicelib.store.followers import get_follower
from chalicelib.store.orders import ledger
from tests.builders import ANONYMOUS, NOW, a_report
from tests.unit.entrances.conftest import Api

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture
def report(api: Api) -> Report:
    return accept(a_report(), None, NOW)


def link(report: Report) -> str:
    return f"{report.id}.{report.token}"


def note(api: Api, report: Report, words: str) -> tuple[int, str]:
    answer = api.post(f"/t/{link(report)}", urlencode({"note": words}).encode(), FORM)
    return answer.status_code, answer.body.decode()


def notes(report: Report) -> list[str]:
    return [name for name in ledger(report.case_id) if ":note:" in name]


def test_the_page(api: Api, report: Report) -> None:
    answer = api.get(f"/t/{link(report)}")
    assert answer.status_code == 200
    assert "<html" in answer.body.decode()
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_the_same_as_json(api: Api, report: Report) -> None:
    answer = api.get(f"/v1/reports/{link(report)}")
    assert json.loads(answer.body) == {
        "report_id": report.id,
        "status": "received",
        "received_at": "2026-11-21T12:00:00Z",
        "since": "2026-11-21T12:00:00Z",
        "queued": False,
    }


@pytest.mark.parametrize(
    "reference",
    [
        "report-0001",
        "report-0001.",
        "report-0001.secret-0002",
        "report-0001.secret-0001x",
        "report-0001.SECRET-0001",
        "report-0002.secret-0001",
        ".secret-0001",
        ".",
        "none",
        "report-0001.%C3%BC",
        "x" * 3000,
    ],
)
def test_a_wrong_link_says_the_same_whatever_is_wrong(api: Api, report: Report, reference: str) -> None:
    page, state = api.get(f"/t/{reference}"), api.get(f"/v1/reports/{reference}")
    assert (page.status_code, state.status_code) == (404, 404)
    assert page.body == api.get("/t/none.none").body
    assert state.headers["Content-Type"] == "application/problem+json"
    assert state.body == api.get("/v1/reports/none.none").body


def test_a_note_reaches_the_engineers_and_once(api: Api, report: Report) -> None:
    assert note(api, report, "It is back")[0] == 200
    assert note(api, report, "It is back")[0] == 200
    assert len(notes(report)) == 2, "one comment in Jira, one line in the thread"
    note(api, report, "And again")
    assert len(notes(report)) == 4


def test_a_browsers_line_ends_are_the_same_words(api: Api, report: Report) -> None:
    note(api, report, "one\r\ntwo")
    note(api, report, "one\ntwo")
    assert len(notes(report)) == 2


@pytest.mark.parametrize("words", ["", " \r\n ", "x" * 2001])
def test_what_is_no_note_is_told_and_not_kept(api: Api, report: Report, words: str) -> None:
    status, page = note(api, report, words)
    assert status == 200
    assert "<html" in page
    assert notes(report) == []


@pytest.mark.parametrize("raw", [b"", b"note", b"\xff\xfe", b"note=%FF%FE", b"other=1"])
def test_no_form_surprises_us(api: Api, report: Report, raw: bytes) -> None:
    assert api.post(f"/t/{link(report)}", raw, FORM).status_code == 200


def test_nobody_notes_on_somebody_elses_report(api: Api, report: Report) -> None:
    other = replace(report, token="guessed")
    assert note(api, other, "Hello")[0] == 404
    assert notes(report) == []


def as_json(api: Api, report: Report, words: object) -> HTTPResponse:
    return api.post(f"/v1/reports/{link(report)}/notes", {"text": words})


def test_a_note_as_json_is_the_same_note(api: Api, report: Report) -> None:
    answer = as_json(api, report, "  one\r\ntwo ")
    assert (answer.status_code, json.loads(answer.body)) == (202, {})
    note(api, report, "one\ntwo")
    assert len(notes(report)) == 2


@pytest.mark.parametrize("words", ["", " \r\n ", "x" * 2001, None, 7])
def test_what_is_no_note_is_refused(api: Api, report: Report, problem: Any, words: object) -> None:
    said = problem(as_json(api, report, words), 422)
    assert [error["field"] for error in said["errors"]] == ["text"]
    assert notes(report) == []


def test_nobody_notes_on_somebody_elses_report_as_json(api: Api, report: Report, problem: Any) -> None:
    problem(as_json(api, replace(report, token="guessed"), "Hello"), 404)


def person_of(report: Report) -> Follower:
    vouched = follower_of(report, report.case_id)
    assert vouched is not None
    found = get_follower(report.case_id, vouched.id)
    assert found is not None
    return found


ONE_CLICK = [
    (b"List-Unsubscribe=One-Click", FORM),
    (b"", FORM),
    (
        b'--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n',
        {"Content-Type": "multipart/form-data; boundary=x"},
    ),
]


@pytest.mark.parametrize(("body", "headers"), ONE_CLICK)
def test_one_post_stops_the_mails_and_another_starts_them(
    api: Api, report: Report, body: bytes, headers: dict[str, str]
) -> None:
    for _ in range(2):
        answer = api.post(f"/t/{link(report)}/stop", body, headers)
        assert answer.status_code == 200, "RFC 8058: no redirect, no second step"
        assert person_of(report).stopped_at is not None
    assert f"/t/{link(report)}/start" in api.get(f"/t/{link(report)}").body.decode()
    for _ in range(2):
        assert api.post(f"/t/{link(report)}/start", b"", FORM).status_code == 200
        assert person_of(report).stopped_at is None


def test_opening_the_stop_link_stops_nothing(api: Api, report: Report) -> None:
    answer = api.get(f"/t/{link(report)}/stop")
    assert answer.status_code == 200
    assert f'action="https://wilco.example/t/{link(report)}/stop' in answer.body.decode()
    assert person_of(report).stopped_at is None


@pytest.mark.parametrize("path", ["stop", "start"])
def test_who_has_no_mail_has_none_to_stop(api: Api, path: str) -> None:
    report = accept(a_report(person=ANONYMOUS), None, NOW)
    answer = api.post(f"/t/{link(report)}/{path}", b"", FORM)
    assert answer.status_code == 200
    assert 'class="flash' not in answer.body.decode()
    assert api.post(f"/t/{report.id}.guessed/{path}", b"", FORM).status_code == 404


def long_closed(report: Report) -> None:
    case = get_case(report.case_id)
    assert case is not None
    closed = moved(case, Status.RESOLVED, NOW - AFTER_THE_END - timedelta(days=300))
    commit(Decision("closed", (CaseMoved(closed),)), NOW)


def test_a_link_that_has_ended_says_so(api: Api, problem: Any) -> None:
    report = accept(a_report(received_at=NOW - AFTER_THE_REPORT - timedelta(days=300)), None, NOW)
    assert api.get(f"/t/{link(report)}").status_code == 200, "the case is open"
    long_closed(report)
    for answer in (api.get(f"/t/{link(report)}"), api.get(f"/t/{link(report)}/stop")):
        assert answer.status_code == 410
        assert "This link has ended" in answer.body.decode()
    assert note(api, report, "Hello")[0] == 410
    problem(api.get(f"/v1/reports/{link(report)}"), 410)
    problem(as_json(api, report, "Hello"), 410)
    assert notes(report) == []
    api.post(f"/t/{link(report)}/stop", b"List-Unsubscribe=One-Click", FORM)
    assert person_of(report).stopped_at is not None, "a mail that still comes can still be stopped"


def test_it_answers(api: Api) -> None:
    assert json.loads(api.get("/v1/health").body) == {"status": "ok"}


def test_the_openapi_document_is_the_one_in_the_docs(api: Api) -> None:
    from tests.rules.code import ROOT

    kept = json.loads((ROOT / "docs" / "openapi.json").read_text(encoding="utf-8"))
    assert json.loads(api.get("/v1/openapi.json").body) == kept, "write docs/openapi.json again"
