"""An outage as people meet it: before they choose anything, on the receipt, on the report's page, and after its end."""

from itertools import count
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import SHOP, Shoot, Taken
from tests.browser.panel import Panel
from tests.stack.flows.scene import Scene
from tests.stack.flows.test_outage import declare, messages, write
from tests.stack.polling import eventually
from tour.world import World

pytestmark = pytest.mark.browser
PHOTO = ".photo .trigger"


def comes(page: Page, panel: Panel, visits: Any) -> Any:
    """Somebody opens the page anew and points at the photo; what Wilco says of its area."""
    page.goto(f"{SHOP}/shop?outage={next(visits)}")
    return panel.come_near(PHOTO)


def follow(panel: Panel) -> str:
    return panel.itself.get_by_role("link", name="Follow it").get_attribute("href") or ""


def test_everybody_is_answered_before_they_ask(
    page: Page, panel: Panel, world: World, taken: Taken, shoot: Shoot
) -> None:
    slack, visits = Scene(world, "photos"), count()
    declare(slack)
    issues = len(world.issues())
    eventually(lambda: comes(page, panel, visits)["outage"])
    panel.open(PHOTO)
    panel.says("We know about a problem")
    panel.says("Photos do not open.")
    panel.says("Next update by")
    panel.says("Something different?")
    expect(panel.itself.get_by_role("status")).to_contain_text("Photos do not open.")
    shoot(page, "outage-1-panel")
    panel.itself.get_by_role("button", name="Me too, tell me").click()
    panel.says("Received")
    panel.says("We know about this problem.")
    panel.says("Photos do not open.")
    shoot(page, "outage-2-receipt")
    mine = follow(panel)
    world.until_quiet()
    (report,) = taken("?outage=")
    assert report.trigger.kind == "something-else"
    assert len(world.issues()) == issues, "it joined the outage"
    write(slack, "write_update", "A disk is full.", "Кончилось место на диске.")
    page.goto(mine)
    expect(page.locator("blockquote")).to_have_text("A disk is full.")
    expect(page.locator(".news li")).to_contain_text(["Photos do not open."])
    assert violations(page) == []
    shoot(page, "outage-3-tracking-page")
    write(slack, "end_outage", "There is a new disk. We are sorry.", "Поставили новый диск. Просим прощения.")
    page.reload()
    expect(page.locator("h1")).to_have_text("The problem is solved")
    _asked_after_the_end(page, panel, slack, visits, shoot)


def _asked_after_the_end(page: Page, panel: Panel, slack: Scene, visits: Any, shoot: Shoot) -> None:
    eventually(lambda: comes(page, panel, visits)["outage"] is None)
    panel.report(PHOTO, "Looks wrong")
    panel.says("Is it the same?")
    shoot(page, "outage-4-asked")
    asked_on = follow(panel)
    panel.itself.get_by_role("button", name="Yes, it is still there").click()
    panel.says("The team hears that it is still there.")
    expect(panel.itself.get_by_role("button", name="Yes, it is still there")).to_have_count(0)
    slack.world.until_quiet()
    assert "1 person says that it is still there." in _thread(slack)
    page.goto(asked_on)
    expect(page.locator("main")).to_contain_text("You have told us that it is still there.")
    shoot(page, "outage-5-asked-on-its-page")
    comes(page, panel, visits)
    panel.report(PHOTO, "Looks wrong")
    page.goto(follow(panel))
    page.get_by_role("button", name="Yes, it is still there").click()
    expect(page.get_by_role("status")).to_contain_text("The team hears that it is still there.")
    assert violations(page) == []
    slack.world.until_quiet()
    assert "2 people say that it is still there." in _thread(slack)


def _thread(slack: Scene) -> str:
    (message,) = messages(slack)
    return "\n".join(one["text"] for one in slack.world.messages() if one.get("thread_ts") == message["ts"])
