"""`POST /v1/escalations`: what its body may say, and how it is told what to change."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.entrances.payloads.escalations import EscalationBody
from chalicelib.model.decision import CaseOpened, Decision
from chalicelib.store.commit import commit
from chalicelib.store.tables import Row
from tests.builders import NOW, a_case
from tests.chat_events import an_escalation
from tests.unit.entrances.conftest import Api
from tests.unit.entrances.test_escalations import send


@pytest.fixture(autouse=True)
def at_every_vendor(desks: None) -> None: ...


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"\xff\xfe", 400),
        (b'{"desk": "forms", "by": "\xff"}', 400),
        (b"[" * 60_000, 400),
        (b"[]", 422),
        (b"null", 422),
        (b'{"desk": "forms", "by": "' + b"x" * 64 * 1024 + b'"}', 413),
    ],
)
def test_a_body_that_cant_be_read(api: Api, problem: Any, body: bytes, status: int) -> None:
    problem(send(api, body), status)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"desk": "nobodys"}, "desk"),
        ({"desk": None}, "desk"),
        ({"desk": 5}, "desk"),
        ({"dialog": None}, "dialog"),
        ({"dialog": {}}, "dialog.id"),
        ({"dialog": {"id": ""}}, "dialog.id"),
        ({"dialog": {"id": "../5"}}, "dialog.id"),
        ({"dialog": {"id": "5#6"}}, "dialog.id"),
        ({"dialog": {"id": 1.5}}, "dialog.id"),
        ({"dialog": {"id": True}}, "dialog.id"),
        ({"dialog": {"id": "D-17", "url": "javascript:alert(1)"}}, "dialog.url"),
        ({"by": "  "}, "by"),
        ({"words": ""}, "words"),
        ({"words": "x" * 4001}, "words"),
        ({"area": "nowhere"}, "area"),
        ({"kind": "nothing"}, "kind"),
        ({"impact": "huge"}, "impact"),
        ({"plan": "two words"}, "plan"),
        ({"joins": "no-case"}, "joins"),
        ({"joins": a_case(product="web").id}, "joins"),
        ({"person": {"name": "Anna"}}, "person.id"),
        ({"person": {"id": "1", "email": "a@b, c@d"}}, "person.email"),
        ({"page": {"url": "/orders"}}, "page.url"),
        ({"lines": [{"who": "robot", "text": "x", "at": "2026-11-21T12:00:00Z"}]}, "lines.0.who"),
        ({"lines": [{"who": "person", "text": "x", "at": "2026-11-21T12:00:00"}]}, "lines.0.at"),
        ({"lines": [{"who": "person", "text": "x", "at": "2026-11-21T12:00:00Z"}] * 51}, "lines"),
    ],
)
def test_what_has_to_change_is_said_by_field(api: Api, problem: Any, changed: dict[str, Any], field: str) -> None:
    commit(Decision("there is one", (CaseOpened(a_case(product="web")),)), NOW)
    written = Row.count()
    said = problem(send(api, an_escalation() | changed), 422)
    assert Row.count() == written
    assert [error["field"] for error in said["errors"]] == [field]


def test_all_that_has_to_change_is_said_at_once(api: Api, problem: Any) -> None:
    said = problem(send(api, {"desk": "forms", "dialog": {"id": "5"}}), 422)
    assert {error["field"] for error in said["errors"]} == {"by", "words"}


def test_the_products_words_are_named_to_whoever_signed(api: Api, problem: Any) -> None:
    said = problem(send(api, an_escalation(area="nowhere")), 422)
    assert "orders" in said["errors"][0]["message"]


def test_the_desks_are_not_named_to_strangers(api: Api, problem: Any) -> None:
    assert "carrot" not in str(problem(api.post("/v1/escalations", an_escalation(desk="nobodys")), 422))


def test_what_is_null_is_not_said(api: Api) -> None:
    empty = dict.fromkeys(("area", "kind", "tried", "impact", "plan", "joins", "person", "page"))
    assert send(api, an_escalation(**empty)).status_code == 202


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=10),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["id", "url", "who", "text", "at"]), inner)
    ),
    max_leaves=6,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100)
@given(changed=st.dictionaries(st.sampled_from(sorted(EscalationBody.model_fields)), anything))
def test_no_body_surprises_us(api: Api, changed: dict[str, Any]) -> None:
    assert send(api, an_escalation() | changed).status_code in (202, 401, 422)
