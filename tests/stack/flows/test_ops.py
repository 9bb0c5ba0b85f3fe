"""The operators' commands on a deployed stack, as a person starts them."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from chalicelib.model.orders import Destination
from infra.deploy import STACK
from infra.local_stack import LocalStack
from ops.place import Place, find
from tests.rules.code import ROOT
from tests.stack.flows.scene import Scene
from tests.stack.polling import eventually

pytestmark = pytest.mark.stack


@pytest.fixture
def place(stack: LocalStack) -> Place:
    return find(STACK, stack.engine.endpoint)


def ops(stack: LocalStack, *words: str) -> list[dict[str, Any]]:
    """The command, in a process of its own that knows nothing but where the engine is."""
    command = [sys.executable, "-m", "ops", "--endpoint", stack.engine.endpoint, "--json", *words]
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "WILCO_"))}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@contextmanager
def nobody_works(stack: LocalStack, queue_url: str) -> Iterator[None]:
    """The queue's worker is not called."""
    client = stack.engine.client("lambda")
    name = queue_url.rpartition("/")[2]
    (mapping,) = [
        one
        for one in client.list_event_source_mappings()["EventSourceMappings"]
        if one["EventSourceArn"].rpartition(":")[2] == name
    ]
    client.update_event_source_mapping(UUID=mapping["UUID"], Enabled=False)
    try:
        yield
    finally:
        client.update_event_source_mapping(UUID=mapping["UUID"], Enabled=True)


def test_what_the_queue_gave_up_is_found_explained_and_sent_again(
    stack: LocalStack, scene: Scene, place: Place
) -> None:
    anna, sqs = scene.person("Anna"), stack.engine.client("sqs")
    queue, dead = place.orders(Destination.MAIL), place.dead_letters(Destination.MAIL)
    with nobody_works(stack, queue):
        scene.send(anna)
        (letter,) = eventually(lambda: _receive(sqs, queue))
        sqs.delete_message(QueueUrl=queue, ReceiptHandle=letter["ReceiptHandle"])
    sqs.send_message(
        QueueUrl=dead,
        MessageBody=letter["Body"],
        MessageGroupId=letter["Attributes"]["MessageGroupId"],
        MessageDeduplicationId="given-up",
    )
    (waiting,) = ops(stack, "orders", "--destination", "mail", "--state", "waiting")
    assert anna.email not in str(waiting)
    assert "mails one notice to one follower" in str(ops(stack, "explain", waiting["order"]))

    (moved,) = ops(stack, "redrive", "mail")
    assert moved == {"queue": "mail", "sent_again": 1, "done_already": 0, "left": 0}
    scene.world.until_quiet()
    assert scene.told(anna) == ["received"]
    case = waiting["order"].partition("/")[0]
    assert {line["state"] for line in ops(stack, "orders", "--case", case)} == {"done"}


def test_the_kill_switch(stack: LocalStack, scene: Scene) -> None:
    held = {gate["destination"]: gate for gate in ops(stack, "hold", "mail", "--by", "erin")}
    assert held["mail"]["held_by"] == "erin"
    assert held["mail"]["held_since"]
    assert {gate["held_by"] for gate in ops(stack, "release", "mail")} == {None}


def _receive(sqs: Any, url: str) -> list[dict[str, Any]]:
    answer = sqs.receive_message(QueueUrl=url, AttributeNames=["MessageGroupId"])
    found: list[dict[str, Any]] = answer.get("Messages", [])
    return found
