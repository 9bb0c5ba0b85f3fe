"""From the stream to the queues: all in order, or the whole batch again."""

import pytest
from chalice.test import Client

from app import app
from chalicelib.errors import Retryable
from chalicelib.model.orders import Destination
from tests.conftest import World
from tests.events import stream_event

ROWS = [
    {"pk": f"CASE#c-{number}", "sk": f"ORDER#it:{number}", "destination": destination.value, "group": f"lane-{number}"}
    for number, destination in enumerate(Destination)
]


def relay(rows: list[dict[str, str]]) -> None:
    Client(app).lambda_.invoke("relay", stream_event(rows))


def test_every_order_goes_to_its_destination_in_the_streams_order(world: World) -> None:
    relay(ROWS)
    assert [(order.destination, order.case_id, order.order_id, order.group) for order in world.queue.sent] == [
        (destination, f"c-{number}", f"it:{number}", f"lane-{number}") for number, destination in enumerate(Destination)
    ]


def test_a_batch_that_was_not_all_taken_comes_again_and_is_sent_once(world: World) -> None:
    world.queue.commit_then_fail(Retryable("2 of 4 not taken"))
    with pytest.raises(Retryable):
        relay(ROWS)
    relay(ROWS)
    assert len(world.queue.sent) == len(ROWS)


def test_the_log_counts_and_names_nobody(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    relay(ROWS)
    assert f'"orders":{len(ROWS)}' in capsys.readouterr().out
