"""Known problems: what a page is told of its area before anybody reports, and *me too*."""

import pytest

from tests.stack.flows.scene import Scene, in_jira_and_slack_once
from tests.stack.polling import eventually
from tour.world import Json

pytestmark = pytest.mark.stack


def known_here(scene: Scene) -> list[Json]:
    """What the panel would show of this page's own problems."""
    asked = {"area": "prices", "url": scene.url}
    answer = scene.world.http.get(f"{scene.world.stack.front}/v1/widget/shop/known", params=asked)
    assert answer.status_code == 200, answer.text
    assert len(answer.json()["known"]) <= 3
    return [one for one in answer.json()["known"] if one["here"]]


def test_a_problem_is_known_until_it_is_solved(scene: Scene) -> None:
    assert known_here(scene) == []
    scene.happens(scene.person("Ann"))
    (one,) = eventually(lambda: known_here(scene))
    assert (one["kind"], one["status"], one["people"]) == ("wrong-value", "received", 1)
    scene.move("Done")
    eventually(lambda: known_here(scene) == [])


def test_me_too_from_other_pages_is_one_issue_and_everybody_hears_the_solution(scene: Scene) -> None:
    ann, boris, cleo = scene.person("Ann"), scene.person("Boris", "ru"), scene.person("Cleo")
    receipts = [scene.happens(ann)]
    (one,) = eventually(lambda: known_here(scene))
    for person in (boris, cleo):
        page = {"url": f"http://127.0.0.1:8781/shop/{scene.word}-{person.name.lower()}"}
        receipts.append(scene.happens(person, joins=one["reference"], place=page))
    assert scene.issue()["fields"]["customfield_10050"] == 3
    in_jira_and_slack_once(scene, receipts)
    scene.move("Done")
    for person in (ann, boris, cleo):
        assert scene.told(person) == ["received", "resolved"]


def test_me_too_on_what_is_solved_by_now_is_a_report_of_its_own(scene: Scene) -> None:
    ann, boris = scene.person("Ann"), scene.person("Boris")
    scene.happens(ann)
    (one,) = eventually(lambda: known_here(scene))
    scene.move("Done")
    page = {"url": f"http://127.0.0.1:8781/shop/{scene.word}-elsewhere"}
    scene.happens(boris, joins=one["reference"], place=page)
    assert len(scene.issues()) == 2
    assert scene.told(boris) == ["received"]


def test_what_the_browser_said_is_on_the_issue(scene: Scene) -> None:
    context = {
        "console": [{"level": "error", "text": "TypeError: {noformat} x", "at": "2026-11-21T11:59:58Z"}],
        "requests": [{"method": "GET", "url": "/api/prices", "status": 503, "at": "2026-11-21T11:59:59Z"}],
    }
    scene.happens(scene.person("Ann"), context=context)
    description = scene.issue()["fields"]["description"]
    assert "2026-11-21T11:59:58Z  error  TypeError: (noformat} x" in description
    assert "2026-11-21T11:59:59Z  503  GET  /api/prices" in description
