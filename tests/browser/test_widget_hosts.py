"""The widget on pages that are not kind to it, and pages that must not notice it."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import SHOP, Shoot, Taken
from tests.browser.panel import FLAG, Panel

pytestmark = pytest.mark.browser

OBJECTIONS = """
window.objections = [];
addEventListener('securitypolicyviolation', (event) => objections.push(event.violatedDirective + event.blockedURI));
addEventListener('error', (event) => objections.push(event.message));
addEventListener('unhandledrejection', (event) => objections.push(String(event.reason)));
"""


@pytest.fixture
def said(page: Page) -> list[str]:
    """What the console has of errors and warnings."""
    found: list[str] = []
    page.on("console", lambda line: found.append(line.text) if line.type in ("error", "warning") else None)
    page.add_init_script(OBJECTIONS)
    return found


def _objections(page: Page) -> list[str]:
    found: list[str] = page.evaluate("objections")
    return found


def test_a_strict_policy_is_kept(page: Page, panel: Panel, said: list[str], taken: Taken) -> None:
    page.goto(f"{SHOP}/hosts/strict")
    panel.report("#revenue .flag")
    panel.says("Received")
    panel.say_more("The till says otherwise.")
    assert (_objections(page), said) == ([], [])
    (report,) = taken("/hosts/strict")
    assert (report.trigger.area, report.trigger.kind, report.trigger.label) == (
        "prices",
        "wrong-value",
        "Revenue today",
    )
    assert page.locator(report.trigger.element or "").evaluate("(one) => one.closest('section').id") == "revenue"
    assert report.client.app_version == "2026.11.3"


def test_a_screenshot_goes_straight_to_the_bucket(page: Page, panel: Panel, said: list[str], shoot: Shoot) -> None:
    """Under the same policy, and without what the page's form holds: see test_screenshot_editor.py."""
    page.goto(f"{SHOP}/hosts/strict")
    panel.report("#late .flag", "Data is late")
    panel.says("Received")
    panel.itself.get_by_role("button", name="Add a screenshot").click()
    send = page.get_by_role("button", name="Send this picture")
    expect(send).to_be_enabled()
    shoot(page, "widget-screenshot")
    send.click()
    panel.says("The screenshot is added.")
    assert (_objections(page), said) == ([], [])


def test_a_single_page_application_changes_under_it(page: Page, panel: Panel, taken: Taken) -> None:
    page.goto(f"{SHOP}/hosts/spa")
    panel.report(f"#view {FLAG}", "Missing data")
    panel.says("Received")
    page.keyboard.press("Escape")
    page.get_by_role("link", name="Prices").click()
    page.get_by_role("button", name="One more row").click()
    panel.report(f"#view .row:nth-of-type(3) {FLAG}", "Data is late")
    panel.says("Received")
    first, second = sorted(taken("/hosts/spa"), key=lambda report: report.received_at)
    assert (first.place.url, first.trigger.area) == (f"{SHOP}/hosts/spa", "orders")
    assert (second.place.url, second.trigger.label) == (f"{SHOP}/hosts/spa/prices", "New row 3")
    page.get_by_role("link", name="Delivery").click()
    panel.open(f"#view {FLAG}")  # the trigger of the panel that was open is gone
    expect(panel.itself).to_have_count(1)
    panel.says("Delivery")


# The right edges of a trigger and its panel meet, where the window has the room for it.
MEETS = """(trigger) => {
  const panel = document.querySelector('wilco-panel').shadowRoot.querySelector('[role=dialog]').getBoundingClientRect();
  const { right } = trigger.getBoundingClientRect();
  const room = right - panel.width >= 8;
  return panel.left >= 0 && panel.right <= innerWidth && (!room || Math.abs(panel.right - right) < 2);
}"""


def test_from_right_to_left(page: Page, panel: Panel, shoot: Shoot) -> None:
    page.route("**/known?*", lambda route: route.fulfill(json={"known": []}))  # a tall panel would stand beside
    page.goto(f"{SHOP}/hosts/rtl")
    for row, flag in enumerate(page.locator(f"#order-62342 {FLAG}").all()):
        flag.click()
        expect(panel.itself).to_be_visible()
        page.wait_for_function(MEETS, arg=flag.element_handle())
        shoot(page, f"widget-rtl-{row}")
        page.keyboard.press("Escape")
    panel.report(f"#order-62342 {FLAG}")
    panel.says("Received")
    shoot(page, "widget-rtl-received")


