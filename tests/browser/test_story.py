"""The story as it is seen: a click in the shop, the tracking page, Slack, Jira's board, the mail."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import SHOP, Shoot
from tests.browser.panel import PRICE, Panel
from tour.world import World

pytestmark = pytest.mark.browser

HAPPENED = ("Мы получили ваше сообщение", "Вашим сообщением занялся инженер", "Мы уже работаем над этим")


SAID = "Ноль евро? Не может быть."


def test_a_click_becomes_an_issue_a_thread_and_mail(page: Page, world: World, shoot: Shoot) -> None:
    _report_the_price(page, shoot)
    world.until_quiet()
    _add_words(page)
    _look_at_the_tracking_page(page, shoot)
    world.until_quiet()
    _take_it_in_slack(page, shoot)
    world.until_quiet()
    (key,) = (issue["key"] for issue in world.issues() if issue["fields"]["summary"].endswith(":8781/shop"))
    _drag_the_card(page, key, shoot)
    world.until_quiet()
    _read_the_mail(page, shoot)


def _report_the_price(page: Page, shoot: Shoot) -> None:
    page.goto(f"{SHOP}/shop")
    with page.expect_navigation():
        page.select_option("#who", "boris")
    panel = Panel(page)
    panel.open(PRICE)
    expect(panel.itself.get_by_role("button", name="Неверное значение")).to_be_visible()
    shoot(page, "1-trigger")
    panel.choose("Неверное значение")
    panel.says("Принято")
    shoot(page, "2-receipt")


def _add_words(page: Page) -> None:
    panel = Panel(page)
    panel.itself.get_by_role("button", name="Добавить пару слов").click()
    panel.itself.get_by_role("textbox", name="Ваши слова").fill(SAID)
    panel.itself.get_by_role("button", name="Отправить").click()
    panel.says("Добавлено к обращению.")


def _look_at_the_tracking_page(page: Page, shoot: Shoot) -> None:
    page.goto(Panel(page).itself.get_by_role("link").get_attribute("href") or "")
    expect(page.locator("h1")).to_have_text("Мы получили ваше сообщение")
    shoot(page, "3-tracking-page")


def _take_it_in_slack(page: Page, shoot: Shoot) -> None:
    page.goto(f"{SHOP}/slack")
    message = page.locator(".message").last
    expect(message).to_contain_text("Received · Prices: Wrong value")
    shoot(page, "4-slack")
    message.locator("[data-action=take]").click()
    expect(page.locator(".message").last).to_contain_text("Taken")
    page.locator(".message .replies").last.click()
    expect(page.locator(".thread")).to_contain_text("Taken")
    shoot(page, "5-slack-thread")


def _drag_the_card(page: Page, key: str, shoot: Shoot) -> None:
    page.goto(f"{SHOP}/jira/board")
    card = page.locator(f".issue[data-key='{key}']")
    # To the head of the column, which stays in sight however many cards there are.
    card.drag_to(page.locator(".column[data-status='In Progress']"), target_position={"x": 60, "y": 20})
    moved = page.locator(f".column[data-status='In Progress'] .issue[data-key='{key}']")
    expect(moved).to_contain_text("EW")  # Erin Walsh
    shoot(page, "6-board")
    moved.locator("a.key").click()
    expect(page.locator("body")).to_contain_text(SAID)
    shoot(page, "7-issue")


def _read_the_mail(page: Page, shoot: Shoot) -> None:
    page.goto(f"{SHOP}/mail?to=boris@example.com")
    page.locator(".conversations a").first.click()
    letters = page.locator("[data-letter]")
    expect(letters).to_have_count(3)
    for letter, happened in zip(letters.all(), HAPPENED, strict=True):
        text = letter.frame_locator("iframe").locator("body")
        expect(text).to_contain_text(happened)
        expect(text).to_contain_text("Неверное значение")
    letters.last.scroll_into_view_if_needed()
    shoot(page, "8-mail")
