"""Promise 1: nothing accepted is lost, although everything that delivers it ends in mid-flight and comes back later."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from infra.engine import Engine
from infra.local_stack import Ports, local_stack
from sandbox.identity import Customer
from tests.stack.flows.scene import Scene, in_jira_and_slack_once
from tests.stack.polling import eventually
from tour.world import Json, World

pytestmark = pytest.mark.stack


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A stack of its own, since the others would miss it."""
    state = tmp_path_factory.mktemp("restarted")
    with local_stack(Ports.free(), state, print, enforce_iam=True) as stack, World(stack) as world:
        yield world


def test_the_engine_ends_in_mid_flight_and_comes_back(scene: Scene) -> None:
    people = [scene.person(name) for name in ("Ann", "Ben", "Cleo", "Dan", "Eve", "Finn", "Gus", "Hal")]
    first = scene.send(people[0])
    with ThreadPoolExecutor(4) as crowd:
        sent = [crowd.submit(_send_unless_gone, scene, person) for person in people[1:]]
        engine = scene.world.stack.engine
        eventually(lambda: scene.world.counts()["calls"].get("jira", {}).get("POST /issue", 0) > 0)
        engine.stop()
    accepted = {person: task.result() for person, task in zip(people[1:], sent, strict=True)}
    _an_hour_passes(engine)
    engine.start()
    engine.wait()
    _sweep(engine)
    scene.world.until_quiet()
    receipts = {people[0]: first} | {person: receipt for person, receipt in accepted.items() if receipt}
    in_jira_and_slack_once(scene, list(receipts.values()))
    for person in receipts:
        assert scene.told(person) in (["received"], [])  # cut off while it was sent: unknown, and not guessed


def _send_unless_gone(scene: Scene, person: Customer) -> Json | None:
    """Report; the receipt when it was accepted, None when the engine was gone."""
    try:
        answer = scene.world.report(scene.click(person))
    except httpx.HTTPError:
        return None
    return answer.json() if answer.status_code == 202 else None


def _an_hour_passes(engine: Engine) -> None:
    """What the engine kept, as old as after an hour: leases and visibility time-outs are over."""
    for service in ("sqs", "dynamodb"):
        file = engine.state / "services" / f"{service}.json"
        file.write_text(json.dumps(_aged(json.loads(file.read_text(encoding="utf-8")))), encoding="utf-8")


def _aged(kept: Any) -> Any:
    past = {"visible_at": 0.0, "leased_until": {"N": "0"}, "due_at": {"S": "2000-01-01T00:00:00+00:00"}}
    if isinstance(kept, list):
        return [_aged(one) for one in kept]
    if isinstance(kept, dict):
        return {name: past[name] if name in past and value else _aged(value) for name, value in kept.items()}
    return kept


def _sweep(engine: Engine) -> None:
    """What the schedule does once a minute."""
    functions = engine.client("lambda").list_functions()["Functions"]
    (sweep,) = (one["FunctionName"] for one in functions if "Sweep" in one["FunctionName"])
    tick: Json = {
        "version": "0",
        "id": "tick",
        "detail-type": "Scheduled Event",
        "source": "aws.events",
        "account": "0",
    }
    tick |= {"time": "2000-01-01T00:00:00Z", "region": "us-east-1", "resources": [], "detail": {}}
    answer = engine.client("lambda").invoke(FunctionName=sweep, Payload=json.dumps(tick))
    assert "FunctionError" not in answer, answer["Payload"].read()
