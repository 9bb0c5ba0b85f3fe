"""Promise 8 in the chat: whoever writes there in an outage is told what is known, once, and nothing else."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from chalicelib.decisions import escalation
from chalicelib.decisions.outages import Draft
from chalicelib.entrances import outages
from chalicelib.model.case import Case
from chalicelib.model.dialog import Dialog
from chalicelib.model.person import Person
from chalicelib.observe import now
from chalicelib.store import open_cases
from chalicelib.store.commit import commit
from chalicelib.store.dialogs import linked
from chalicelib.store.outages import with_people
from chalicelib.team import team
from tests.builders import NOW
from tests.conftest import World
from tests.fakes import BEGINNING
from tests.pump import Pump, Reaper

KNOWN = {"en": "Prices are wrong in the whole shop.", "ru": "Цены неверны во всём магазине."}
NEWS = {"en": "We have found the cause.", "ru": "Мы нашли причину."}
ELIF = Person("carrot:elif", "Elif")


@pytest.fixture
def outage(table: str) -> Case:
    """One of prices, declared before anybody wrote."""
    return declared("form-1")


def declared(cause: str, at: datetime = BEGINNING - timedelta(minutes=1)) -> Case:
    case = outages.declare("shop", ("prices",), Draft(cause, KNOWN), (), "Erin", at)
    open_cases._seen.clear()
    return case


def written(world: World, person: Person = ELIF) -> Dialog:
    return Dialog("carrot", world.desk.start("What is wrong with you?", person))


def heard(pump: Pump, dialog: Dialog, cause: str = "part-1") -> None:
    commit(escalation.heard(dialog, cause), NOW)
    pump.run()


def answers(world: World, dialog: Dialog) -> list[str]:
    return [line.text for line in world.desk.written(dialog.id) if line.who == "operator"]


def test_whoever_writes_is_told_once_and_is_not_counted(world: World, pump: Pump, outage: Case) -> None:
    dialog = written(world)
    heard(pump, dialog)
    (answer,) = answers(world, dialog)
    assert KNOWN["en"] in answer
    assert "https://status.example/shop/en/index.html" in answer
    world.desk.say(dialog.id, "And now?")
    for cause in ("part-2", "part-2 again", "part-3"):
        heard(pump, dialog, cause)
    assert len(answers(world, dialog)) == 1
    assert linked(dialog) is None
    assert with_people(outage).affected == 0
    assert len(world.jira.issues) == 1
    assert not world.desk.dialogs[dialog.id].tags


def test_another_outage_is_told_as_well(world: World, pump: Pump, outage: Case) -> None:
    dialog = written(world)
    heard(pump, dialog)
    outages.update(outage.id, Draft("form-2", NEWS, "resolved"), "Erin", NOW)
    declared("form-3", world.desk.dialogs[dialog.id].lines[-1].at + timedelta(milliseconds=1))
    world.desk.say(dialog.id, "Once more?")
    heard(pump, dialog, "part-2")
    assert len(answers(world, dialog)) == 2


def test_a_russian_reads_it_in_russian(world: World, pump: Pump, outage: Case) -> None:
    dialog = written(world, Person("carrot:olga", "Ольга", locale="ru"))
    heard(pump, dialog)
    assert answers(world, dialog)[0].startswith("У нас сбой: Цены.")
    assert KNOWN["ru"] in answers(world, dialog)[0]


def test_no_killed_worker_says_it_twice(world: World, pump: Pump, outage: Case) -> None:
    at, came = 0, True
    while came:
        at += 1
        dialog, reaper = written(world), Reaper(at)
        commit(escalation.heard(dialog, "part-1"), NOW)
        with reaper.at_the_table():
            pump.run()
        came = reaper.came
        assert len(answers(world, dialog)) == 1, f"killed at step {at}"
    assert at > 10


def test_who_is_handed_over_then_is_not_told_the_same_again_but_hears_what_comes(
    world: World, pump: Pump, outage: Case, rewritten: Any
) -> None:
    desks = team().model_dump(mode="json")["desks"]
    rewritten(desks={"carrot": {**desks["carrot"], "area": "prices"}})
    dialog = written(world)
    heard(pump, dialog)
    world.desk.label(dialog.id, "bug")
    heard(pump, dialog, "part-2")
    found = linked(dialog)
    assert found is not None
    assert found.link.case_id == outage.id
    assert len(answers(world, dialog)) == 1
    outages.update(outage.id, Draft("form-2", NEWS, "identified"), "Erin", now() + timedelta(minutes=5))
    pump.run()
    assert [NEWS["en"] in answer for answer in answers(world, dialog)] == [False, True]


@pytest.mark.parametrize(
    "why",
    ["no outage", "over", "an operator wrote last", "an operator has answered", "before the outage", "not wanted"],
)
def test_nobody_else_is_answered(world: World, pump: Pump, rewritten: Any, why: str) -> None:
    if why == "not wanted":
        desks = team().model_dump(mode="json")["desks"]
        rewritten(desks={"carrot": {**desks["carrot"], "answers_outages": False}})
    dialog = written(world)
    if why.startswith("an operator"):
        world.desk.write(dialog.id, "How can I help?")
    if why == "an operator has answered":
        world.desk.say(dialog.id, "The prices are wrong.")
    if why == "before the outage":
        outages.declare("shop", ("prices",), Draft("form-1", KNOWN), (), "Erin", BEGINNING + timedelta(hours=1))
    elif why != "no outage":
        case = declared("form-1")
        if why == "over":
            outages.update(case.id, Draft("form-2", NEWS, "resolved"), "Erin", NOW)
    heard(pump, dialog)
    assert all(KNOWN["en"] not in answer for answer in answers(world, dialog))
