"""Promise 4: from each of the issue, the thread, the mail and the tracking page there is a way to the others."""

import pytest

from tests.stack.flows.scene import Scene

pytestmark = pytest.mark.stack


def test_everything_shows_everything_else(scene: Scene) -> None:
    ann, boris = scene.person("Ann"), scene.person("Boris", "ru")
    first, second = scene.happens(ann), scene.happens(boris)
    parent, links = scene.parent(), scene.links()
    assert {first["tracking_url"], second["tracking_url"]} < set(links)
    (thread,) = set(links) - {first["tracking_url"], second["tracking_url"]}
    assert parent["ts"].replace(".", "") in thread
    assert scene.world.http.get(thread, follow_redirects=True).status_code == 200
    shown = str(parent["blocks"])
    assert f"/browse/{scene.key}|" in shown
    assert first["tracking_url"] in shown
    for person, receipt in ((ann, first), (boris, second)):
        (mail,) = scene.world.mails(person.email)
        assert receipt["tracking_url"] in mail["text"]
        assert receipt["report_id"] in scene.world.page_of(receipt["tracking_url"])


def test_a_case_that_slack_heard_of_before_jira_shows_its_issue_in_the_end(scene: Scene) -> None:
    scene.world.break_down("jira", "500", "POST .*/issue$", times=2)
    scene.happens(scene.person("Ann"))
    assert f"|{scene.key}>" in str(scene.parent()["blocks"])
    assert len(scene.links()) == 2
