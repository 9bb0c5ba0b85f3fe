"""*How did we do?*: opening the link says nothing, the button counts once, and thinking better of it moves it."""

from datetime import timedelta

from chalicelib.decisions.outages import Draft
from chalicelib.entrances import outages
from chalicelib.entrances.http_reports import accept
from chalicelib.observe import now
from chalicelib.store.orders import ledger
from chalicelib.store.outages import ratings
from tests.builders import a_report
from tests.unit.entrances.conftest import Api

WORDS = {"en": "Broken", "ru": "Сломано"}
LINK = "/t/report-0001.secret-0001/rating"


def an_outage_with_a_report() -> str:
    case = outages.declare("shop", ("prices",), Draft("form-0", WORDS), (), "Erin", now())
    accept(a_report(received_at=now()), None, now() + timedelta(seconds=6))
    return case.id


def over(case_id: str) -> None:
    outages.update(case_id, Draft("form-end", WORDS, "resolved"), "Erin", now())


def said(api: Api, how: str) -> str:
    answer = api.post(LINK, f"how={how}".encode(), {"content-type": "application/x-www-form-urlencoded"})
    assert answer.status_code == 200
    page: str = answer.body.decode()
    return page


def test_the_answer_counts_once(api: Api) -> None:
    case_id = an_outage_with_a_report()
    over(case_id)
    page = api.get(f"{LINK}?how=great").body.decode()
    assert 'value="great" class="chosen"' in page
    assert ratings(case_id) == {"bad": 0, "good": 0, "great": 0}, "mail scanners open links"
    assert "Thank you" in said(api, "great")
    assert "Thank you" in said(api, "great")
    assert ratings(case_id) == {"bad": 0, "good": 0, "great": 1}
    assert "Thank you" in said(api, "bad")
    assert ratings(case_id) == {"bad": 1, "good": 0, "great": 0}
    assert sum(order.startswith("slack:rated:") for order in ledger(case_id)) in (1, 2), "by the minute"


def test_nothing_is_asked_before_the_end_or_of_a_stranger(api: Api) -> None:
    case_id = an_outage_with_a_report()
    assert "We are still working on it" in api.get(LINK).body.decode()
    assert "We are still working on it" in said(api, "great")
    over(case_id)
    assert "How did we do?" in said(api, "wonderful")
    assert ratings(case_id) == {"bad": 0, "good": 0, "great": 0}
    assert api.get("/t/report-0001.wrong/rating").status_code == 404
