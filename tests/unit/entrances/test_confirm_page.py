"""The link of a confirmation mail: opening it changes nothing, and what the form says is not believed."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest

from chalicelib.decisions.contact import ask
from chalicelib.entrances.http_reports import accept
from chalicelib.model.case import Follower
from chalicelib.model.report import Report
from chalicelib.observe import now
from chalicelib.store.commit import commit
from chalicelib.store.contacts import waiting
from chalicelib.store.followers import followers
from chalicelib.store.orders import ledger
from tests.builders import ANONYMOUS, NOW, a_report
from tests.unit.entrances.conftest import Api

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
ADDRESS = "anna@example.com"


def waits(number: int, address: str = ADDRESS, code: str = "code-1", days_ago: int = 0) -> Report:
    """A report whose address was asked, or waits with the others."""
    url = f"https://shop.example/{'x' * number}"
    report = accept(a_report(number=number, person=ANONYMOUS, url=url, comment="4111"), None, NOW)
    at = now() - timedelta(days=days_ago)
    first = number == 1
    commit(ask(report, address, code, 300, at, may_mail=first, settled=None), at)
    return report


def answer(api: Api, *reports: str, says: str = "yes", code: str = "code-1") -> str:
    body = urlencode({"answer": says, "report": list(reports)}, doseq=True).encode()
    told = api.post(f"/c/{code}", body, FORM)
    assert told.status_code == 200
    return str(told.body.decode())


def people(report: Report) -> list[Follower]:
    return followers(report.case_id, None, 10)


def test_opening_it_shows_what_waits_and_changes_nothing(api: Api) -> None:
    report = waits(1)
    for _ in range(2):
        page = api.get("/c/code-1")
        assert page.status_code == 200
        assert f'value="{report.id}" checked' in page.body.decode()
        assert "4111" not in page.body.decode()
        assert report.token not in page.body.decode()
    assert page.headers["Cache-Control"] == "no-store"
    assert people(report) == []


def test_the_button_joins_what_is_checked_and_twice_is_once(api: Api) -> None:
    chosen, left_out = waits(1), waits(2)
    for _ in range(2):
        page = answer(api, chosen.id)
        assert "Thank you. From now on we tell you" in page
        assert f"/t/{chosen.reference}" in page
        assert f'value="{left_out.id}" checked' in page
        assert [person.email for person in people(chosen)] == [ADDRESS]
    assert people(left_out) == []
    assert [name for name in ledger(chosen.case_id) if name.startswith("mail")] == [
        name for name in ledger(chosen.case_id) if name.startswith("mail:confirm:")
    ], "no receipt: the page is the receipt"


def test_nobody_confirms_for_another_address(api: Api) -> None:
    waits(1)
    other = waits(2, "boris@example.com")
    assert "Nothing was chosen" in answer(api, other.id)
    assert people(other) == []


@pytest.mark.parametrize("chosen", [(), ("none",), ("", "x" * 3000)])
def test_nothing_chosen_changes_nothing(api: Api, chosen: tuple[str, ...]) -> None:
    report = waits(1)
    assert "Nothing was chosen" in answer(api, *chosen)
    assert people(report) == []


def test_it_was_somebody_else(api: Api) -> None:
    report, other = waits(1), waits(2)
    for _ in range(2):
        assert "Thank you for telling us" in answer(api, report.id, says="not_me")
        assert waiting(ADDRESS, now()) == []
    assert people(report) == people(other) == []
    assert "Nothing was chosen" in answer(api, report.id)


def test_the_page_of_a_followed_report_can_stop_its_mails(api: Api) -> None:
    report = waits(1)
    answer(api, report.id)
    assert f"/t/{report.reference}/stop" in api.get(f"/t/{report.reference}").body.decode()
    api.post(f"/t/{report.reference}/stop", b"", FORM)
    assert people(report)[0].stopped_at is not None


@pytest.mark.parametrize(("code", "status"), [("guessed", 404), ("x" * 3000, 404), ("old-1", 410)])
def test_a_link_that_is_wrong_or_late_says_so(api: Api, code: str, status: int) -> None:
    report = waits(1, code="old-1", days_ago=7)
    for told in (api.get(f"/c/{code}"), api.post(f"/c/{code}", f"answer=yes&report={report.id}".encode(), FORM)):
        assert told.status_code == status
        assert "<html" in told.body.decode()
    assert people(report) == []


@pytest.mark.parametrize("raw", [b"", b"answer", b"\xff\xfe", b"report=%FF%FE&answer=%00"])
def test_no_form_surprises_us(api: Api, raw: bytes) -> None:
    report = waits(1)
    assert api.post("/c/code-1", raw, FORM).status_code == 200
    assert people(report) == []
