"""Promise 8: in an outage the load on Jira and Slack does not grow with the reports, and everyone is answered, once."""

from datetime import timedelta

import pytest

from chalicelib.decisions.outages import Draft
from chalicelib.entrances import outages
from chalicelib.entrances.http_reports import accept
from chalicelib.model.case import Case
from chalicelib.store import open_cases
from chalicelib.store.cases import get_case
from chalicelib.store.outages import with_people
from tests.builders import NOW, a_person, a_report
from tests.conftest import World
from tests.pump import Pump

KNOWN = {"en": "Prices are wrong in the whole shop.", "ru": "Цены неверны во всём магазине."}
NEWS = {"en": "We have found the cause.", "ru": "Мы нашли причину."}
SORRY = {"en": "A wrong setting. We are sorry.", "ru": "Ошибка в настройке. Просим прощения."}


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
