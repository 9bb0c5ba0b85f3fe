"""Over the limit a report is taken as any other, and waits for its turn; then it goes the way of any other."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from chalicelib.entrances.clock import sweep
from chalicelib.entrances.limits import network
from chalicelib.observe import now
from chalicelib.settings.reporting import reporting
from chalicelib.store import keys, overdue
from chalicelib.store.cases import get_case, get_report
from chalicelib.store.orders import ledger
from chalicelib.store.tables import Row, connection
from chalicelib.team import team
from tests.events import host_token
from tests.unit.entrances.conftest import Api
from tests.unit.entrances.test_http_reports import a_body

Problem = Callable[[Any, int], dict[str, Any]]
Limit = Callable[..., None]


@pytest.fixture
def limit(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Limit:
    """Sets the team's limits."""

    def set_to(person: int = 30, network: int = 600, proxies: int = 0) -> None:
        said = team().model_dump(mode="json")
        said["limits"] |= {
            "reports_by_a_person": {"an_hour": person},
            "reports_from_a_network": {"an_hour": network},
            "proxies": proxies,
        }
        (tmp_path / "wilco.json").write_text(json.dumps(said), encoding="utf-8")
        monkeypatch.setenv("WILCO_TEAM_FILE", str(tmp_path / "wilco.json"))
        team.cache_clear()
        reporting.cache_clear()

    return set_to


def send(api: Api, number: int, headers: dict[str, str] | None = None, **given: Any) -> dict[str, Any]:
    answer = api.post("/v1/reports", a_body(key=f"click-{number:04}", **given), headers)
    assert answer.status_code == 202, answer.body
    receipt: dict[str, Any] = json.loads(answer.body)
    return receipt


def send_signed(api: Api, number: int, sub: str = "17", **given: Any) -> dict[str, Any]:
    claims = {"jti": f"token-{number}", "sub": sub, "email": f"person-{sub}@example.com"}
    return send(api, number, identity=host_token(claims), **given)


def waiting() -> list[keys.Key]:
    """The reports that wait, in the order of their turns."""
    return [keys.Key(row.pk, row.sk) for row in Row.waiting.query("turn")]


def the_turns_come() -> None:
    """As if hours had passed."""
    for number, key in enumerate(waiting()):
        overdue.put_off(key, now() - timedelta(minutes=10) + timedelta(seconds=number))


def test_over_the_limit_a_report_is_taken_and_waits(api: Api, limit: Limit) -> None:
    limit(network=2)
    receipts = [send(api, number) for number in range(5)]
    assert [receipt["queued"] for receipt in receipts] == [False, False, True, True, True]
    assert receipts[2]["message"].startswith("We have your report. Many came at once")
    assert len({get_report(receipt["report_id"]).case_id for receipt in receipts}) == 2  # type: ignore[union-attr]
    assert [key.pk for key in waiting()] == [keys.report(receipt["report_id"]).pk for receipt in receipts[2:]]


def test_it_says_so_in_the_persons_language(api: Api, limit: Limit) -> None:
    limit(network=1)
    send(api, 1)
    assert send(api, 2, client__locale="ru")["message"].startswith("Мы получили ваше сообщение. Их пришло много")


def test_a_person_is_counted_by_who_they_are_and_others_by_their_network(api: Api, limit: Limit) -> None:
    limit(person=2, network=1)
    assert [send_signed(api, number)["queued"] for number in range(3)] == [False, False, True]
    assert not send_signed(api, 4, sub="18")["queued"]
    assert [send(api, 5)["queued"], send(api, 6)["queued"]] == [False, True]
    assert not send_signed(api, 7, sub="19")["queued"], "an office behind one address that is over its limit"


def test_the_same_click_again_is_the_same_report_while_it_waits_and_after(
    api: Api, limit: Limit, problem: Problem
) -> None:
    limit(network=1)
    send(api, 1)
    once = send(api, 2)
    assert send(api, 2) == once
    problem(api.post("/v1/reports", a_body(key="click-0002", comment="Another")), 409)
    the_turns_come()
    sweep()
    again = send(api, 2)
    assert again["report_id"] == once["report_id"]
    assert not again["queued"]


def test_a_token_is_used_up_by_a_report_that_waits(api: Api, limit: Limit, problem: Problem) -> None:
    limit(person=1)
    send_signed(api, 1)
    token = host_token({"jti": "the-second"})
    assert send(api, 2, identity=token)["mailed"]
    problem(api.post("/v1/reports", a_body(key="click-0003", identity=token)), 401)


