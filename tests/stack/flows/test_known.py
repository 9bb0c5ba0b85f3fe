"""Known problems: what a page is told of its area before anybody reports."""

import pytest

from tests.stack.flows.scene import Scene
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
