"""An operator hands a dialog over, in the chat: one action, and the dialog itself keeps everybody told."""

import pytest

from sandbox.chat.directory import PERSONS
from tests.stack.flows.scene import Scene
from tour.world import Json

pytestmark = pytest.mark.stack
ANN = PERSONS["ann"].email or ""


@pytest.fixture(autouse=True)
def plain_webhook(scene: Scene) -> None:
    """As the vendor promises it: messages alone."""
    scene.world.set_chat_webhook(shape="form", notes=False, changes=False)


def notes(dialog: Json) -> list[str]:
    return [part["body"] for part in dialog["parts"] if part["type"] == "note"]


def test_a_note_hands_the_dialog_over_and_all_is_linked(scene: Scene) -> None:
    world = scene.world
    dialog = world.start_dialog("ann", f"The price of {scene.word} is 0.00", scene.url)
    world.note_in_dialog(dialog, "/bug prices wrong-value blocks She has paid 34.90")
    world.reply_in_dialog(dialog, "Our engineers look into it.")  # the webhook tells of this, and not of the note
    world.until_quiet()
    found, issue = world.dialog(dialog), scene.issue()
    assert found["url"] in scene.links()
    assert issue["fields"]["priority"]["name"] == "High"
    assert "She has paid 34.90" in issue["fields"]["description"]
    assert f"The price of {scene.word} is 0.00" in issue["fields"]["description"]
    assert {"from-chat", "area-prices", "kind-wrong-value"} <= set(issue["fields"]["labels"])
    assert "bug" in found["tags"]
    assert sum(issue["key"] in one for one in notes(found)) == 1
    assert any("Daria Belova handed over a support dialog" in line and found["url"] in line for line in scene.thread())
    assert found["seen_by_person"][1:] == ["Our engineers look into it."], "a person with an address is told by mail"
    assert world.mails(ANN)[-1]["kind"] == "received"


def test_every_status_comes_back_into_the_dialog_and_a_person_without_an_address_reads_it_there(scene: Scene) -> None:
    world = scene.world
    dialog = world.start_dialog("elif", f"The film at {scene.word} never starts", scene.url)
    world.set_chat_webhook(notes=True, changes=True)
    world.tag_dialog(dialog, "bug")
    world.until_quiet()
    scene.move("In Progress")
    scene.move("Done")
    found = world.dialog(dialog)
    states = [next(word for word in ("Received", "In progress", "Solved") if word in one) for one in notes(found)]
    assert states == ["Received", "In progress", "Solved"]
    told = [one.split(".")[0] for one in found["seen_by_person"][1:]]
    assert told == ["We have your report", "We are working on it", "The problem is solved"]
    assert not any(scene.key in one for one in found["seen_by_person"]), "no internal text reaches the person"


def test_a_question_reaches_the_dialog_and_its_answer_the_engineers(scene: Scene) -> None:
    world = scene.world
    dialog = world.start_dialog("elif", f"Nothing works at {scene.word}", scene.url)
    world.note_in_dialog(dialog, "/bug")
    world.say_in_dialog(dialog, "Are you there?")
    world.until_quiet()
    scene.press("ask")
    world.fill_in({"question": {"text": "Which browser is it?"}}, "U0ERIN")
    world.until_quiet()
    assert "Which browser is it?" in world.dialog(dialog)["seen_by_person"][-1]
    world.say_in_dialog(dialog, "Firefox on Linux.")
    world.until_quiet()
    world.say_in_dialog(dialog, "Thank you!")
    world.until_quiet()
    assert sum("Firefox on Linux." in line for line in scene.thread()) == 1
    assert sum("Firefox on Linux." in comment for comment in scene.comments()) == 1
    assert not any("Thank you!" in comment for comment in scene.comments()), "who was not asked talks to the operators"


@pytest.mark.parametrize("shape", ["numbers", "base64 body", "base64 value", "flat"])
def test_the_webhook_is_understood_in_every_shape_that_it_comes_in(scene: Scene, shape: str) -> None:
    world = scene.world
    world.set_chat_webhook(shape=shape)
    dialog = world.start_dialog("boris", f"Заказ {scene.word} не пришёл", scene.url)
    world.note_in_dialog(dialog, "/bug orders late-data")
    world.say_in_dialog(dialog, "Когда?")
    world.until_quiet()
    assert world.dialog(dialog)["url"] in scene.links()


def test_our_own_notes_and_replies_start_nothing(scene: Scene) -> None:
    world = scene.world
    world.set_chat_webhook(notes=True, changes=True)
    dialog = world.start_dialog("elif", f"Wrong at {scene.word}", scene.url)
    world.note_in_dialog(dialog, "/bug")
    world.until_quiet()
    before = len(world.dialog(dialog)["parts"])
    world.until_quiet()
    assert len(world.dialog(dialog)["parts"]) == before
    assert len(scene.issues()) == 1
