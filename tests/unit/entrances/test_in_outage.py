"""What the API says of an outage: before anybody reports, on the receipt, on the report's page, and after its end."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest

from chalicelib.decisions.outages import Draft
from chalicelib.entrances import outages
from chalicelib.model.case import Case
from chalicelib.model.outage import Stage
from chalicelib.observe import now
from chalicelib.store import open_cases
from chalicelib.store.cases import get_case
from chalicelib.store.orders import ledger
from chalicelib.store.outages import still_there
from chalicelib.store.tables import connection
from tests.events import host_token
from tests.unit.entrances.conftest import Api
from tests.unit.entrances.test_http_reports import a_body
from tests.unit.entrances.test_known import Problem, ask

KNOWN = {"en": "Prices show 0.00.", "ru": "Цены показываются как 0,00."}
NEXT = datetime(2099, 1, 1, 12, tzinfo=now().tzinfo)
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def declared(texts: dict[str, str] = KNOWN, next_by: datetime | None = NEXT) -> Case:
    return outages.declare("shop", ("prices",), Draft("form-1", texts, next_by=next_by), (), "Erin", now())


def written(case: Case, form: str, stage: Stage = "identified", text: str = "Found.") -> Case:
    outages.update(case.id, Draft(form, {"en": text}, stage), "Erin", now())
    open_cases._seen.clear()
    return get_case(case.id) or case


def ended(case: Case) -> Case:
    return written(case, "form-end", "resolved", "It was a setting.")


def report(api: Api, number: int = 1, person: str = "", **given: Any) -> Any:
    vouched = {"identity": host_token({"sub": person, "jti": f"t-{number}"})} if person else {}
    answer = api.post("/v1/reports", a_body(key=f"click-{number:04}", **vouched, **given))
    assert answer.status_code == 202, answer.body
    return json.loads(answer.body)


def page(api: Api, receipt: Any, language: str = "en") -> str:
    return str(api.get(f"/t/{receipt['reference']}?lang={language}").body.decode())


def say_same(api: Api, receipt: Any) -> Any:
    return api.post(f"/v1/reports/{receipt['reference']}/same", {})


def test_it_is_known_before_anybody_reports_in_each_language(api: Api) -> None:
    case = declared()
    told = json.loads(ask(api, area="prices").body)["outage"]
    assert told == {
        "reference": case.id,
        "stage": "investigating",
        "since": case.opened_at.isoformat().replace("+00:00", "Z"),
        "next_by": "2099-01-01T12:00:00Z",
        "texts": KNOWN,
        "status_pages": {
            "en": "https://status.example/shop/en/index.html",
            "ru": "https://status.example/shop/ru/index.html",
        },
    }
    assert json.loads(ask(api, area="orders").body)["outage"] is None
    open_cases._seen.clear()
    ended(case)
    assert json.loads(ask(api, area="prices").body)["outage"] is None


def test_what_is_not_translated_says_so(api: Api) -> None:
    declared({"en": KNOWN["en"]})
    texts = json.loads(ask(api, area="prices").body)["outage"]["texts"]
    assert texts == {"en": KNOWN["en"], "ru": f"(По-английски: перевода пока нет.)\n\n{KNOWN['en']}"}


@pytest.mark.parametrize(
    ("locale", "first", "text"),
    [
        ("en", "We know about this problem. The tracking page shows every update.", KNOWN["en"]),
        ("ru-RU", "Мы знаем об этой проблеме. Все новости будут на странице обращения.", KNOWN["ru"]),
    ],
)
def test_the_receipt_says_what_is_known(api: Api, locale: str, first: str, text: str) -> None:
    case = declared()
    for _ in range(2):  # the same click again is told the same
        receipt = report(api, client={"locale": locale})
        assert receipt["outage"]["reference"] == case.id
        assert (receipt["outage"]["stage"], receipt["outage"]["text"]) == ("investigating", text)
        assert receipt["outage"]["status_page"].startswith("https://status.example/shop/")
        assert receipt["outage"]["next_by"] == "2099-01-01T12:00:00Z"
        assert receipt["message"].startswith(f"{first}\n\n{text}\n\n")
        assert receipt["ended"] is None


@pytest.mark.parametrize(
    ("zone", "moment"),
    [
        ("Europe/Berlin", "Thursday, 1 January, 13:00 (Europe/Berlin)"),
        ("../../etc/passwd", "Thursday, 1 January, 12:00 (UTC)"),
    ],
)
def test_the_next_update_is_told_by_the_persons_own_clock(api: Api, zone: str, moment: str) -> None:
    declared()
    message = report(api, client={"time_zone": zone})["message"]
    assert message.endswith(f"You hear from us again no later than {moment}.")


def test_who_is_vouched_for_reads_that_mail_comes_and_no_promise_that_is_past(api: Api) -> None:
    declared(next_by=now() - timedelta(minutes=1))
    receipt = report(api, person="u-1")
    assert receipt["message"] == (
        f"We know about this problem, and write to you with every update until it is solved.\n\n{KNOWN['en']}"
    )


def test_a_report_of_an_outage_costs_no_call_more(api: Api) -> None:
    declared()
    report(api)
    calls: list[str] = []
    events: Any = connection().client.meta.events
    events.register("before-call.dynamodb", lambda model, **_: calls.append(model.name), unique_id="counted")
    try:
        assert report(api, 2)["outage"]
    finally:
        events.unregister("before-call.dynamodb", unique_id="counted")
    assert calls == ["TransactWriteItems"]


def test_other_areas_are_told_nothing(api: Api) -> None:
    declared()
    receipt = report(api, trigger={"area": "orders", "kind": "wrong-value"})
    assert (receipt["outage"], receipt["ended"]) == (None, None)
    assert receipt["message"] == "Thank you! The tracking page shows what happens next."


def test_the_page_shows_the_updates_newest_first(api: Api) -> None:
    case = declared()
    receipt = report(api)
    shown = page(api, receipt)
    for words in (
        "We know about this problem",
        KNOWN["en"],
        "Investigating",
        "The next update comes by 1 January 2099",
    ):
        assert words in shown
    assert "What we wrote before" not in shown
    assert "Wrong value" in shown, "what the person has reported, and not that it is an outage"
    written(case, "form-2", text="Found <b>it</b>.")
    shown = page(api, receipt)
    assert shown.index("Found &lt;b&gt;it&lt;/b&gt;.") < shown.index("What we wrote before") < shown.index(KNOWN["en"])
    ended(case)
    shown = page(api, receipt)
    assert "The problem is solved" in shown
    assert shown.index("It was a setting.") < shown.index("Found &lt;b&gt;") < shown.index(KNOWN["en"])
    assert "Всё снова работает" in page(api, receipt, "ru")


def test_the_page_says_that_an_update_is_late(api: Api) -> None:
    declared(next_by=now() - timedelta(minutes=1))
    assert "It is late, and we are sorry." in page(api, report(api))


def test_after_the_end_people_are_asked_and_the_team_hears_how_many(api: Api) -> None:
    case = ended(declared())
    receipts = [report(api, number, f"u-{number}") for number in range(1, 5)]
    ended_at = case.outage.ended_at if case.outage else None
    assert ended_at
    for receipt in receipts:
        assert receipt["outage"] is None
        assert receipt["ended"] == {
            "reference": case.id,
            "ended_at": ended_at.isoformat().replace("+00:00", "Z"),
        }
        for _ in range(2):
            answer = say_same(api, receipt)
            assert answer.status_code == 202
            assert json.loads(answer.body) == {"message": "Thank you. The team hears that it is still there."}
    assert still_there(case.id, 2) == 4
    assert [name for name in ledger(case.id) if ":still:" in name] == [f"slack:still:2:{n}" for n in (1, 2, 3)]


def test_a_person_counts_once_however_often_they_report(api: Api) -> None:
    case = ended(declared())
    for number in (1, 2):
        assert say_same(api, report(api, number, "u-1")).status_code == 202
    assert still_there(case.id, 2) == 1


def test_the_page_asks_as_well_and_says_that_it_was_answered(api: Api) -> None:
    case = ended(declared())
    receipt = report(api)
    shown = page(api, receipt)
    assert "Is it the same?" in shown
    assert f'action="https://wilco.example/t/{receipt["reference"]}/same?lang=en"' in shown
    answer = api.post(f"/t/{receipt['reference']}/same", b"", FORM)
    assert "The team hears that it is still there." in answer.body.decode()
    shown = page(api, receipt)
    assert "You have told us that it is still there." in shown
    assert "/same?" not in shown
    assert still_there(case.id, 2) == 1


def test_who_was_not_asked_can_not_answer(api: Api, problem: Problem) -> None:
    plain = report(api, 1)
    open_cases._seen.clear()
    case = declared()
    of_it = report(api, 2)
    ended(case)
    for receipt in (plain, of_it):
        assert "Is it the same?" not in page(api, receipt)
        problem(say_same(api, receipt), 409)
        assert api.post(f"/t/{receipt['reference']}/same", b"", FORM).status_code == 200
    problem(api.post("/v1/reports/none.none/same", {}), 404)
    assert still_there(case.id, 2) == 0


def test_once_it_is_open_again_an_answer_changes_nothing(api: Api) -> None:
    case = ended(declared())
    receipt = report(api)
    outages.reopen(case.id, "Erin", now())
    assert say_same(api, receipt).status_code == 202
    assert still_there(case.id, 2) == 0
    assert "Is it the same?" not in page(api, receipt)


def test_a_day_after_the_end_nobody_is_asked(api: Api) -> None:
    case = ended(declared())
    outages.look_at_outages(now() + timedelta(hours=23))
    open_cases._seen.clear()
    assert report(api, 1)["ended"] is not None
    outages.look_at_outages(now() + timedelta(hours=25))
    open_cases._seen.clear()
    assert report(api, 2)["ended"] is None
    outages.reopen(case.id, "Erin", now())
    open_cases._seen.clear()
    assert report(api, 3)["outage"]["reference"] == case.id
