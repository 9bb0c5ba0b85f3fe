"""Promise 1: nothing accepted is lost; and on the way promises 2 to 4, whatever fails, in whatever order.

Each seed is another day on which everything goes wrong: vendors refuse, time out before and after they have done it,
and workers die. In the end all is there, once, linked, and in order; what nobody can know is counted as unknown.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from chalice.test import Client

from app import app
from chalicelib import wiring
from chalicelib.decisions.jira_news import look_again
from chalicelib.entrances.http_reports import accept
from chalicelib.errors import Conflict, DeliveryError, Retryable, Unknown
from chalicelib.model.case import Case
from chalicelib.model.report import Report
from chalicelib.observe import now
from chalicelib.store.cases import get_case, get_report
from chalicelib.store.commit import commit
from chalicelib.store.orders import ledger
from infra.engine import Engine
from tests.builders import NOW, a_person, a_report
from tests.conftest import World
from tests.pump import Killed, Pump, Reaper

READS = {"find", "read", "read_comment", "permalink"}
PLACES = ("orders", "cart", "search")
SEEDS = range(8)


class Unreliable:
    """A vendor on a bad day: some calls are refused, some lost on the way there, some on the way back."""

    def __init__(self, vendor: object, chance: Random, share: float) -> None:
        self._vendor, self._chance, self._share = vendor, chance, share

    def __getattr__(self, name: str) -> Callable[..., Any]:
        call: Callable[..., Any] = getattr(self._vendor, name)

        def unreliable(*args: Any, **kwargs: Any) -> Any:
            if self._chance.random() < self._share:
                raise self._failure(name)
            answer = call(*args, **kwargs)
            if name not in READS and self._chance.random() < self._share:
                raise Unknown("the line dropped after it was done")
            if self._chance.random() < self._share / 4:
                raise Killed(name)
            return answer

        return unreliable

    def _failure(self, name: str) -> DeliveryError:
        failures = [Retryable("429", self._chance.choice([None, 1, 60])), Retryable("503"), Conflict("changed")]
        return self._chance.choice(failures if name in READS else [*failures, Unknown("timed out")])


def reports(chance: Random, count: int) -> list[Report]:
    """Clicks of some people at some places, several of them the same click again."""
    made = []
    for number in range(count):
        person = a_person(chance.randrange(6))
        url = f"https://shop.example/{chance.choice(PLACES)}/{number}"
        made.append(replace(a_report(number=number, url=url), person=person))
    return made + chance.sample(made, count // 3)


def the_case(case_id: str) -> Case:
    case = get_case(case_id)
    assert case is not None
    return case


@pytest.mark.parametrize("seed", SEEDS)
def test_on_a_day_on_which_everything_fails(
    world: World, pump: Pump, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    chance = Random(seed)
    for name, vendor in (("tracker", world.jira), ("channel", world.slack), ("mailer", world.mail)):
        monkeypatch.setattr(wiring, name, _handing(Unreliable(vendor, chance, chance.choice([0.1, 0.3]))))
    accepted = []
    for report in reports(chance, 9):
        accepted.append(accept(report, None, NOW))
        pump.turn(chance.randrange(4))
    with Reaper(chance.randrange(1, 60)).at_the_table():
        pump.run()
    cases = sorted({report.case_id for report in accepted})
    for status in ("In Progress", "Done"):
        for case_id in cases:
            kept = world.jira.issues[getattr(the_case(case_id).issue, "id", "")]
            kept.status, kept.updated_at = status, world.jira._tick()
            commit(look_again(case_id, f"{status}-{case_id}", None), NOW)
        pump.run()
    check_nothing_lost(world, accepted)
    for case_id in cases:
        check_one_of_everything(world, case_id)
        check_everybody_heard_in_order(world, case_id)


def check_nothing_lost(world: World, accepted: list[Report]) -> None:
    for report in accepted:
        kept = get_report(report.id)
        assert kept is not None
        case = the_case(kept.case_id)
        assert case.issue is not None
    for case_id in {report.case_id for report in accepted}:
        people = {report.person.id for report in accepted if report.case_id == case_id}
        assert the_case(case_id).affected == len(people)


def check_one_of_everything(world: World, case_id: str) -> None:
    """One issue, one message, linked to each other and to the report of each person (promises 2 and 4)."""
    case = the_case(case_id)
    (issue,) = [kept for kept in world.jira.issues.values() if f"wilco-{case_id}" in kept.fields["labels"]]
    assert case.issue == issue.issue
    (message,) = [
        kept for kept in world.slack.messages if kept.thread_ts is None and kept.order_id.startswith(f"{case_id}/")
    ]
    assert case.thread is not None
    assert case.thread.ts == message.thread.ts
    assert issue.issue.key in repr(message.message.blocks)
    assert f"wilco:thread:{case_id}" in issue.links
    assert len([link for link in issue.links if link.startswith("wilco:report:")]) >= case.affected
    lines = [kept.order_id for kept in world.slack.messages if kept.thread_ts == message.thread.ts]
    assert len(lines) == len(set(lines)), "no line stands in the thread twice"


def check_everybody_heard_in_order(world: World, case_id: str) -> None:
    """Each change at most once and in order (promise 3); what is missing is counted as unknown or was overtaken."""
    states = ledger(case_id)
    assert {state for name, state in states.items() if state != "done"} <= {"unknown"}
    assert all(name.startswith(("received:", "mail:")) for name, state in states.items() if state == "unknown")
    heard: dict[str, list[str]] = {}
    for mail in world.mail.sent:
        if mail.headers["X-Wilco-Case"] == case_id:
            heard.setdefault(mail.to, []).append(mail.headers["X-Wilco-Kind"])
    life = ["received", "in_progress", "resolved"]
    for kinds in heard.values():
        assert kinds == [kind for kind in life if kind in kinds]


def _handing(made: object) -> Callable[[], Any]:
    return lambda: made


def test_what_the_queue_gave_up_in_a_long_outage_comes_back_and_nothing_behind_it_is_lost(
    world: World, table: str, store_engine: Engine
) -> None:
    """Jira was away for longer than the queue tries. What came later must wait, not fail, until the sweep has been."""
    began = now() - timedelta(hours=2)
    pump = Pump(store_engine, world.queue, began)
    first = accept(a_report(), None, began)
    pump.turn(1)
    pump.give_up("jira:opened")
    pump.now += timedelta(minutes=10)
    second = accept(replace(a_report(number=2), person=a_person(2)), None, pump.now)
    pump.turn(40)
    assert world.jira.issues == {}
    assert "failed" not in ledger(first.case_id).values()
    Client(app).lambda_.invoke("sweep", SCHEDULED)
    pump.run()
    pump.close()
    check_nothing_lost(world, [first, second])
    check_one_of_everything(world, first.case_id)


SCHEDULED = {
    "version": "0",
    "account": "000000000000",
    "region": "us-east-1",
    "detail": {},
    "detail-type": "Scheduled Event",
    "source": "aws.events",
    "time": "2026-11-21T12:00:00Z",
    "id": "1",
    "resources": [],
}
