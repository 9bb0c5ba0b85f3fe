"""Promise 1 for dialogs that nobody expects: whatever stands in them, what an operator hands over becomes a case."""

from chalicelib.decisions import escalation
from chalicelib.model.dialog import Dialog
from chalicelib.model.person import Person, Place
from chalicelib.store.commit import commit
from tests.builders import NOW, an_escalation
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
