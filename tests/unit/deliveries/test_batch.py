"""A batch in Lambda's shape: a failed message stops its lane and nobody else's, and the waits are the vendor's."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from chalice.test import Client

from app import app
from chalicelib.deliveries import batch
from chalicelib.deliveries.batch import Answer, work
from chalicelib.errors import Retryable
from chalicelib.model.decision import CaseOpened, Decision
from chalicelib.model.orders import Destination
from chalicelib.store.commit import commit
from chalicelib.store.orders import Claim, Outcome, ledger
from tests.builders import NOW, a_case, an_order
from tests.conftest import World
from tests.events import order_message, sqs_event

pytestmark = pytest.mark.usefixtures("table")


def ordered(*names: str) -> None:
    """Orders named lane-number; each lane is a case."""
    for name in names:
        lane = name.split("-")[0]
        order = an_order(id=name, case_id=lane, group=lane, destination=Destination.JIRA)
        commit(Decision("ordered", orders=(order,)), NOW)


def event(*names: str) -> dict[str, Any]:
    return sqs_event([(order_message(name.split("-")[0], name), name.split("-")[0]) for name in names])


class Worker:
    """Fails at the orders that it is told to."""

    def __init__(self, **fails: Exception) -> None:
        self._fails = {name.replace("_", "-"): error for name, error in fails.items()}
        self.done: list[str] = []

    def act(self, claim: Claim, now: datetime) -> Outcome:
        if error := self._fails.get(claim.order.id):
            raise error
        self.done.append(claim.order.id)
        return Outcome("")


def failed(answer: Answer) -> list[str]:
    return [one["itemIdentifier"] for one in answer["batchItemFailures"]]


def test_everything_goes_well(world: World) -> None:
    ordered("a-1", "b-1", "a-2")
    worker = Worker()
    assert work(event("a-1", "b-1", "a-2"), Destination.JIRA, worker.act) == {"batchItemFailures": []}
    assert worker.done == ["a-1", "b-1", "a-2"]


def test_a_failure_stops_its_lane_only_and_all_of_the_lane_comes_again_at_the_same_time(world: World) -> None:
    names = ("a-1", "b-1", "a-2", "c-1", "a-3", "b-2")
    ordered(*names)
    worker = Worker(a_1=Retryable("429", 40), b_2=Retryable("503", 9))
    answer = work(event(*names), Destination.JIRA, worker.act)
    assert worker.done == ["b-1", "c-1"]
    assert failed(answer) == ["message-1", "message-3", "message-5", "message-6"]
    assert world.queue.postponed == [
        (Destination.JIRA, "receipt-1", 40),
        (Destination.JIRA, "receipt-3", 40),
        (Destination.JIRA, "receipt-5", 40),
        (Destination.JIRA, "receipt-6", 9),
    ]


def test_the_lane_goes_on_where_it_stopped(world: World) -> None:
    ordered("a-1", "a-2")
    assert len(failed(work(event("a-1", "a-2"), Destination.JIRA, Worker(a_1=Retryable("503")).act))) == 2
    worker = Worker()
    assert work(event("a-1", "a-2"), Destination.JIRA, worker.act) == {"batchItemFailures": []}
    assert worker.done == ["a-1", "a-2"]


def test_a_surprise_keeps_the_message_and_says_only_its_kind(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    ordered("a-1", "b-1")
    worker = Worker(a_1=ValueError("anna@example.com"))
    assert failed(work(event("a-1", "b-1"), Destination.JIRA, worker.act)) == ["message-1"]
    assert worker.done == ["b-1"]
    said = capsys.readouterr().out
    assert '"error":"ValueError"' in said
    assert "anna" not in said


def test_a_slow_vendor_does_not_use_up_the_receives_of_those_who_wait(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What our time does not suffice for comes again in a while: at once would count as received twenty times soon."""
    ordered("a-1", "b-1", "c-1")
    clock = [NOW]
    monkeypatch.setattr(batch, "now", lambda: clock[0])
    worker = Worker()

    def slow(claim: Claim, at: datetime) -> Outcome:
        clock[0] += timedelta(seconds=13)
        return worker.act(claim, at)

    answer = work(event("a-1", "b-1", "c-1"), Destination.JIRA, slow)
    assert worker.done == ["a-1"]
    assert failed(answer) == ["message-2", "message-3"]
    assert [seconds for _, _, seconds in world.queue.postponed] == [6, 6]


@pytest.mark.parametrize("body", ["", "{}", "[]", "null", '{"case": "a"}', "not json"])
def test_a_message_that_is_not_ours_goes_to_the_dead_letters_in_its_time(world: World, body: str) -> None:
    ordered("b-1")
    odd = sqs_event([(body, "a"), (order_message("b", "b-1"), "b")])
    worker = Worker()
    assert failed(work(odd, Destination.JIRA, worker.act)) == ["message-1"]
    assert worker.done == ["b-1"]


def test_a_queue_that_can_not_postpone_does_not_cost_the_answer(world: World) -> None:
    ordered("a-1", "b-1")
    world.queue.fail_next(Retryable("throttled"))
    worker = Worker(a_1=Retryable("503"))
    assert failed(work(event("a-1", "b-1"), Destination.JIRA, worker.act)) == ["message-1"]
    assert worker.done == ["b-1"]


@pytest.mark.parametrize("name", ["to_jira", "to_slack", "to_mail", "fan_out"])
def test_every_worker_answers_in_lambdas_shape(world: World, name: str) -> None:
    """As Lambda invokes it, through Chalice: an order for somebody else's vendor is recorded as failed."""
    commit(Decision("ordered", (CaseOpened(a_case()),), (an_order(id="odd"),)), NOW)
    payload = Client(app).lambda_.invoke(name, sqs_event([(order_message(a_case().id, "odd"), "lane")])).payload
    assert payload == {"batchItemFailures": []}
    assert ledger(a_case().id)["odd"] == ("done" if name == "to_slack" else "failed")
