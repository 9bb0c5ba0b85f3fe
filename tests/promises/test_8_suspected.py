"""Promise 8 where a surge begins: however many people report in an area, Slack has one message of it."""

from datetime import datetime, timedelta

import pytest
from chalice.test import Client

from app import app
from chalicelib.entrances import facts
from chalicelib.entrances.http_reports import accept
from chalicelib.entrances.surges import look_at_areas
from chalicelib.errors import Unknown
from chalicelib.model.decision import Decision
from chalicelib.model.suspicion import AreaLearnt
from chalicelib.store.commit import commit
from tests.builders import NOW, a_person, a_quiet_area, a_report
from tests.conftest import World
from tests.events import slack_press, slack_request
from tests.fakes import KeptMessage
from tests.pump import Pump

PEOPLE = 30
PAGES = ("orders/1", "basket", "search")


class Clock:
    """What `now` says where people are counted, which the test moves."""

    def __init__(self) -> None:
        self.at = NOW

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(facts, "now", made)
    return made


def told(world: World) -> list[KeptMessage]:
    """The messages of suspicions."""
    return [kept for kept in world.slack.messages if kept.order_id.startswith("surge:")]


def report_and_sweep(pump: Pump, clock: Clock, people: int, minutes: int) -> None:
    """So many people report, a few each minute, each minute the sweep looks, and one person in three clicks twice."""
    sent = 0
    for minute in range(minutes):
        while sent < people * (minute + 1) // minutes:
            sent += 1
            page = PAGES[sent % len(PAGES)]
            for click in range(2 if sent % 3 == 0 else 1):
                report = a_report(number=sent * 10 + click, person=a_person(sent), url=f"https://shop.example/{page}")
                accept(report, None, clock.at)
        pump.run()
        clock.at += timedelta(minutes=1)
        look_at_areas(clock.at)
        look_at_areas(clock.at)  # two sweeps at once
        pump.run()


def test_thirty_people_in_ten_minutes_are_one_message(world: World, pump: Pump, clock: Clock) -> None:
    commit(Decision("watched", (AreaLearnt(a_quiet_area(clock.at)),)), clock.at)
    report_and_sweep(pump, clock, PEOPLE, 10)
    (kept,) = told(world)
    assert kept.thread.channel == "C0WILCO"
    assert kept.updates == 0
    assert kept.message.text.startswith("⚠️ Suspected surge · Prices (The Shop): 3 people in 5 minutes; usual is 0–")
    assert "browse/SHOP-1|SHOP-1>" in str(kept.message.blocks)


def test_its_answer_is_lost(world: World, pump: Pump, clock: Clock) -> None:
    commit(Decision("watched", (AreaLearnt(a_quiet_area(clock.at)),)), clock.at)
    for number in range(PEOPLE):
        accept(a_report(number=number, person=a_person(number)), None, clock.at)
    pump.run()
    world.slack.commit_then_fail(Unknown("the answer was lost"))
    look_at_areas(clock.at + timedelta(minutes=1))
    pump.run()
    assert len(told(world)) == 1
    assert "find" in world.slack.calls


def test_not_an_outage_and_then_over(world: World, pump: Pump, clock: Clock) -> None:
    commit(Decision("watched", (AreaLearnt(a_quiet_area(clock.at)),)), clock.at)
    report_and_sweep(pump, clock, PEOPLE, 2)
    (kept,) = told(world)
    button = kept.message.blocks[-1]["elements"][1]  # beside *Start surge mode…*
    body, headers = slack_request(slack_press(button["action_id"], button["value"]))
    for _ in range(2):
        answer = Client(app).http.post("/v1/slack/interactions", headers=headers, body=body)
        assert answer.status_code == 200, answer.body
    pump.run()
    assert kept.message.text.startswith("🔕 Not an outage, says Erin")
    assert (kept.updates, len(told(world))) == (1, 1)


def test_over_when_it_is_calm(world: World, pump: Pump, clock: Clock) -> None:
    commit(Decision("watched", (AreaLearnt(a_quiet_area(clock.at)),)), clock.at)
    report_and_sweep(pump, clock, PEOPLE, 2)
    for _ in range(24 * 4):
        clock.at += timedelta(minutes=15)
        look_at_areas(clock.at)
        pump.run()
    (kept,) = told(world)
    assert kept.message.text.startswith("🟢 A suspected surge is over")
    assert kept.updates == 1
