"""Promise 1 for dialogs that nobody expects: whatever stands in them, what an operator hands over becomes a case."""

from typing import Any

from chalicelib.decisions import escalation
from chalicelib.entrances import dialogs
from chalicelib.model.dialog import Dialog
from chalicelib.model.person import Person, Place
from chalicelib.store.commit import commit
from chalicelib.store.dialogs import linked
from chalicelib.store.orders import ledger
from chalicelib.team import team
from tests.builders import DIALOG, NOW, a_dialog, an_escalation
from tests.conftest import World
from tests.pump import Pump

ELIF = Person("carrot:elif", "Elif")


def hand_over(world: World, pump: Pump, dialog: Dialog) -> None:
    commit(escalation.asked(an_escalation(dialog=dialog), dialog), NOW)
    pump.run()
    (issue,) = world.jira.issues.values()
    assert an_escalation().words in issue.fields["description"]


def test_a_page_whose_address_is_none(world: World, pump: Pump) -> None:
    """Visitors' browsers name it, so anybody can."""
    page = Place("https://[shop.example/orders/17")
    hand_over(world, pump, Dialog("carrot", world.desk.start("My order shows 0.00", ELIF, page)))


def test_a_dialog_of_long_letters_that_no_row_has_room_for(world: World, pump: Pump) -> None:
    """A ticket by mail quotes all that was said before, again and again."""
    dialog = Dialog("carrot", world.desk.start("Ж" * 20_000, ELIF))
    for number in range(60):
        world.desk.say(dialog.id, f"{number}: {'Ж' * 20_000}")
    hand_over(world, pump, dialog)
    (issue,) = world.jira.issues.values()
    assert "59: Ж" in issue.fields["description"], "the newest is there"


def test_a_desk_that_has_left_the_teams_file_before_its_dialog_is_read(
    world: World, pump: Pump, rewritten: Any
) -> None:
    rewritten(desks={})
    hand_over(world, pump, DIALOG)
    assert any("could not be read" in kept.message.text for kept in world.slack.messages)
    found = linked(DIALOG)
    assert found is not None
    states = ledger(found.link.case_id)
    assert {state for state in states.values()} == {"done", "failed"}, "what can't be done there is said, and ends"


def test_a_product_that_has_left_the_teams_file_stops_nobody_else(world: World, table: str, rewritten: Any) -> None:
    """The stream's reader goes on; the case is there, and its issue waits until the product is back."""
    products = team().model_dump(mode="json")["products"]
    rewritten(products={name: one for name, one in products.items() if name != "shop"}, desks={})
    dialogs.hand_over(an_escalation(), a_dialog())
    assert linked(DIALOG) is not None
