"""The queues: orders arrive in their lanes, in order, and whatever was not taken is said."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.adapters.sqs_queue import SqsQueue
from chalicelib.errors import Retryable
from chalicelib.model.orders import Destination
from chalicelib.ports import QueuedOrder
from tests.adapters.loopback import HTML, Drop, Reply, Vendor, as_json

pytestmark = pytest.mark.usefixtures("aws")


def taken(count: int) -> Reply:
    return as_json({"Successful": [{"Id": str(number)} for number in range(count)]})


ORDER = QueuedOrder("c1", "jira:open_issue", Destination.JIRA, "c1")


@pytest.fixture
def queue(vendor: Vendor) -> Iterator[SqsQueue]:
    urls = {to: f"{vendor.url}/000000000000/{to}.fifo" for to in (Destination.JIRA, Destination.SLACK)}
    adapter = SqsQueue(urls, region="us-east-1", endpoint_url=vendor.url)
    yield adapter
    adapter._client.close()


def entries(vendor: Vendor) -> list[list[Any]]:
    return [asked.json["Entries"] for asked in vendor.asked]


def test_an_order_is_named_in_the_body_and_kept_in_its_lane(vendor: Vendor, queue: SqsQueue) -> None:
    vendor.answers(taken(1))
    queue.send([ORDER])
    [[entry]] = entries(vendor)
    assert entry["MessageBody"] == '{"case": "c1", "order": "jira:open_issue"}'
    assert entry["MessageGroupId"] == "c1"
    assert len(entry["MessageDeduplicationId"]) == 64


def test_a_lane_is_never_longer_than_the_queue_takes(vendor: Vendor, queue: SqsQueue) -> None:
    """One refused order of a batch would hold up the stream: a desk's name has 63 characters, a dialog's id 128."""
    vendor.answers(taken(3))
    longest, other = f"{'d' * 63}:{'7' * 128}", f"{'d' * 63}:{'7' * 127}8"
    queue.send([replace(ORDER, group=group) for group in (longest, other, "d" * 128)])
    [sent] = entries(vendor)
    lanes = [entry["MessageGroupId"] for entry in sent]
    assert len(set(lanes)) == 3
    assert max(map(len, lanes)) <= 128


def test_the_same_order_has_the_same_name_unless_it_goes_again(vendor: Vendor, queue: SqsQueue) -> None:
    vendor.answers(taken(3), taken(1))
    queue.send([ORDER, ORDER, replace(ORDER, case_id="c2")])
    queue.send([ORDER], again="2026-11-21T12:00")
    [[first, second, other], [lost]] = entries(vendor)
    names = [entry["MessageDeduplicationId"] for entry in (first, second, other, lost)]
    assert names[0] == names[1]
    assert len(set(names)) == 3


def test_ten_at_a_time_and_each_to_its_queue(vendor: Vendor, queue: SqsQueue) -> None:
    vendor.answers(taken(10), taken(2), taken(1))
    orders = [replace(ORDER, order_id=str(number)) for number in range(12)]
    queue.send([*orders, replace(ORDER, destination=Destination.SLACK)])
    assert [(asked.json["QueueUrl"].rpartition("/")[2], len(asked.json["Entries"])) for asked in vendor.asked] == [
        ("jira.fifo", 10),
        ("jira.fifo", 2),
        ("slack.fifo", 1),
    ]
    assert [entry["MessageBody"][-4:-2] for entry in entries(vendor)[1]] == ["10", "11"]


def test_nothing_is_sent_for_nothing(vendor: Vendor, queue: SqsQueue) -> None:
    queue.send([])
    assert vendor.asked == []


def test_what_was_not_taken_is_counted_and_nothing_runs_ahead(vendor: Vendor, queue: SqsQueue) -> None:
    failed = {"Id": "3", "Code": "InternalError", "SenderFault": False, "Message": "hunter2"}
    vendor.answers(as_json({"Successful": [{"Id": str(number)} for number in range(9)], "Failed": [failed]}))
    with pytest.raises(Retryable, match=r"1 of 10 orders for jira not taken \(InternalError\)"):
        queue.send([replace(ORDER, order_id=str(number)) for number in range(12)])
    assert len(vendor.asked) == 1


@pytest.mark.parametrize(
    "reply",
    [Drop(), Reply(200, HTML), Reply(503, HTML), as_json({"__type": "com.amazonaws.sqs#QueueDoesNotExist"}, 400)],
)
def test_every_failure_is_retryable(vendor: Vendor, queue: SqsQueue, reply: Reply) -> None:
    vendor.answers(reply)
    with pytest.raises(Retryable):
        queue.send([ORDER])
    assert len(vendor.asked) == 1


def test_a_queue_without_an_address(queue: SqsQueue) -> None:
    with pytest.raises(Retryable, match="mail"):
        queue.send([replace(ORDER, destination=Destination.MAIL)])


class TestPostponing:
    @pytest.mark.parametrize("reply", [Drop(), Reply(503, HTML)])
    def test_a_failure_is_retryable(self, vendor: Vendor, queue: SqsQueue, reply: Reply) -> None:
        vendor.answers(reply)
        with pytest.raises(Retryable):
            queue.postpone(Destination.JIRA, "receipt", 30)

    def test_the_message_comes_again_later(self, vendor: Vendor, queue: SqsQueue) -> None:
        vendor.answers(as_json({}))
        queue.postpone(Destination.JIRA, "receipt", 30)
        assert vendor.asked[0].json["VisibilityTimeout"] == 30
        assert vendor.asked[0].json["ReceiptHandle"] == "receipt"

    def test_no_longer_than_sqs_allows(self, vendor: Vendor, queue: SqsQueue) -> None:
        vendor.answers(as_json({}))
        queue.postpone(Destination.JIRA, "receipt", 10**6)
        assert vendor.asked[0].json["VisibilityTimeout"] < 12 * 60 * 60

    @pytest.mark.parametrize("code", ["MessageNotInflight", "ReceiptHandleIsInvalid", "InvalidParameterValue"])
    def test_a_message_that_is_not_in_flight_needs_none(self, vendor: Vendor, queue: SqsQueue, code: str) -> None:
        vendor.answers(as_json({"__type": f"com.amazonaws.sqs#{code}"}, 400))
        queue.postpone(Destination.JIRA, "receipt", 30)
