"""What every answer of Jira means: the table, and that it has a row for everything."""

from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.adapters.jira_errors import Answer, Attempt, Gone, delivery_error, refused_optional_fields
from chalicelib.errors import Conflict, DeliveryError, Rejected, Retryable, Unknown
from chalicelib.model.case import Issue

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
ISSUE = Issue("10001", "SHOP-1")
OPEN = Attempt("open", writes=True)
FIND = Attempt("find", writes=False)
EDIT = Attempt("edit", writes=True, issue=ISSUE)
SAYS_NO = {"errorMessages": ["Nope."], "errors": {"summary": "Too long."}}


def error(attempt: Attempt, status: int, body: object = None, **headers: str) -> DeliveryError:
    return delivery_error(attempt, Answer(status, {k.replace("_", "-"): v for k, v in headers.items()}, body), NOW)


@pytest.mark.parametrize(
    ("attempt", "status", "kind"),
    [
        *((attempt, status, Retryable) for attempt in (OPEN, FIND, EDIT) for status in (401, 403, 408, 425, 429, 503)),
        *((OPEN, status, Unknown) for status in (500, 502, 504, 599)),
        *((FIND, status, Retryable) for status in (500, 502, 504, 599)),
        *((attempt, status, Rejected) for attempt in (OPEN, FIND, EDIT) for status in (400, 405, 410, 413, 415, 422)),
        (EDIT, 404, Gone),
        (OPEN, 404, Retryable),
        (FIND, 404, Retryable),
        (EDIT, 409, Conflict),
    ],
)
def test_the_table(attempt: Attempt, status: int, kind: type[DeliveryError]) -> None:
    assert type(error(attempt, status)) is kind


@pytest.mark.parametrize("status", range(400, 600))
def test_every_status_has_a_meaning(status: int) -> None:
    assert isinstance(error(EDIT, status), DeliveryError)


def test_the_wait_is_handed_on() -> None:
    for status in (429, 503):
        limited = error(OPEN, status, None, Retry_After="11")
        assert isinstance(limited, Retryable)
        assert limited.retry_after == 11


@pytest.mark.parametrize("status", [400, 404])
def test_a_stranger_waits_for_a_token_and_loses_nothing(status: int) -> None:
    refused = error(EDIT, status, SAYS_NO, X_Seraph_LoginReason="AUTHENTICATED_FAILED")
    assert type(refused) is Retryable


def test_the_reason_is_jiras_own_words() -> None:
    assert error(OPEN, 400, SAYS_NO).reason == "open: Jira answered 400 Nope.; summary: Too long."


def test_the_reason_is_cut() -> None:
    assert len(error(OPEN, 400, {"errorMessages": ["x" * 5000]}).reason) == 300


@pytest.mark.parametrize("body", [None, [], "text", 5, {"errorMessages": "x"}, {"errors": []}, {"errors": {"a": {}}}])
def test_a_body_of_another_shape_says_nothing(body: object) -> None:
    assert error(OPEN, 400, body).reason == "open: Jira answered 400"


def test_a_gone_issue_is_named() -> None:
    assert error(EDIT, 404).reason == "edit: issue SHOP-1 is gone or hidden"


CANNOT = "Field '{}' cannot be set. It is not on the appropriate screen, or unknown."


@pytest.mark.parametrize(
    ("status", "errors", "refused"),
    [
        (400, {"priority": CANNOT, "customfield_10050": CANNOT}, {"priority", "customfield_10050"}),
        (400, {"components": CANNOT, "environment": CANNOT}, {"components", "environment"}),
        (400, {"labels": CANNOT, "summary": CANNOT, "customfield_x": CANNOT}, set()),
        (400, {"priority": "The priority selected is invalid."}, {"priority"}),
        (403, {"priority": CANNOT}, set()),
    ],
)
def test_which_fields_an_issue_can_do_without(status: int, errors: dict[str, Any], refused: set[str]) -> None:
    assert refused_optional_fields(Answer(status, {}, {"errors": errors})) == refused
