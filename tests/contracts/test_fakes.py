"""The fakes fail as they are told to: before the work is done, or after it."""

import pytest

from chalicelib.errors import Retryable, Unknown
from tests.fakes import FakeJira

FIELDS = {"project": {"key": "SHOP"}, "summary": "s", "labels": ["wilco-c1"]}


def test_a_call_that_fails_has_done_nothing_and_is_counted() -> None:
    jira = FakeJira()
    jira.fail_next(Retryable("busy", 3.0))
    with pytest.raises(Retryable):
        jira.open(FIELDS)
    assert jira.find("SHOP", "wilco-c1") is None
    assert jira.calls == ["open", "find"]


def test_a_write_may_be_done_and_fail_all_the_same() -> None:
    jira = FakeJira()
    jira.commit_then_fail(Unknown("dropped"))
    assert jira.find("SHOP", "wilco-c1") is None
    with pytest.raises(Unknown):
        jira.open(FIELDS)
    assert jira.find("SHOP", "wilco-c1") is not None
