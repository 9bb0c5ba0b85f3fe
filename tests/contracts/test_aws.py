"""The contracts of `Mailer`, `Secrets` and `OrderQueue`: the fakes, and the real adapters before the local engine."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import httpx
import pytest

from chalicelib.adapters.secret_store import SecretsManager
from chalicelib.adapters.ses_mail import SesMail
from chalicelib.adapters.sqs_queue import SqsQueue
from chalicelib.errors import Permanent, Rejected, Retryable
from chalicelib.model.orders import Destination
from chalicelib.ports import Mail, Mailer, OrderQueue, QueuedOrder, Secrets
from infra.engine import REGION, Engine
from tests.contracts.conftest import Sandbox
from tests.fakes import FakeMail, FakeQueue, FakeSecrets
from tests.stack.polling import eventually

KINDS = ["fake", "engine"]
SENDER = "support@shop.example"
MAIL = Mail(
    to="boris@example.com",
    subject="Цены: неверное значение",
    text="Привет, Борис\n",
    html="<p>Привет, Борис</p>",
    headers={"References": "<f1@shop.example>", "In-Reply-To": "<f1@shop.example>", "X-Wilco-Kind": "received"},
    tags={"kind": "received"},
    to_name="Борис",
    from_name="Поддержка магазина",
)


@pytest.fixture
def keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Credentials, which boto3 reads from the environment; the engine takes any."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")


@pytest.fixture(params=KINDS)
def mailer(request: pytest.FixtureRequest, keys: None) -> Iterator[Mailer]:
    """Both mailers."""
    if request.param == "fake":
        yield FakeMail()
        return
    engine: Engine = request.getfixturevalue("engine")
    engine.client("ses").verify_email_identity(EmailAddress=SENDER)
    adapter = SesMail(SENDER, "wilco", region=REGION, endpoint_url=engine.endpoint)
    yield adapter
    adapter._client.close()


class TestMailer:
    def test_every_mail_has_an_id_of_its_own(self, mailer: Mailer) -> None:
        assert mailer.send(MAIL) != mailer.send(MAIL)

    @pytest.mark.parametrize("field", ["subject", "to_name", "from_name"])
    def test_a_line_break_in_a_header_is_rejected(self, mailer: Mailer, field: str) -> None:
        changed: dict[str, Any] = {field: "a\r\nBcc: x@example.com"}
        with pytest.raises(Rejected):
            mailer.send(replace(MAIL, **changed))

    @pytest.mark.parametrize("to", ["nobody", "a@example.com, b@example.com"])
    def test_an_address_that_is_none_is_permanent(self, mailer: Mailer, to: str) -> None:
        with pytest.raises(Permanent):
            mailer.send(replace(MAIL, to=to))

    @pytest.mark.parametrize("mailer", ["engine"], indirect=True)
    def test_the_reader_gets_what_was_written(self, mailer: Mailer, sandbox: Sandbox) -> None:
        mailer.send(replace(MAIL, to="reader@example.com"))
        # The engine answers first and relays then.
        [arrived] = eventually(
            lambda: httpx.get(f"{sandbox.url}/mail/api/messages", params={"to": "reader@example.com"}).json()
        )
        assert arrived["subject"] == MAIL.subject
        assert arrived["text"].strip() == MAIL.text.strip()
        assert arrived["html"].strip() == MAIL.html
        assert arrived["headers"].items() >= MAIL.headers.items()

    @pytest.mark.parametrize("mailer", ["engine"], indirect=True)
    def test_a_sender_that_ses_does_not_know_waits_for_the_team(self, mailer: Mailer, engine: Engine) -> None:
        stranger = SesMail("nobody@elsewhere.example", "wilco", region=REGION, endpoint_url=engine.endpoint)
        with pytest.raises(Retryable):
            stranger.send(MAIL)


@pytest.fixture(params=KINDS)
def secrets(request: pytest.FixtureRequest, keys: None) -> Iterator[Secrets]:
    """Both stores of secrets, with one secret in them."""
    if request.param == "fake":
        yield FakeSecrets({"wilco/jira": {"email": "bot@example.com", "token": "t"}})
        return
    engine: Engine = request.getfixturevalue("engine")
    name, text = "wilco/jira", json.dumps({"email": "bot@example.com", "token": "t"})
    engine.client("secretsmanager").create_secret(Name=name, SecretString=text)
    adapter = SecretsManager(region=REGION, endpoint_url=engine.endpoint)
    yield adapter
    adapter._client.close()
    engine.client("secretsmanager").delete_secret(SecretId=name, ForceDeleteWithoutRecovery=True)


class TestSecrets:
    def test_a_secret_is_its_fields(self, secrets: Secrets) -> None:
        assert secrets.get("wilco/jira") == {"email": "bot@example.com", "token": "t"}

    def test_one_that_is_not_there_waits_for_the_team(self, secrets: Secrets) -> None:
        with pytest.raises(Retryable, match="wilco/none"):
            secrets.get("wilco/none")


@dataclass(frozen=True)
class QueueWorld:
    """A queue and what a worker would receive from it."""

    queue: OrderQueue
    receive: Callable[[], list[Any]]


@pytest.fixture(params=KINDS)
def world(request: pytest.FixtureRequest, keys: None) -> Iterator[QueueWorld]:
    """Both queues."""
    if request.param == "fake":
        fake = FakeQueue()
        yield QueueWorld(fake, lambda: [json.loads(body) for body in fake.bodies(Destination.JIRA)])
        return
    engine: Engine = request.getfixturevalue("engine")
    sqs = engine.client("sqs")
    url = sqs.create_queue(QueueName="jira.fifo", Attributes={"FifoQueue": "true"})["QueueUrl"]
    adapter = SqsQueue({Destination.JIRA: url}, region=REGION, endpoint_url=engine.endpoint)
    yield QueueWorld(adapter, lambda: received(sqs, url))
    adapter._client.close()
    sqs.delete_queue(QueueUrl=url)


def received(sqs: Any, url: str) -> list[Any]:
    bodies: list[Any] = []
    while messages := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
        for message in messages:
            bodies.append(json.loads(message["Body"]))
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    return bodies


class TestOrderQueue:
    ORDERS = tuple(QueuedOrder("c1", f"jira:o{number}", Destination.JIRA, "c1") for number in range(12))

    def test_a_lane_keeps_its_order(self, world: QueueWorld) -> None:
        world.queue.send(self.ORDERS)
        assert world.receive() == [{"case": "c1", "order": order.order_id} for order in self.ORDERS]

    def test_sent_twice_is_there_once(self, world: QueueWorld) -> None:
        world.queue.send(self.ORDERS)
        world.queue.send(self.ORDERS)
        assert len(world.receive()) == len(self.ORDERS)

    def test_what_was_lost_goes_again(self, world: QueueWorld) -> None:
        world.queue.send(self.ORDERS[:1])
        world.queue.send(self.ORDERS[:1], again="2026-11-21T12:00")
        assert len(world.receive()) == 2
