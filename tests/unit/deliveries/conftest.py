"""What the broadcasts' tests share: a case with followers, and a worker's time that passes at once."""

import pytest

from chalicelib.deliveries import pacing
from chalicelib.model.decision import CaseOpened, Decision, FollowerJoined
from chalicelib.store.commit import commit
from tests.broadcasts import CASE, PEOPLE, Time
from tests.builders import NOW, a_follower


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Time:
    made = Time()
    monkeypatch.setattr(pacing, "monotonic", made.monotonic)
    monkeypatch.setattr(pacing, "sleep", made.passes)
    return made


@pytest.fixture
def followed(table: str) -> None:
    commit(Decision("opened", (CaseOpened(CASE),)), NOW)
    for first in range(0, PEOPLE, 25):
        joined = tuple(FollowerJoined(a_follower(number)) for number in range(first, first + 25))
        commit(Decision("joined", joined), NOW)