def test_a_report_that_waits_has_its_page(api: Api, limit: Limit, problem: Problem) -> None:
    limit(person=1)
    send_signed(api, 1)
    receipt = send_signed(api, 2)
    reference = receipt["reference"]
    page = api.get(f"/t/{reference}").body.decode()
    assert "yours waits for its turn" in page
    assert "It goes to the engineers at about" in page
    assert "We write to you at every step" in page
    assert "<textarea" not in page
    assert "ждёт своей очереди" in api.get(f"/t/{reference}?lang=ru").body.decode()
    state = json.loads(api.get(f"/v1/reports/{reference}").body)
    assert (state["status"], state["queued"]) == ("received", True)
    note = urlencode({"note": "Also on Tuesdays"}).encode()
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    assert "Please send it again later" in api.post(f"/t/{reference}", note, form).body.decode()
    assert "later" in problem(api.post(f"/v1/reports/{reference}/notes", {"text": "x"}), 409)["detail"]
    the_turns_come()
    sweep()
    assert "<textarea" in api.get(f"/t/{reference}").body.decode()
    assert not json.loads(api.get(f"/v1/reports/{reference}").body)["queued"]


def test_when_its_turn_comes_it_is_a_report_as_any_other(api: Api, limit: Limit) -> None:
    limit(person=1)
    kinds = ("wrong-value", "missing-data")
    receipts = [send_signed(api, number, trigger__kind=kinds[number % 2]) for number in range(4)]
    sweep()
    assert len(waiting()) == 3, "their turns have not come"
    the_turns_come()
    sweep()
    assert waiting() == []
    reports = [get_report(receipt["report_id"]) for receipt in receipts]
    assert len({report.case_id for report in reports if report}) == 2
    for report in reports:
        assert report is not None
        case = get_case(report.case_id)
        assert case is not None
        assert [name for name in ledger(report.case_id) if name.startswith("received:")], "its person hears of it"
    assert reports[1] is not None
    case = get_case(reports[1].case_id)
    assert case is not None
    assert case.affected == 1, "Anna, once"


def test_a_row_that_can_not_be_taken_up_stops_the_others_for_a_minute_only(api: Api, limit: Limit) -> None:
    limit(network=1)
    Row("REPORT#odd", "REPORT", data="{}", waits_for="turn", due_at="2000-01-01T00:00:00+00:00").save()
    send(api, 1)
    report_id = send(api, 2)["report_id"]
    overdue.put_off(keys.report(report_id), now() - timedelta(minutes=1))
    with pytest.raises(ValueError, match="validation"):
        sweep()
    sweep()
    report = get_report(report_id)
    assert report is not None
    assert not report.waits


@contextmanager
def calls_at_the_table() -> Iterator[list[str]]:
    made: list[str] = []
    events: Any = connection().client.meta.events

    def at_the_table(model: Any, **_: Any) -> None:
        made.append(model.name)

    events.register("before-call.dynamodb", at_the_table)
    try:
        yield made
    finally:
        events.unregister("before-call.dynamodb", at_the_table)


def test_whoever_sends_as_people_do_costs_no_call(api: Api, limit: Limit) -> None:
    limit(person=30)
    send_signed(api, 1)
    with calls_at_the_table() as made:
        for number in range(2, 4):
            send_signed(api, number, sub=str(number))
            send(api, 100 + number)
    assert set(made) == {"TransactWriteItems"}
    assert len(made) == 4
    with calls_at_the_table() as made:
        for number in range(4, 8):
            send_signed(api, number)
    assert made.count("UpdateItem") == 2, "the table is told once a tenth has been had here"


def test_no_address_is_kept_or_logged(api: Api, limit: Limit, capsys: pytest.CaptureFixture[str]) -> None:
    limit(network=1, proxies=1)
    browser = {"X-Forwarded-For": "203.0.113.7, 198.51.100.1"}
    for number in range(3):
        send(api, number, browser)
    kept = [row.serialize() for row in Row.scan()]
    assert any(row["pk"]["S"].startswith("SENDER#") for row in kept)
    for address in ("203.0.113", "198.51.100", "127.0.0.1"):
        assert address not in json.dumps([row for row in kept if "place" not in row.get("data", {}).get("S", "")])
        assert address not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("proxies", "forwarded", "queued"),
    [
        (0, ["198.51.100.1", "198.51.100.2"], True),
        (1, ["203.0.113.7, 198.51.100.1", "203.0.113.8, 198.51.100.1"], False),
        (1, ["10.0.0.1, 203.0.113.7, 198.51.100.1", "10.0.0.2, 203.0.113.7, 198.51.100.1"], True),
        (2, ["203.0.113.7, 198.51.100.1, 192.0.2.1", "203.0.113.8, 198.51.100.1, 192.0.2.1"], False),
        (1, ["", ""], True),
    ],
)
def test_what_stands_before_our_own_proxies_is_not_believed(
    api: Api, limit: Limit, proxies: int, forwarded: list[str], queued: bool
) -> None:
    """API Gateway and CloudFront each append whom they see; the rest of the header is the sender's own invention."""
    limit(network=1, proxies=proxies)
    receipts = [send(api, number, {"X-Forwarded-For": header}) for number, header in enumerate(forwarded)]
    assert [receipt["queued"] for receipt in receipts] == [False, queued]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("203.0.113.7", "203.0.113.7", True),
        ("203.0.113.7", "203.0.113.8", False),
        ("::ffff:203.0.113.7", "203.0.113.7", True),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("unknown", "unknown", True),
    ],
)
def test_a_network_is_an_address_or_a_household(one: str, other: str, same: bool) -> None:
    assert (network(one) == network(other)) == same
