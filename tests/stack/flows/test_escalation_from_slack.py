"""What operators and engineers do in Slack with support dialogs: hand over, reply with a promise, merge, take over."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.stack.flows.scene import Scene
from tour.world import Json

pytestmark = pytest.mark.stack
SAID = {"area": "prices", "kind": "wrong-value", "impact": "blocks"}


def form(link: str, words: str, **choices: str) -> Json:
    """The form's fields, as Slack sends them: text, and what was chosen."""
    texts: Json = {"link": {"text": link}, "words": {"text": words}}
    return texts | {block: {"choice": value} for block, value in (SAID | choices).items()}


def command(scene: Scene, text: str, by: str = "U0PRIYA") -> Json:
    answer = scene.world.panel("slack/command", by=by, text=text)
    assert (answer["status"], answer["error"]) == (200, None), answer
    return answer


def hand_over(scene: Scene, link: str, words: str, by: str = "U0PRIYA", **choices: str) -> None:
    """Type the command, fill in the form, and say on the second page that it is a new problem, or which one it is."""
    command(scene, f"{link} {words}", by)
    same = choices.pop("same", "new")
    answer = scene.world.fill_in(form(link, words, **choices), by)
    assert answer["status"] == 200, answer
    if "update" in answer["body"]:
        assert scene.world.fill_in(form(link, words, **choices, same=same), by)["status"] == 200
    scene.world.until_quiet()


def test_a_link_and_a_sentence_hand_a_dialog_over(scene: Scene) -> None:
    world = scene.world
    dialog = world.start_dialog("boris", f"Цена {scene.word} неверна", scene.url)
    link = world.dialog(dialog)["url"]
    hand_over(scene, link, "He has paid 34.90 and sees 0.00", plan="pro")
    issue, found = scene.issue(), world.dialog(dialog)
    assert link in scene.links()
    assert "He has paid 34.90 and sees 0.00" in issue["fields"]["description"]
    assert "plan-pro" in issue["fields"]["labels"]
    assert any("Priya handed over a support dialog" in line for line in scene.thread())
    assert sum(issue["key"] in part["body"] for part in found["parts"] if part["type"] == "note") == 1
    said = command(scene, f"{link} It is the third one today")["body"]
    assert issue["key"] in said, "who asks for it again is told where it stands"
    world.until_quiet()
    assert sum("It is the third one today" in comment for comment in scene.comments()) == 1


def test_a_likely_case_is_shown_first_and_joined(scene: Scene) -> None:
    world, ann = scene.world, scene.person("Ann")
    scene.happens(ann, comment=f"The total of {scene.word} is wrong")
    case = world.state_of(scene.send(scene.person("Carol"))["tracking_url"])
    assert case["status"] == "received"
    dialog = world.start_dialog("elif", "Hello, the total is wrong", scene.url)
    link = world.dialog(dialog)["url"]
    label = next(one for one in scene.issue()["fields"]["labels"] if one.startswith("wilco-"))
    hand_over(scene, link, f"The total of {scene.word} is wrong", same=label.removeprefix("wilco-"))
    assert len(scene.issues()) == 1
    assert link in scene.links()
    assert scene.key in world.dialog(dialog)["parts"][-1]["body"] or any(
        scene.key in part["body"] for part in world.dialog(dialog)["parts"]
    )


def test_taking_it_gives_the_dialog_to_the_engineer_and_another_may_take_over(scene: Scene) -> None:
    world = scene.world
    dialog = world.start_dialog("elif", f"Broken at {scene.word}", scene.url)
    hand_over(scene, world.dialog(dialog)["url"], "Nothing happens")
    scene.press("take", by="U0MIKHAIL")
    world.until_quiet()
    assert world.dialog(dialog)["assignee"]["name"] == "Mikhail Orlov"
    scene.press("take_over", by="U0ERIN")
    world.until_quiet()
    assert world.dialog(dialog)["assignee"]["name"] == "Erin Walsh"
    assert scene.issue()["fields"]["assignee"]["accountId"] == "5b10a-erin"
    assert any("Erin" in line and "Mikhail" in line for line in scene.thread())


def test_a_reply_with_a_promise_reaches_everybody_in_their_own_language(scene: Scene) -> None:
    world, boris = scene.world, scene.person("Boris", "ru")
    scene.happens(boris)
    dialog = world.start_dialog("elif", f"Wrong at {scene.word}", scene.url)
    label = next(one for one in scene.issue()["fields"]["labels"] if one.startswith("wilco-"))
    hand_over(scene, world.dialog(dialog)["url"], f"Wrong at {scene.word}", same=label.removeprefix("wilco-"))
    scene.press("reply", by="U0ERIN")
    assert world.fill_in(reply(scene), "U0ERIN")["status"] == 200
    world.until_quiet()
    assert scene.told(boris)[-1] == "holding"
    assert "разбираемся" in world.mails(boris.email)[-1]["text"]
    assert "We need a little more time" in world.dialog(dialog)["seen_by_person"][-1]
    scene.move("In Progress")
    counted = command(scene, "promises")["body"]
    assert "The Shop" in counted and "kept" in counted


def reply(scene: Scene) -> Json:
    """The first saved reply, and the first moment that the form offers."""
    view = scene.world.views()[-1]["view"]
    elements: dict[str, Any] = {
        block["block_id"]: block["element"] for block in view["blocks"] if block["type"] == "input"
    }
    chosen: Json = {}
    for block, element in elements.items():
        if options := element.get("options"):
            chosen[block] = {element["action_id"]: options[0]["value"]}
    assert any(_is_soon(value) for field in chosen.values() for value in field.values()), chosen
    return chosen


def _is_soon(value: str) -> bool:
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return False
    return timedelta() < moment - datetime.now(moment.tzinfo) < timedelta(days=7)


def test_the_same_as_another_case_merges_both_and_its_people_go_along(scene: Scene) -> None:
    world, ann, boris = scene.world, scene.person("Ann"), scene.person("Boris", "ru")
    scene.happens(ann)
    first = scene.issue()
    other = scene.send(boris, place={"url": scene.url.replace("/shop/", "/shop/also/"), "title": "Order"})
    world.until_quiet()
    second = next(issue for issue in scene.issues() if issue["key"] != first["key"])
    case = next(one for one in first["fields"]["labels"] if one.startswith("wilco-")).removeprefix("wilco-")
    parent = next(one for one in scene.parents() if f"|{second['key']}>" in str(one["blocks"]))
    world.press(parent["ts"], "same", "U0ERIN")
    assert world.fill_in({"other": {"case": case}}, "U0ERIN")["status"] == 200
    world.until_quiet()
    assert scene.told(boris) == ["received"], "nobody is told that anything was declined"
    world.move(first["key"], "Done", "erin")
    world.until_quiet()
    assert scene.told(ann) == ["received", "resolved"]
    assert scene.told(boris) == ["received", "resolved"]
    assert world.state_of(other["tracking_url"])["status"] == "resolved"
