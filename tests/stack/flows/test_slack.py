"""What engineers do in Slack, and what the reporter writes back."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.stack.flows.scene import Scene

pytestmark = pytest.mark.stack


def test_taking_it_assigns_in_jira_and_tells_the_person(scene: Scene) -> None:
    ann = scene.person("Ann")
    scene.happens(ann)
    answer = scene.press("take", by="U0MIKHAIL")
    assert (answer["status"], answer["error"]) == (200, None)
    scene.world.until_quiet()
    assert scene.issue()["fields"]["assignee"]["accountId"] == "5b10a-mikhail"
    assert scene.told(ann) == ["received", "taken"]
    assert "take" not in [element["action_id"] for element in scene.parent()["blocks"][-1]["elements"]]


def test_a_question_reaches_everybody_and_the_answer_comes_back(scene: Scene) -> None:
    ann, boris = scene.person("Ann"), scene.person("Boris", "ru")
    receipt = scene.happens(ann)
    scene.happens(boris)
    assert scene.press("ask")["status"] == 200
    answer = scene.world.fill_in({"question": {"text": "Which browser?\nAnd since when?"}}, "U0ERIN")
    assert answer["status"] == 200
    scene.world.until_quiet()
    assert scene.told(ann) == scene.told(boris) == ["received", "question"]
    assert "> Which browser?\r\n> And since when?" in scene.world.mails(ann.email)[-1]["text"]
    scene.world.note(receipt["tracking_url"], "Firefox, since Monday.")
    scene.world.note(receipt["tracking_url"], "Firefox, since Monday.")  # the page was reloaded
    scene.world.until_quiet()
    assert sum("Firefox, since Monday." in comment for comment in scene.comments()) == 1
    assert sum("Firefox, since Monday." in line for line in scene.thread()) == 1
    assert any("Which browser?" in comment for comment in scene.comments())


def test_not_a_bug_closes_it_everywhere(scene: Scene) -> None:
    ann = scene.person("Ann")
    receipt = scene.happens(ann)
    scene.press("not_a_bug")
    scene.world.until_quiet()
    assert scene.issue()["fields"]["status"]["name"] == "Won't Do"
    assert scene.told(ann) == ["received", "declined"]
    assert "Declined" in scene.parent()["text"]
    assert scene.world.state_of(receipt["tracking_url"])["status"] == "declined"


def test_a_button_that_is_pressed_twice_acts_once(scene: Scene) -> None:
    ann = scene.person("Ann")
    scene.happens(ann)
    parent = scene.parent()
    with ThreadPoolExecutor(2) as fingers:
        answers = list(fingers.map(lambda _: scene.world.press(parent["ts"], "take", "U0ERIN"), range(2)))
    assert [answer["status"] for answer in answers] == [200, 200]
    scene.world.until_quiet()
    assert scene.told(ann) == ["received", "taken"]
