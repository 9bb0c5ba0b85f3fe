"""What engineers do in Jira reaches the people who wait: once, in order, and nothing that was not meant for them."""

import pytest

from tests.stack.flows.scene import Scene

pytestmark = pytest.mark.stack


def test_each_move_of_the_card_is_told_once_and_in_order(scene: Scene) -> None:
    ann, boris = scene.person("Ann"), scene.person("Boris", "ru")
    receipt = scene.happens(ann)
    scene.happens(boris)
    for column in ("In Progress", "In Review", "Done"):
        scene.move(column)
    assert scene.told(ann) == scene.told(boris) == ["received", "in_progress", "resolved"]
    assert "Resolved" in scene.parent()["text"]
    assert [line.split("*")[1] for line in scene.thread() if "*" in line] == ["In progress", "Resolved"]
    assert scene.world.state_of(receipt["tracking_url"])["status"] == "resolved"


def test_being_given_to_somebody_is_being_taken(scene: Scene) -> None:
    ann = scene.person("Ann")
    scene.happens(ann)
    scene.world.assign(scene.key, "mikhail", "priya")
    scene.world.until_quiet()
    assert scene.told(ann) == ["received", "taken"]
    assert "Mikhail" in str(scene.parent()["blocks"])


def test_a_public_comment_is_an_answer_and_any_other_is_not(scene: Scene) -> None:
    ann = scene.person("Ann")
    scene.happens(ann)
    scene.world.comment(scene.key, "The cache is stale, see the graphs.", "erin")
    scene.world.comment(scene.key, "[public] The price is right again tomorrow.", "erin")
    scene.world.until_quiet()
    assert scene.told(ann) == ["received", "answer"]
    answer = scene.world.mails(ann.email)[-1]
    assert "The price is right again tomorrow." in answer["text"]
    assert "[public]" not in answer["text"]
    assert "cache" not in str(scene.world.mails(ann.email))


@pytest.mark.parametrize("fault", ["twice", "out-of-order"])
def test_webhooks_that_come_again_or_late_change_nothing(scene: Scene, fault: str) -> None:
    ann = scene.person("Ann")
    scene.happens(ann)
    scene.world.break_down("webhooks", fault, "updated", times=1)
    scene.world.move(scene.key, "In Progress", "erin")
    scene.world.move(scene.key, "Done", "erin")
    scene.world.until_quiet()
    assert scene.told(ann) in (["received", "in_progress", "resolved"], ["received", "resolved"])
    assert (
        scene.world.state_of(scene.world.mails(ann.email)[0]["text"].split("/t/")[1].split()[0])["status"] == "resolved"
    )


def test_reported_again_soon_after_it_was_resolved_it_is_open_again(scene: Scene) -> None:
    ann, boris = scene.person("Ann"), scene.person("Boris", "ru")
    scene.happens(ann)
    scene.move("Done")
    scene.happens(boris, comment="Not for me.")
    assert scene.told(ann) == ["received", "resolved", "reopened"]
    assert scene.told(boris) == ["received"]
    assert scene.issue()["fields"]["status"]["name"] == "To Do"
    assert any("Reported again" in comment for comment in scene.comments())


def test_reported_again_after_it_was_declined_the_answer_stands(scene: Scene) -> None:
    ann, boris = scene.person("Ann"), scene.person("Boris", "ru")
    scene.happens(ann)
    scene.move("Won't Do")
    scene.happens(boris)
    assert scene.told(ann) == ["received", "declined"]
    assert scene.told(boris) == ["declined"]
    assert scene.issue()["fields"]["status"]["name"] == "Won't Do"


def test_a_deleted_issue_disturbs_nobody(scene: Scene) -> None:
    ann = scene.person("Ann")
    receipt = scene.happens(ann)
    scene.world.delete_issue(scene.key)
    scene.world.until_quiet()
    assert scene.told(ann) == ["received"]
    assert scene.world.state_of(receipt["tracking_url"])["status"] == "received"
