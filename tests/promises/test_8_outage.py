"""Promise 8: in an outage the load on Jira and Slack does not grow with the reports, and everyone is answered, once."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

import pytest
from chalice.test import Client

from app import app
from chalicelib.decisions.outages import Draft
from chalicelib.entrances import facts, outages, surges
from chalicelib.entrances.http_reports import accept
from chalicelib.entrances.saying_same import say_same
from chalicelib.model.case import Case
from chalicelib.model.decision import CaseOpened, Decision
from chalicelib.model.status import Status
from chalicelib.model.suspicion import AreaLearnt
from chalicelib.store import cases, keys, open_cases
from chalicelib.store.cases import get_case, get_report
from chalicelib.store.changes import WAITS_FOR_FACTS
from chalicelib.store.commit import commit
from chalicelib.store.followers import stand_ins
from chalicelib.store.outages import with_people
from chalicelib.store.overdue import oldest, row_data
from tests.builders import NOW, a_case, a_person, a_quiet_area, a_report
from tests.conftest import World
from tests.events import slack_press, slack_request
from tests.pump import Killed, Pump, Reaper

KNOWN = {"en": "Prices are wrong in the whole shop.", "ru": "Цены неверны во всём магазине."}
NEWS = {"en": "We have found the cause.", "ru": "Мы нашли причину."}
SORRY = {"en": "A wrong setting. We are sorry.", "ru": "Ошибка в настройке. Просим прощения."}


@pytest.fixture(autouse=True)
def counted_then(monkeypatch: pytest.MonkeyPatch) -> None:
    """People are counted at the test's own time."""
    at: Callable[[], datetime] = lambda: NOW  # noqa: E731
    monkeypatch.setattr(facts, "now", at)


def declared(world: World, pump: Pump, cases: tuple[str, ...] = ()) -> Case:
    case = outages.declare(
        "shop", ("prices",), Draft("form-1", KNOWN, next_by=NOW + timedelta(hours=1)), cases, "Erin", NOW
    )
    open_cases._seen.clear()  # every process knows a few seconds later
    pump.run()
    return case


def reports(people: range, clicks: int = 1) -> None:
    for number in people:
        for click in range(clicks):
            sent = a_report(number=number * 10 + click, person=a_person(number), url=f"https://shop.example/{number}")
            accept(sent, None, NOW + timedelta(seconds=10))


@pytest.mark.parametrize("people", [5, 40])
def test_jira_and_slack_hear_the_same_however_many_report(world: World, pump: Pump, people: int) -> None:
    case = declared(world, pump)
    reports(range(people), clicks=2)
    pump.run()
    outages.look_at_outages(NOW + timedelta(minutes=1))
    pump.run()
    assert len(world.jira.issues) == 1
    assert world.jira.calls == ["open", "link"]
    (message,) = world.slack.messages
    assert f"{people} people affected" in message.message.text
    assert with_people(get_case(case.id) or case).affected == people
    assert sorted(mail.to for mail in world.mail.sent) == sorted(
        a_person(number).email or "" for number in range(people)
    )
    assert all(KNOWN["en"] in mail.text for mail in world.mail.sent)


def test_everyone_hears_each_update_once(world: World, pump: Pump) -> None:
    reports(range(3))
    pump.run()
    before = outages.may_join("shop", ["prices"], NOW)
    case = declared(world, pump, tuple(one.id for one in before))
    reports(range(2, 9), clicks=2)  # the third person has reported before as well
    pump.run()
    world.mail.sent.clear()
    assert (
        outages.update(case.id, Draft("form-2", NEWS, "identified"), "Erin", NOW + timedelta(minutes=5)) == "an update"
    )
    assert outages.update(case.id, Draft("form-2", NEWS, "identified"), "Erin", NOW) == "it is sent already"
    pump.run()
    everyone = sorted(a_person(number).email or "" for number in range(9))
    assert sorted(mail.to for mail in world.mail.sent) == everyone
    world.mail.sent.clear()
    assert outages.update(case.id, Draft("form-3", SORRY, "resolved"), "Erin", NOW + timedelta(minutes=9)) == "the end"
    pump.run()
    assert sorted(mail.to for mail in world.mail.sent) == everyone
    assert all(SORRY["en"] in mail.text and "/rating?how=great" in mail.text for mail in world.mail.sent)


@pytest.mark.usefixtures("table")
def test_cases_join_once_wherever_the_worker_is_killed() -> None:
    reaper = Reaper(at=1)
    while True:
        opened = [a_case(id=f"c{reaper.at}{letter}-1", fingerprint=f"c{reaper.at}{letter}") for letter in "ab"]
        commit(Decision("opened", tuple(CaseOpened(case) for case in opened)), NOW)
        draft, ids = Draft(f"form-{reaper.at}", KNOWN), tuple(case.id for case in opened)
        outage = outages.declare("shop", ("prices",), draft, ids, "Erin", NOW)
        key, data = keys.joining(outage.id), row_data(keys.joining(outage.id))
        assert data
        with suppress(Killed), reaper.at_the_table():
            facts.judge(key, data)
        facts.judge(key, data)
        assert [one.of_case for one in stand_ins(outage.id)] == [*ids]
        assert {(get_case(case_id) or outage).merged_into for case_id in ids} == {outage.id}
        assert oldest(WAITS_FOR_FACTS) is None
        if not reaper.came:
            break
        reaper = Reaper(at=reaper.at + 1)
    assert reaper.at > 10


