"""Promise 2: one problem, one Jira issue, although Jira has no idempotency key and forgets to answer."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.stack.flows.scene import Scene

pytestmark = pytest.mark.stack
KINDS = ("wrong-value", "missing-data", "late-data", "does-not-work")


def test_issues_that_jira_makes_without_saying_so_are_found_again(scene: Scene) -> None:
    scene.world.break_down("jira", "commit-then-timeout", "POST .*/issue$", times=len(KINDS), seconds=0.2)
    people = {kind: scene.person(f"Ann-{kind}") for kind in KINDS}

    def report(kind: str) -> dict[str, Any]:
        return scene.send(people[kind], trigger={"area": "orders", "kind": kind})

    with ThreadPoolExecutor(len(KINDS)) as crowd:
        list(crowd.map(report, KINDS))
    scene.world.until_quiet()
    assert len(scene.issues()) == len(KINDS)
    labels = [{label for label in i["fields"]["labels"] if label.startswith("kind-")} for i in scene.issues()]
    assert sorted(labels, key=str) == sorted(({f"kind-{kind}"} for kind in KINDS), key=str)
    assert len(scene.parents()) == len(KINDS)
    assert [scene.told(person) for person in people.values()] == [["received"]] * len(KINDS)


def test_a_search_that_lags_behind_makes_no_second_issue(scene: Scene) -> None:
    scene.world.break_down("jira", "commit-then-timeout", "POST .*/issue$", times=1, seconds=0.2)
    scene.world.break_down("jira", "stale-search", "search", seconds=4)
    scene.happens(scene.person("Ann"))
    assert len(scene.issues()) == 1
    assert len(scene.links()) == 2


def test_messages_that_slack_posts_without_saying_so_are_found_again(scene: Scene) -> None:
    scene.world.break_down("slack", "commit-then-timeout", "chat.postMessage", times=1, seconds=0.2)
    scene.happens(scene.person("Ann"))
    scene.world.break_down("slack", "commit-then-timeout", "chat.postMessage", times=1, seconds=0.2)
    scene.happens(scene.person("Ben"), comment="Here too.")
    assert len(scene.parents()) == 1
    assert sum("Here too." in line for line in scene.thread()) == 1


def test_a_comment_that_jira_takes_without_saying_so_is_made_once(scene: Scene) -> None:
    receipt = scene.happens(scene.person("Ann"))
    scene.world.break_down("jira", "commit-then-timeout", "POST .*/comment$", times=1, seconds=0.2)
    scene.world.note(receipt["tracking_url"], "Since Monday.")
    scene.world.until_quiet()
    assert sum("Since Monday." in comment for comment in scene.comments()) == 1
