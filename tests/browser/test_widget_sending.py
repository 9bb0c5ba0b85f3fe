"""A report is sent once, whatever the hand and the network do, and nothing is said that is not so."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import BrowserContext, Page, Request, expect

from tests.browser.conftest import SHOP, Taken
from tests.browser.panel import PRICE, Panel

pytestmark = pytest.mark.browser

SLOW_3G = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}  # bytes a second


def _kept(page: Page) -> int:
    """How many reports wait on this device."""
    number: int = page.evaluate("Object.keys(localStorage).filter((name) => name.includes('.waiting.')).length")
    return number


@contextmanager
def _reports_sent(page: Page) -> Iterator[list[Request]]:
    sent: list[Request] = []
    page.context.on(
        "request", lambda one: sent.append(one) if one.method == "POST" and one.url.endswith("/v1/reports") else None
    )
    yield sent


@pytest.mark.parametrize("times", [2, 3])
def test_a_nervous_hand_reports_once(page: Page, panel: Panel, taken: Taken, times: int) -> None:
    page.goto(f"{SHOP}/shop/orders/62342?nervous={times}")
    page.locator(PRICE).click(click_count=times)
    panel.itself.get_by_role("button", name="Wrong value").click(click_count=times)
    panel.says("Received")
    assert len(taken(f"nervous={times}")) == 1


def test_a_double_click_on_the_trigger_chooses_nothing(page: Page, panel: Panel, taken: Taken) -> None:
    """The panel opens under the pointer, so that the second click may fall on it."""
    page.goto(f"{SHOP}/shop/orders/62342?restless")
    page.locator(PRICE).dblclick()
    expect(panel.itself.get_by_role("button", name="Wrong value")).to_be_visible()
    assert taken("restless") == []


def test_offline_and_back(page: Page, panel: Panel, window: BrowserContext, taken: Taken) -> None:
    page.goto(f"{SHOP}/shop/orders/62342?offline")
    panel.open()
    window.set_offline(True)
    panel.choose()
    panel.says("Saved on this device")
    assert taken("offline") == []
    window.set_offline(False)
    panel.says("Received")
    assert len(taken("offline")) == 1
    assert _kept(page) == 0


def test_what_is_saved_survives_the_page(page: Page, panel: Panel, window: BrowserContext, taken: Taken) -> None:
    window.route("**/v1/**", lambda route: route.abort())
    page.goto(f"{SHOP}/shop/orders/62342?later")
    panel.report()
    panel.says("Saved on this device")
    page.reload()
    page.close()
    assert taken("later") == []
    window.unroute("**/v1/**")
    other = window.new_page()
    other.goto(f"{SHOP}/hosts/strict")
    expect(other.get_by_text("Your saved report has been sent.")).to_be_visible()
    assert len(taken("later")) == 1
    assert _kept(other) == 0


def test_a_server_that_is_down_for_a_while(page: Page, panel: Panel, taken: Taken) -> None:
    """Also when it had taken the report before its answer was lost."""
    answers = iter([None, 503])

    def answer(route):  # type: ignore[no-untyped-def]
        match next(answers, 202):
            case None:
                route.fetch()
                route.abort()
            case 503:
                route.fulfill(status=503, headers={"Retry-After": "1"})
            case _:
                route.continue_()

    page.route("**/v1/reports", answer)
    page.goto(f"{SHOP}/shop/orders/62342?down")
    panel.report()
    panel.says("Saved on this device")
    panel.says("Received")
    assert len(taken("down")) == 1


def test_two_tabs_send_what_is_saved_once(window: BrowserContext, taken: Taken) -> None:
    window.route("**/v1/**", lambda route: route.abort())
    tabs = [window.new_page(), window.new_page()]
    for tab in tabs:
        tab.goto(f"{SHOP}/shop/orders/62342?tabs")
    Panel(tabs[0]).report()
    Panel(tabs[0]).says("Saved on this device")
    window.unroute("**/v1/**")
    with _reports_sent(tabs[0]) as sent:
        for tab in tabs:
            tab.evaluate("dispatchEvent(new Event('online'))")
        Panel(tabs[0]).says("Received")
    assert len(sent) == 1
    assert len(taken("tabs")) == 1


WATCH = """() => {
  const root = document.querySelector('wilco-panel').shadowRoot;
  window.seen = [];
  const note = () => {
    const fresh = ['Sending', 'Received'].filter((word) => root.textContent.includes(word) && !seen.includes(word));
    seen.push(...fresh);
  };
  new MutationObserver(note).observe(root, { childList: true, subtree: true, characterData: true });
}"""


def test_slow_3g(page: Page, panel: Panel, window: BrowserContext, taken: Taken) -> None:
    network = window.new_cdp_session(page)
    network.send("Network.enable")
    network.send("Network.emulateNetworkConditions", SLOW_3G)
    page.goto(f"{SHOP}/shop/orders/62342?slow")
    panel.open()
    page.evaluate(WATCH)
    with page.expect_response("**/v1/reports") as answered:
        panel.choose()
        panel.says("Sending")
        assert page.evaluate("seen") == ["Sending"]
    assert answered.value.status == 202
    panel.says("Received")
    assert page.evaluate("seen") == ["Sending", "Received"]
    assert len(taken("slow")) == 1


NO_STORAGE = (
    "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError') } })"
)
FULL_STORAGE = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') }"


@pytest.mark.parametrize("storage", [NO_STORAGE, FULL_STORAGE], ids=["none", "full"])
def test_without_storage_it_says_that_it_can_not_keep(page: Page, panel: Panel, taken: Taken, storage: str) -> None:
    page.add_init_script(storage)
    page.route("**/v1/reports", lambda route: route.abort())
    page.goto(f"{SHOP}/shop/orders/62342?storage={len(storage)}")
    panel.report()
    panel.says("Not sent yet")
    page.unroute("**/v1/reports")
    page.evaluate("dispatchEvent(new Event('online'))")
    panel.says("Received")
    assert len(taken(f"storage={len(storage)}")) == 1


def test_a_refusal_says_why_and_is_not_sent_again(page: Page, panel: Panel) -> None:
    problem = {"type": "about:blank", "title": "Not found", "status": 404, "detail": "There is no such product."}
    page.route("**/v1/reports", lambda route: route.fulfill(status=404, json=problem))
    page.goto(f"{SHOP}/shop")
    panel.report()
    panel.says("There is no such product.")
    assert _kept(page) == 0
