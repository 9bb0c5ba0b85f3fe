"""Dead letters go back to their queue when something is left to do; twice, or killed in between, harms nothing."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.model.decision import CaseOpened, Decision
from chalicelib.store import keys, orders
from chalicelib.store.commit import commit
from chalicelib.store.orders import Outcome
from infra.engine import Engine
from ops.redrive import Redriven, redrive, redrive_uploads
from tests.builders import NOW, a_case, an_order

CASE = a_case()
WAITS, DONE = an_order(id="slack:waits"), an_order(id="slack:done")


@pytest.fixture(autouse=True)
def ordered(table: str) -> None:
    commit(Decision("ordered", (CaseOpened(CASE),), (WAITS, DONE)), NOW)
    claim = orders.claim(keys.order(CASE.id, DONE.id), NOW)
    assert claim is not None
    orders.finish(claim, Outcome("1.2"), NOW)


@pytest.fixture
def sqs(store_engine: Engine) -> Iterator[Any]:
    client = store_engine.client("sqs")
    yield client
    client.close()


@pytest.fixture
def queues(sqs: Any) -> Iterator[tuple[str, str]]:
    """Dead letters, and the queue that they came from."""
    made = [
        sqs.create_queue(QueueName=f"{name}.fifo", Attributes={"FifoQueue": "true"})["QueueUrl"]
        for name in ("dead", "orders")
    ]
    yield made[0], made[1]
    for url in made:
        sqs.delete_queue(QueueUrl=url)


def give_up(sqs: Any, dead: str, body: str, lane: str = CASE.id) -> str:
    """What SQS does after the last receive."""
    sent = sqs.send_message(
        QueueUrl=dead, MessageBody=body, MessageGroupId=lane, MessageDeduplicationId=str(hash(body))
    )
    return str(sent["MessageId"])


def letter(order_id: str) -> str:
    return json.dumps({"case": CASE.id, "order": order_id})


def messages(sqs: Any, url: str) -> list[dict[str, Any]]:
    answer = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, AttributeNames=["All"])
    found: list[dict[str, Any]] = answer.get("Messages", [])
    return found


def test_what_waits_goes_back_to_its_lane_and_what_is_done_does_not(sqs: Any, queues: tuple[str, str]) -> None:
    dead, queue = queues
    give_up(sqs, dead, letter(WAITS.id))
    give_up(sqs, dead, letter(DONE.id))
    assert redrive(sqs, *queues) == Redriven(sent_again=1, done_already=1)
    (message,) = messages(sqs, queue)
    assert json.loads(message["Body"]) == {"case": CASE.id, "order": WAITS.id}
    assert message["Attributes"]["MessageGroupId"] == CASE.id
    assert redrive(sqs, *queues) == Redriven()


def test_more_than_one_receive_brings(sqs: Any, queues: tuple[str, str]) -> None:
    for number in range(25):
        give_up(sqs, queues[0], letter(WAITS.id) + " " * number, lane=f"lane-{number}")
    assert redrive(sqs, *queues).sent_again == 25


@pytest.mark.parametrize("body", ["not JSON", "[]", "{}"])
def test_what_is_no_order_is_left_for_a_person(sqs: Any, queues: tuple[str, str], body: str) -> None:
    dead, _ = queues
    give_up(sqs, dead, body, lane="strange")
    give_up(sqs, dead, letter(WAITS.id))
    assert redrive(sqs, *queues) == Redriven(sent_again=1, left=1)
    counted = sqs.get_queue_attributes(QueueUrl=dead, AttributeNames=["ApproximateNumberOfMessagesNotVisible"])
    assert counted["Attributes"]["ApproximateNumberOfMessagesNotVisible"] == "1"


def test_killed_between_sending_and_deleting_it_is_sent_once(sqs: Any, queues: tuple[str, str]) -> None:
    dead, queue = queues
    name = give_up(sqs, dead, letter(WAITS.id))
    sqs.send_message(QueueUrl=queue, MessageBody=letter(WAITS.id), MessageGroupId=CASE.id, MessageDeduplicationId=name)
    assert redrive(sqs, *queues) == Redriven(sent_again=1)
    assert len(messages(sqs, queue)) == 1
    assert messages(sqs, queue) == []


def test_what_s3_told_goes_again_as_it_is(sqs: Any) -> None:
    dead, queue = (sqs.create_queue(QueueName=name)["QueueUrl"] for name in ("dead-uploads", "uploads"))
    sqs.send_message(QueueUrl=dead, MessageBody='{"Records": []}')
    assert redrive_uploads(sqs, dead, queue) == Redriven(sent_again=1)
    assert [message["Body"] for message in messages(sqs, queue)] == ['{"Records": []}']
    assert redrive_uploads(sqs, dead, queue) == Redriven()
    for url in (dead, queue):
        sqs.delete_queue(QueueUrl=url)
