"""`POST /v1/reports`: what is taken, what is refused and how, and what the person gets."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.errors import Retryable
from chalicelib.store.cases import get_case, get_report
from chalicelib.store.orders import ledger
from chalicelib.store.tables import Row
from tests.conftest import World
from tests.events import host_token
from tests.unit.entrances.conftest import Api

Problem = Callable[[Any, int], dict[str, Any]]
MISSING = object()


def a_body(**given: Any) -> dict[str, Any]:
    """A click; dotted names are given as `trigger__area`."""
    body: dict[str, Any] = {
        "key": "click-0001",
        "product": "shop",
        "trigger": {"area": "prices", "kind": "wrong-value"},
        "place": {"url": "https://shop.example/orders/17"},
        "client": {"browser": "Firefox 133.0"},
        "comment": "The price is wrong",
    }
    for name, value in given.items():
        *path, last = name.split("__")
        part = body
        for step in path:
            part = part.setdefault(step, {})
        if value is MISSING:
            part.pop(last)
        else:
            part[last] = value
    return body


def test_a_click_is_accepted_with_a_receipt(api: Api) -> None:
    answer = api.post("/v1/reports", a_body())
    assert answer.status_code == 202
    receipt = json.loads(answer.body)
    report = get_report(receipt["report_id"])
    assert report is not None
    assert receipt["tracking_url"] == f"https://wilco.example/t/{report.id}.{report.token}"
    assert get_case(report.case_id) is not None


def test_the_receipt_speaks_the_persons_language(api: Api) -> None:
    receipt = json.loads(api.post("/v1/reports", a_body(client__locale="ru-RU")).body)
    assert receipt["message"].startswith("Спасибо")


def test_the_same_click_again_has_the_same_receipt(api: Api) -> None:
    once, again = api.post("/v1/reports", a_body()), api.post("/v1/reports", a_body())
    assert json.loads(once.body) == json.loads(again.body)


def test_the_same_key_for_another_report_is_a_conflict(api: Api, problem: Problem) -> None:
    api.post("/v1/reports", a_body())
    said = problem(api.post("/v1/reports", a_body(comment="Something else")), 409)
    assert "key" in said["detail"]


def test_a_retry_with_a_fresh_token_is_the_same_click(api: Api) -> None:
    once = api.post("/v1/reports", a_body(identity=host_token()))
    again = api.post("/v1/reports", a_body(identity=host_token({"jti": "token-2"})))
    assert (once.status_code, again.status_code) == (202, 202)
    assert json.loads(once.body) == json.loads(again.body)


def test_a_token_is_good_for_one_report(api: Api, problem: Problem) -> None:
    token = host_token()
    assert api.post("/v1/reports", a_body(identity=token)).status_code == 202
    said = problem(api.post("/v1/reports", a_body(key="click-0002", identity=token)), 401)
    assert "has been used" in said["detail"]


def test_whoever_is_vouched_for_gets_mail_and_nobody_else(api: Api) -> None:
    """Promise 5 at the door: the address of a form is kept and never written to."""
    unknown = api.post("/v1/reports", a_body(contact={"email": "somebody@example.com"}))
    report = get_report(json.loads(unknown.body)["report_id"])
    assert report is not None
    assert (report.contact, report.person.email) == ("somebody@example.com", None)
    assert set(ledger(report.case_id)) == {"jira:opened"}
    api.post("/v1/reports", a_body(key="click-0002", identity=host_token()))
    assert len([name for name in ledger(report.case_id) if name.startswith("received:")]) == 1


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"key": MISSING}, "key"),
        ({"key": "short"}, "key"),
        ({"key": "with a space in it"}, "key"),
        ({"key": "x" * 65}, "key"),
        ({"key": 12345678}, "key"),
        ({"product": MISSING}, "product"),
        ({"product": "Shop"}, "product"),
        ({"product": "another"}, "product"),
        ({"trigger": MISSING}, "trigger"),
        ({"trigger__area": "attic"}, "trigger.area"),
        ({"trigger__kind": "sad"}, "trigger.kind"),
        ({"trigger__kind": None}, "trigger.kind"),
        ({"trigger__fingerprint": ""}, "trigger.fingerprint"),
        ({"trigger__fingerprint": "x" * 201}, "trigger.fingerprint"),
        ({"trigger__label": "x" * 201}, "trigger.label"),
        ({"place": "https://shop.example"}, "place"),
        ({"place__url": "shop.example/orders"}, "place.url"),
        ({"place__url": "javascript:alert(1)"}, "place.url"),
        ({"place__url": "file:///etc/passwd"}, "place.url"),
        ({"place__url": "https://"}, "place.url"),
        ({"place__url": "https://[::1"}, "place.url"),
        ({"place__url": "https:shop.example/orders"}, "place.url"),
        ({"place__url": "https://anna:[x]@shop.example/"}, "place.url"),
        ({"place__url": "https://[shop]/"}, "place.url"),
        ({"place__url": "https://shop.example:99999/"}, "place.url"),
        ({"place__url": f"https://shop.example/{'x' * 2000}"}, "place.url"),
        ({"client__locale": "russian please"}, "client.locale"),
        ({"client__browser": "x" * 201}, "client.browser"),
        ({"comment": "x" * 4001}, "comment"),
        ({"comment": ["x"]}, "comment"),
        ({"identity": "x" * 4097}, "identity"),
        ({"contact__email": "nobody"}, "contact.email"),
        ({"contact__email": "a@example.com,b@example.com"}, "contact.email"),
        ({"contact__email": "a@example.com\r\nBcc: b@example.com"}, "contact.email"),
    ],
)
def test_what_has_to_change_is_named(api: Api, problem: Problem, given: dict[str, Any], field: str) -> None:
    said = problem(api.post("/v1/reports", a_body(**given)), 422)
    assert [error["field"] for error in said["errors"]] == [field]
    assert all(error["message"] for error in said["errors"])


def test_every_mistake_is_told_at_once(api: Api, problem: Problem) -> None:
    said = problem(api.post("/v1/reports", a_body(key="x", comment="y" * 5000)), 422)
    assert {error["field"] for error in said["errors"]} == {"key", "comment"}


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"\xff\xfe", 400),
        (b'{"key": "\\ud800"}', 400),
        (b"[" * 5000, 400),
        (b"null", 422),
        (b"[]", 422),
        (b'"report"', 422),
        (b"1e999", 422),
        (b" " * (64 * 1024 + 1), 413),
    ],
    ids=lambda part: str(part)[:20],
)
def test_what_is_no_report(api: Api, problem: Problem, raw: bytes, status: int) -> None:
    problem(api.post("/v1/reports", raw), status)


@pytest.mark.parametrize("identity", ["", "x", "a.b.c", "null"])
def test_an_identity_that_does_not_hold_is_refused_and_not_passed_over(
    api: Api, problem: Problem, identity: str
) -> None:
    problem(api.post("/v1/reports", a_body(identity=identity)), 401)


def test_a_page_of_somebody_else_may_not_report(api: Api, problem: Problem) -> None:
    assert api.post("/v1/reports", a_body(), {"Origin": "http://127.0.0.1:8781"}).status_code == 202
    problem(api.post("/v1/reports", a_body(), {"Origin": "https://evil.example"}), 403)
    problem(api.post("/v1/reports", a_body(), {"Origin": "null"}), 403)


def test_fields_of_a_newer_widget_are_passed_over(api: Api) -> None:
    assert api.post("/v1/reports", a_body(mood="sad", trigger__mood="sad")).status_code == 202


def test_a_browser_may_send_it_without_asking_first(api: Api) -> None:
    """`sendBeacon` and simple requests come as text/plain."""
    assert api.post("/v1/reports", a_body(), {"Content-Type": "text/plain;charset=UTF-8"}).status_code == 202


def test_what_is_refused_is_not_written(api: Api, problem: Problem) -> None:
    problem(api.post("/v1/reports", a_body(identity="x")), 401)
    problem(api.post("/v1/reports", a_body(key="x")), 422)
    assert list(Row.scan()) == []


def test_without_a_table_there_is_no_receipt(world: World, problem: Problem) -> None:
    """Promise 1 from the other side: here nothing listens where the table should be."""
    problem(Api().post("/v1/reports", a_body()), 500)


def test_a_secret_that_can_not_be_read_is_a_later_and_not_a_no(api: Api, world: World, problem: Problem) -> None:
    world.secrets.fail_next(Retryable("throttled"))
    problem(api.post("/v1/reports", a_body(identity=host_token())), 503)


def test_the_refusal_says_nothing_of_the_inside(api: Api, monkeypatch: pytest.MonkeyPatch, problem: Problem) -> None:
    monkeypatch.delenv("WILCO_SECRET_HOSTS")
    said = problem(api.post("/v1/reports", a_body(identity=host_token())), 500)
    assert "WILCO" not in json.dumps(said)


hosts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
FIELDS = ["key", "product", "trigger", "place", "client", "comment", "identity", "contact"]
FIELDS += ["trigger__area", "trigger__fingerprint", "place__url", "place__title", "client__locale", "client__time_zone"]
once_set_up = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)


@once_set_up
@given(body=anything)
def test_no_json_surprises_us(api: Api, body: Any) -> None:
    assert api.post("/v1/reports", body).status_code in (400, 422)


@once_set_up
@given(given=st.dictionaries(st.sampled_from(FIELDS), anything, min_size=1, max_size=3))
def test_no_field_surprises_us(api: Api, given: dict[str, Any]) -> None:
    whole = {name: value for name, value in given.items() if "__" not in name}
    parts = {name: value for name, value in given.items() if name.split("__")[0] not in whole}
    answer = api.post("/v1/reports", a_body(**parts | whole))
    assert answer.status_code in (202, 400, 401, 409, 422), answer.body


@once_set_up
@given(host=hosts, path=hosts, scheme=st.sampled_from(["https://", "http://", "https:", "", "https:///"]))
@pytest.mark.parametrize("between", ["", "[", "@", ":", "/", "℀", "\n", "%"])
def test_no_address_surprises_us(api: Api, scheme: str, host: str, between: str, path: str) -> None:
    answer = api.post("/v1/reports", a_body(place__url=f"{scheme}{host}{between}{path}"))
    assert answer.status_code in (202, 409, 422), answer.body
