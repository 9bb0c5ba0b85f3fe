"""Handing a dialog over as it is seen: the operator's desk, the customer's side, Slack's forms and thread, the mail."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import SHOP, Shoot
from tour.world import World

pytestmark = pytest.mark.browser

WORDS = "The film about the workshop never starts, in a private window too"
WAITS = "He waits for his parcel since 12 November"


@pytest.fixture(autouse=True)
def nothing_in_the_console(page: Page) -> Iterator[None]:
    """What a page complains about is a failure."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    yield
    assert said == []


def test_a_note_in_the_chat_desk_is_enough(page: Page, world: World, shoot: Shoot) -> None:
    dialog = world.start_dialog("elif", "The film never starts.", f"{SHOP}/shop/products/camp-lantern")
    page.goto(world.dialog(dialog)["url"])
    page.get_by_role("tab", name="Note").click()
    page.get_by_role("textbox", name="Your words").fill(f"/bug media does-not-work {WORDS}")
    page.keyboard.press("Enter")
    issue = page.locator(".bubble.note a[href*='/jira/browse/']")
    expect(issue).to_be_visible()  # by itself
    expect(page.locator(".facts .tag")).to_contain_text("bug")
    shoot(page, "escalation-1-desk")
    assert violations(page) == []
    key = (issue.get_attribute("href") or "").rpartition("/")[2]
    issue.click()
    expect(page.locator(".rendered").first).to_contain_text(WORDS)
    shoot(page, "escalation-2-issue")
    page.goto(f"{SHOP}/chat/customer?who=elif&dialog={dialog}")
    told = page.locator(".bubble.theirs")
    expect(told).to_contain_text("We have your report")
    shoot(page, "escalation-3-customer")
    assert violations(page) == []
    for inside in (key, "/bug", WORDS, "Daria"):
        expect(page.locator(".chat-stream")).not_to_contain_text(inside)


def test_a_link_in_slack_is_enough(page: Page, window: BrowserContext, world: World, shoot: Shoot) -> None:
    other = world.start_dialog("ann", "My parcel is late.", f"{SHOP}/shop/orders/62342")
    world.note_in_dialog(other, "/bug delivery late-data The parcel is late")
    world.until_quiet()
    dialog = world.start_dialog("boris", "Посылка опаздывает.", f"{SHOP}/shop/orders/48151")
    _hand_over(page, _copied_link(page, window, world.dialog(dialog)["url"]), shoot)
    world.until_quiet()
    page.locator(".message .replies").last.click()
    thread = page.locator(".thread")
    expect(thread).to_contain_text("Priya handed over a support dialog.")
    page.select_option("#slack-me", "U0MIKHAIL")
    _press(page, "take")
    expect(thread).to_contain_text("Taken, Mikhail")
    _reply(page, shoot)
    expect(thread).to_contain_text("An answer is due by")
    _same(page, shoot)
    expect(thread).to_contain_text("It goes on there")
    shoot(page, "escalation-8-thread")
    world.until_quiet()
    _read(page, shoot)


def _copied_link(page: Page, window: BrowserContext, url: str) -> str:
    window.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(SHOP + "/chat" + url.partition("/chat")[2])
    page.get_by_role("button", name="Copy link").click()
    expect(page.locator("#toasts")).to_contain_text("The link is copied.")
    return str(page.evaluate("navigator.clipboard.readText()"))


def _hand_over(page: Page, link: str, shoot: Shoot) -> None:
    """With the keyboard alone; the link of nowhere is refused at its field."""
    page.goto(f"{SHOP}/slack")
    page.select_option("#slack-me", "U0PRIYA")
    page.get_by_role("textbox", name="Message #wilco").fill(f"/wilco {link} {WAITS}")
    page.keyboard.press("Enter")
    field = page.get_by_label("The dialog's link")
    expect(field).to_be_focused()
    field.fill("https://nowhere.example/dialogs/1")
    for typed in ("", "Delivery", "Data is late"):
        page.keyboard.press("Tab")
        page.keyboard.type(typed)
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    _send(page, "Hand over")
    expect(page.get_by_role("alert").filter(has_text="No support desk knows this link.")).to_be_visible()
    expect(field).to_be_focused()
    shoot(page, "escalation-4-form")
    assert violations(page) == []
    field.fill(link)
    page.keyboard.press("Enter")
    expect(page.get_by_role("radio", name="A new problem")).to_be_focused()
    shoot(page, "escalation-5-likely")
    _send(page, "Hand over")
    expect(page.locator(".message").last).to_contain_text(WAITS)


def _reply(page: Page, shoot: Shoot) -> None:
    _press(page, "reply")
    expect(page.get_by_label("A ready reply")).to_be_focused()
    page.keyboard.type("The cause is known")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("In 1 hour")
    shoot(page, "escalation-6-reply")
    assert violations(page) == []
    _send(page, "Send")


def _same(page: Page, shoot: Shoot) -> None:
    _press(page, "same")
    cases = page.get_by_label("It is the same as")
    expect(cases).to_be_focused()
    page.keyboard.press("ArrowDown")  # the likeliest
    shoot(page, "escalation-7-same")
    _send(page, "Merge")


def _read(page: Page, shoot: Shoot) -> None:
    """The person's mail with the promise, and their page, which keeps it after the merge."""
    page.goto(f"{SHOP}/mail?to=boris@example.com")
    page.locator(".conversations a").first.click()
    text = page.locator("[data-letter]").last.frame_locator("iframe").locator("body")
    expect(text).to_contain_text("Мы знаем, в чём причина")
    expect(text).to_contain_text("Мы напишем вам снова не позже этого срока")
    page.locator("[data-letter]").last.scroll_into_view_if_needed()
    shoot(page, "escalation-9-mail")
    page.goto(text.locator("a.button").get_attribute("href") or "")
    expect(page.locator("main")).to_contain_text("Мы напишем вам снова не позже этого срока")
    shoot(page, "escalation-10-page")


def _press(page: Page, action: str) -> None:
    """Press a button under the newest case's message."""
    button = page.locator(f".thread .message [data-action={action}]").first
    button.focus()
    page.keyboard.press("Enter")


def _send(page: Page, name: str) -> None:
    """Go to the form's button and press it; then Slack is back, or the form says why not."""
    button: Locator = page.get_by_role("dialog").get_by_role("button", name=name, exact=True)
    button.focus()
    page.keyboard.press("Enter")