def test_whoever_has_reported_two_of_its_problems_before_and_one_of_them_again_is_told_of_it_once(
    world: World, pump: Pump
) -> None:
    for number, place in enumerate(("17", "17/items"), 1):
        url = f"https://shop.example/orders/{place}"
        accept(a_report(number=number, person=a_person(1), url=url), None, NOW)
    pump.run()
    before = outages.may_join("shop", ["prices"], NOW)
    assert len(before) == 2
    declared(world, pump, tuple(one.id for one in before))
    reports(range(1, 3), clicks=2)
    pump.run()
    told = [mail.to for mail in world.mail.sent if mail.tags["kind"] == "outage"]
    assert sorted(told) == [a_person(1).email, a_person(2).email]


def test_a_suspicion_leads_to_an_outage_or_is_part_of_one(world: World, pump: Pump) -> None:
    raised(world, pump)
    outages.declare("shop", ("prices",), Draft("form-1", KNOWN), (), "Erin", NOW + timedelta(minutes=1))
    surges.look_at("shop", ["prices"], NOW + timedelta(minutes=1))
    pump.run()
    assert suspected(world).startswith("🔴 Surge mode is on")


def test_the_outage_has_spread(world: World, pump: Pump) -> None:
    case = outages.declare("shop", ("orders",), Draft("form-1", KNOWN), (), "Erin", NOW)
    raised(world, pump)
    (message,) = [kept.message for kept in world.slack.messages if kept.order_id.startswith("surge:")]
    (button,) = [one for one in message.blocks[-1]["elements"] if one["action_id"].startswith("part_of:")]
    for trigger in ("t1", "t2"):
        body, headers = slack_request(slack_press(button["action_id"], button["value"], trigger_id=trigger))
        with Client(app) as client:
            assert client.http.post("/v1/slack/interactions", body=body, headers=headers).status_code == 200
    after = get_case(case.id)
    assert after is not None
    assert after.outage is not None
    assert after.outage.areas == ("orders", "prices")
    pump.run()
    assert suspected(world).startswith("🔴 Surge mode is on")


def test_it_declares_itself_where_nobody_answers(world: World, pump: Pump, rewritten: Any) -> None:
    rewritten(surge={"least": 3, "chance": 2, "declares_itself_after": 10})
    raised(world, pump)
    surges.look_at("shop", ["prices"], NOW + timedelta(minutes=9))
    assert outages.open_of("shop", "prices") is None
    for _ in range(2):
        surges.look_at("shop", ["prices"], NOW + timedelta(minutes=11))
    pump.run()
    case = outages.open_of("shop", "prices")
    assert case is not None
    assert case.outage is not None
    assert (case.outage.newest.by, set(case.outage.newest.texts)) == ("Wilco", {"en", "ru"})
    assert case.outage.newest.next_by is not None
    assert suspected(world).startswith("🔴 Surge mode is on")
    told = [mail.to for mail in world.mail.sent if mail.tags["kind"] == "outage"]
    assert sorted(told) == sorted(a_person(number).email or "" for number in range(4)), "whose cases have joined it"


def raised(world: World, pump: Pump) -> None:
    """A surge is suspected in prices: four people in a quiet area."""
    commit(Decision("watched", (AreaLearnt(a_quiet_area(NOW)),)), NOW)
    reports(range(4))
    pump.run()
    surges.look_at("shop", ["prices"], NOW)
    pump.run()


def suspected(world: World) -> str:
    (kept,) = [kept for kept in world.slack.messages if kept.order_id.startswith("surge:")]
    return kept.message.text


def test_after_the_end_the_thread_hears_how_many_say_that_it_is_still_there(world: World, pump: Pump) -> None:
    case = declared(world, pump)
    outages.update(case.id, Draft("form-2", SORRY, "resolved"), "Erin", NOW + timedelta(seconds=5))
    open_cases._seen.clear()
    reports(range(24))
    pump.run()
    for number in range(24):
        report = get_report(f"report-{number * 10:04}")
        own = get_case(report.case_id) if report else None
        assert report
        assert own
        for _ in range(2):
            say_same(report, own)
    pump.run()
    said = [one.message.text for one in world.slack.messages if ":still:" in one.order_id]
    people = ["1 person says", *(f"{number} people say" for number in (2, 3, 5, 7, 10, 20))]
    assert [text.removeprefix("🔁 ").partition(" that")[0] for text in said] == people
    assert all("SHOP-2|SHOP-2" in text for text in said), "the case that they have reported"
    assert len(world.jira.issues) == 2


def test_a_problem_that_joined_it_begins_anew_after_its_end(world: World, pump: Pump) -> None:
    reports(range(1))
    pump.run()
    before = outages.may_join("shop", ["prices"], NOW)
    case = declared(world, pump, tuple(one.id for one in before))
    outages.update(case.id, Draft("form-2", SORRY, "resolved"), "Erin", NOW + timedelta(seconds=5))
    open_cases._seen.clear()
    cases._memory.clear()
    again = accept(
        a_report(number=99, person=a_person(7), url="https://shop.example/0"), None, NOW + timedelta(seconds=10)
    )
    pump.run()
    assert again.case_id == f"{before[0].fingerprint}-2"
    assert again.after == case.id
    assert (get_case(case.id) or case).status is Status.RESOLVED
    assert len(world.jira.issues) == 3
