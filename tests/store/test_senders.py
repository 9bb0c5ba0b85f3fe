"""The count of heavy senders: one row each, one call to add to it, and a beginning that only one process makes."""

from datetime import timedelta

import pytest

from chalicelib.store import keys
from chalicelib.store.senders import begin_again, tell
from chalicelib.store.tables import Row
from tests.builders import NOW

pytestmark = pytest.mark.usefixtures("table")
LATER = NOW + timedelta(hours=3)


def test_it_runs_since_the_first_that_was_told() -> None:
    assert tell("anna", 4, NOW) == (NOW, 4)
    assert tell("anna", 1, LATER) == (NOW, 5)
    assert tell("boris", 1, LATER) == (LATER, 1)


def test_it_begins_again_once() -> None:
    tell("anna", 4, NOW)
    since, _ = tell("anna", 1, LATER)
    assert begin_again("anna", since, 1, LATER) == (LATER, 1)
    assert begin_again("anna", since, 1, LATER) == (LATER, 2), "another process was quicker"


def test_it_is_forgotten_by_itself() -> None:
    tell("anna", 4, NOW)
    row = Row.get(*keys.sender("anna"))
    assert row.ttl == int((NOW + timedelta(days=2)).timestamp())
    assert row.waits_for is None
