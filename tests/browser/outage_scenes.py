"""The states of the widget in an outage and after it."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.conftest import SHOP
from tests.browser.scenes import Scene, ago


def outage(scene: Scene, next_in: float = 2400) -> None:
    told = {
        "reference": "outage-1",
        "stage": "identified",
        "since": ago(1500),
        "next_by": ago(-next_in),
        "texts": {scene.language: scene.words["broken"]},
        "status_pages": {scene.language: f"{SHOP}/status"},
    }
    scene.answers("**/known?*", json={"outage": told, "known": []})
    scene.panel.come_near()
    scene.panel.open()
    expect(scene.panel.itself.get_by_role("button", name=scene.words["me_too"])).to_be_visible()
    expect(scene.panel.itself.get_by_role("status")).to_contain_text(scene.words["broken"].split()[0])


def outage_late(scene: Scene) -> None:
    outage(scene, next_in=-17.5 * 60)
    scene.panel.says(scene.words["late"])


def received_in_outage(scene: Scene) -> None:
    scene.has_receipts(message=f"{scene.words['alone']}\n\n{scene.words['broken']}")
    outage(scene)
    scene.panel.itself.get_by_role("button", name=scene.words["me_too"]).click()
    scene.panel.says(scene.words["received"])


def asked_whether_it_is_the_same(scene: Scene) -> None:
    scene.has_receipts(ended={"reference": "outage-1", "ended_at": ago(2400)})
    scene.panel.come_near()
    scene.clicks()
    scene.panel.says(scene.words["same"])


OUTAGE_STATES: dict[str, Callable[[Scene], None]] = {
    state.__name__.replace("_", "-"): state
    for state in (outage, outage_late, received_in_outage, asked_whether_it_is_the_same)
}
