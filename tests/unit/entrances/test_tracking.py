"""The tracking link: whoever has it sees the report, adds to it, and learns nothing about others."""

import json
from dataclasses import replace
from urllib.parse import urlencode

import pytest

from chalicelib.entrances.http_reports import accept
from chalicelib.model.report import Report
from chalicelib.store.orders import ledger
from tests.builders import NOW, a_report
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


def test_it_answers(api: Api) -> None:
    assert json.loads(api.get("/v1/health").body) == {"status": "ok"}


def test_the_openapi_document_is_the_one_in_the_docs(api: Api) -> None:
    from tests.rules.code import ROOT

    kept = json.loads((ROOT / "docs" / "openapi.json").read_text(encoding="utf-8"))
    assert json.loads(api.get("/v1/openapi.json").body) == kept, "write docs/openapi.json again"
