"""Secrets: read seldom, and served from memory while their store is out."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from chalicelib.adapters.secret_store import SecretsManager
from chalicelib.errors import Retryable
from tests.adapters.loopback import HTML, Drop, Reply, Vendor, as_json

pytestmark = pytest.mark.usefixtures("aws")


@dataclass
class Clock:
    now: float = 0.0

    def __call__(self) -> float:
        return self.now


def secret(text: str) -> Reply:
    return as_json({"Name": "wilco/jira", "SecretString": text})


def token(text: str) -> Reply:
    return secret(json.dumps({"token": text}))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def secrets(vendor: Vendor, clock: Clock) -> Iterator[SecretsManager]:
    adapter = SecretsManager(region="us-east-1", endpoint_url=vendor.url, clock=clock)
    yield adapter
    adapter._client.close()


def test_a_secret_is_read_once_in_five_minutes(vendor: Vendor, clock: Clock, secrets: SecretsManager) -> None:
    vendor.answers(token("old"), token("new"))
    assert secrets.get("wilco/jira") == {"token": "old"}
    clock.now = 299
    assert secrets.get("wilco/jira") == {"token": "old"}
    clock.now = 300
    assert secrets.get("wilco/jira") == {"token": "new"}
    assert [asked.json for asked in vendor.asked] == [{"SecretId": "wilco/jira"}] * 2


def test_each_name_is_its_own(vendor: Vendor, secrets: SecretsManager) -> None:
    vendor.answers(token("jira"), token("slack"))
    assert secrets.get("wilco/jira") != secrets.get("wilco/slack")


def test_the_old_value_serves_for_an_hour_and_the_store_is_spared(
    vendor: Vendor, clock: Clock, secrets: SecretsManager, capsys: pytest.CaptureFixture[str]
) -> None:
    vendor.answers(token("hunter2"), Reply(500, HTML))
    secrets.get("wilco/jira")
    for clock.now in (300, 301, 329, 330, 3599):
        assert secrets.get("wilco/jira") == {"token": "hunter2"}
    assert len(vendor.asked) == 4  # at 0, 300, 330 and 3599
    clock.now = 3629
    with pytest.raises(Retryable):
        secrets.get("wilco/jira")
    assert "hunter2" not in capsys.readouterr().out


def test_the_store_comes_back(vendor: Vendor, clock: Clock, secrets: SecretsManager) -> None:
    vendor.answers(token("old"), Drop(), token("new"))
    secrets.get("wilco/jira")
    clock.now = 300
    assert secrets.get("wilco/jira") == {"token": "old"}
    clock.now = 330
    assert secrets.get("wilco/jira") == {"token": "new"}


@pytest.mark.parametrize(
    "reply",
    [
        *(Drop(), Reply(200, HTML), Reply(500, HTML), as_json({"__type": "ResourceNotFoundException"}, 400)),
        *(secret("not JSON"), secret("[]"), secret('{"token": 1}'), as_json({"Name": "wilco/jira"})),
    ],
)
def test_without_a_value_it_is_retryable(vendor: Vendor, secrets: SecretsManager, reply: Reply) -> None:
    vendor.answers(reply)
    with pytest.raises(Retryable, match="wilco/jira"):
        secrets.get("wilco/jira")
    assert len(vendor.asked) == 1


def test_nobody_there(nobody: str) -> None:
    with pytest.raises(Retryable):
        SecretsManager(region="us-east-1", endpoint_url=nobody).get("wilco/jira")
