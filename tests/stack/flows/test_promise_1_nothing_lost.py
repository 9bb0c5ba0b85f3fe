"""Promise 1: nothing accepted is lost. Whatever is down delays, and afterwards everything has arrived once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event

import httpx
import pytest

from sandbox.identity import Customer
from tests.stack.flows.scene import Scene
from tests.stack.polling import eventually

pytestmark = pytest.mark.stack


@pytest.mark.parametrize(
    ("vendor", "fault", "match"),
    [
        ("jira", "500", ""),
        ("jira", "drop", ""),
        ("slack", "500", ""),
        ("slack", "drop", ""),
        ("mail", "451", ""),
    ],
)
def test_a_vendor_that_is_down_only_delays(scene: Scene, vendor: str, fault: str, match: str) -> None:
    ann, boris = scene.person("Ann"), scene.person("Boris", "ru")
    scene.world.break_down(vendor, fault, match)
    receipts = [scene.send(ann), scene.send(boris)]
    eventually(lambda: sum(scene.world.faults_that_struck().values()) >= 2)
    assert [scene.world.state_of(receipt["tracking_url"])["status"] for receipt in receipts] == ["received"] * 2
    scene.world.mend()
    scene.world.until_quiet()
    _arrived_once(scene, [ann, boris], receipts_of=receipts)


def test_the_engine_ends_in_mid_flight_and_comes_back(scene: Scene) -> None:
    people = [scene.person(name) for name in ("Ann", "Ben", "Cleo", "Dan", "Eve", "Finn", "Gus", "Hal")]
    first = scene.send(people[0])
    stopping = Event()
    with ThreadPoolExecutor(4) as crowd:
        sent = [crowd.submit(_keep_sending, scene, person, stopping) for person in people[1:]]
        engine = scene.world.stack.engine
        eventually(lambda: scene.world.counts()["calls"].get("jira", {}).get("POST /issue", 0) > 0)
        engine.stop()
        stopping.set()
    accepted = {person: task.result() for person, task in zip(people[1:], sent, strict=True)}
    engine.start()
    engine.wait()
    with _time_flies(scene):
        scene.world.until_quiet()
    receipts = [first, *(receipt for receipt in accepted.values() if receipt)]
    _arrived_once(scene, [people[0], *(p for p, receipt in accepted.items() if receipt)], receipts_of=receipts)


def _keep_sending(scene: Scene, person: Customer, stopping: Event) -> dict[str, object] | None:
    """Report until the engine has answered or is gone; the receipt when it was accepted."""
    try:
        answer = scene.world.report(scene.click(person))
    except httpx.HTTPError:
        return None
    return answer.json() if answer.status_code == 202 else None


@contextmanager
def _time_flies(scene: Scene) -> Iterator[None]:
    yield


def _arrived_once(scene: Scene, people: list[Customer], receipts_of: list[dict[str, str]]) -> None:
    links = scene.links()
    for receipt in receipts_of:
        assert links.count(receipt["tracking_url"]) == 1
    assert len(scene.parents()) == 1
    assert len(links) == len(receipts_of) + 1  # and the thread
    for person in people:
        assert scene.told(person) == ["received"]
    lines = scene.thread()
    assert len(lines) == len(set(lines))