LOOK = """(element) => {
  const style = getComputedStyle(element);
  const names = ['fontSize', 'fontStyle', 'fontFamily', 'color', 'textTransform', 'letterSpacing', 'display', 'opacity',
    'backgroundColor', 'borderTopWidth', 'transform', 'textDecorationLine', 'width', 'height', 'direction'];
  return Object.fromEntries(names.map((name) => [name, style[name]]));
}"""


# Of all that is the host's own.
LOOKS = f"() => [...document.querySelectorAll('html, body, body *')].filter((one) => !one.shadowRoot).map({LOOK})"


def test_no_style_comes_in_or_goes_out(page: Page, panel: Panel, shoot: Shoot) -> None:
    page.route("**/known?*", lambda route: route.fulfill(json={"known": []}))
    page.goto(f"{SHOP}/hosts/strict")
    panel.open("#revenue .flag")
    kind = panel.itself.get_by_role("button", name="Wrong value")
    wanted = [kind.evaluate(LOOK), panel.itself.evaluate(LOOK)]
    page.route("**/widget.js", lambda route: route.abort())
    page.goto(f"{SHOP}/hosts/hostile")
    without = page.evaluate(LOOKS)
    page.unroute("**/widget.js")
    page.goto(f"{SHOP}/hosts/hostile")
    panel.open(f"#order-62342 {FLAG}")
    shoot(page, "widget-hostile")
    assert [kind.evaluate(LOOK), panel.itself.evaluate(LOOK)] == wanted
    assert page.evaluate(LOOKS) == without
    panel.choose()
    panel.says("Received")


def test_the_panel_is_above_all_else(page: Page, panel: Panel) -> None:
    page.goto(f"{SHOP}/hosts/hostile")
    panel.open(f"#order-62342 {FLAG}")
    for button in panel.itself.get_by_role("button").all():
        button.click(trial=True)  # Playwright refuses when something else would get the click


def test_triggers_within_shadow_roots(page: Page, panel: Panel, taken: Taken) -> None:
    page.goto(f"{SHOP}/hosts/shadow")
    panel.report("price-card[name='Travel kettle'] button")
    panel.says("Received")
    page.keyboard.press("Escape")
    closed = page.locator("price-card[closed]").bounding_box()
    assert closed is not None  # nobody sees into it: the button is at its lower end
    page.mouse.click(closed["x"] + 50, closed["y"] + closed["height"] - 28)
    panel.choose("Missing data")
    panel.says("Received")
    assert {report.trigger.label for report in taken("/hosts/shadow")} == {"Travel kettle", "Wool blanket"}


def test_the_script_may_be_there_twice(page: Page, panel: Panel) -> None:
    page.goto(f"{SHOP}/shop")
    page.evaluate(
        """() => new Promise((loaded) => {
          const script = document.createElement('script');
          const tag = document.querySelector('script[data-wilco-product]');
          Object.assign(script, { src: tag.src, onload: loaded });
          Object.assign(script.dataset, tag.dataset);
          document.body.append(script);
        })"""
    )
    panel.open()
    expect(panel.itself).to_have_count(1)
    expect(page.get_by_role("button", name="Report a problem", exact=True)).to_have_count(1)


def test_a_page_works_without_the_script(page: Page, said: list[str]) -> None:
    page.route("**/widget.js", lambda route: route.abort())
    page.goto(f"{SHOP}/hosts/spa")
    page.get_by_role("link", name="Prices").click()
    page.locator(f"#view {FLAG}").first.click()
    expect(page.get_by_role("heading", name="Prices")).to_be_visible()
    assert _objections(page) == []


@pytest.mark.parametrize(
    "answer", [None, {"status": 503}, {"status": 200, "body": "<html>Welcome to the hotel</html>"}]
)
def test_a_page_works_while_wilco_is_down(page: Page, panel: Panel, said: list[str], answer: dict[str, Any]) -> None:
    page.route("**/v1/**", lambda route: route.fulfill(**answer) if answer else route.abort())
    page.goto(f"{SHOP}/hosts/spa")
    panel.report(f"#view {FLAG}", "Missing data")
    panel.says("Saved on this device")
    page.keyboard.press("Escape")
    page.get_by_role("link", name="Prices").click()
    expect(page.get_by_role("heading", name="Prices")).to_be_visible()
    assert _objections(page) == []
