"""Every state in both languages and both themes: axe finds nothing, and a picture of each is there to be looked at."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.axe import violations
from tests.browser.conftest import SHOP, Shoot
from tests.browser.outage_scenes import OUTAGE_STATES
from tests.browser.panel import Panel
from tests.browser.scenes import STATES, Scene
from tests.stack.polling import eventually
from tour.world import World

pytestmark = pytest.mark.browser
EVERY = STATES | OUTAGE_STATES


@pytest.fixture(params=[("en", "light"), ("en", "dark"), ("ru", "light"), ("ru", "dark")], ids="-".join)
def look(request: pytest.FixtureRequest, chromium: Browser) -> Iterator[tuple[Page, str, str]]:
    language, theme = request.param
    context = chromium.new_context(
        viewport={"width": 900, "height": 640}, color_scheme=theme, locale=language, reduced_motion="reduce"
    )
    context.add_cookies([{"name": "shop_language", "value": language, "url": SHOP}])
    yield context.new_page(), language, theme
    context.close()


def test_axe_finds_nothing_in_any_state(look: tuple[Page, str, str], shoot: Shoot) -> None:
    page, language, theme = look
    wrong = {}
    for name, state in EVERY.items():
        state(Scene.set(page, language))
        shoot(page, f"widget-{name}-{language}-{theme}")
        if found := violations(page):
            wrong[name] = found
    assert wrong == {}


@pytest.mark.parametrize("language", ["en", "ru"])
def test_on_a_phone(chromium: Browser, shoot: Shoot, language: str) -> None:
    context = chromium.new_context(
        viewport={"width": 360, "height": 640},
        has_touch=True,
        is_mobile=True,
        device_scale_factor=2,
        locale=language,
        reduced_motion="reduce",
    )
    context.add_cookies([{"name": "shop_language", "value": language, "url": SHOP}])
    page = context.new_page()
    for name in ("asked", "known", "outage-late", "asked-whether-it-is-the-same", "received-from-a-stranger", "saved"):
        EVERY[name](Scene.set(page, language))
        shoot(page, f"widget-phone-{name}-{language}")
        box = Panel(page).itself.bounding_box()
        assert box is not None
        assert box["x"] >= 0 and box["x"] + box["width"] <= 360
        for button in Panel(page).itself.get_by_role("button").all():
            size = button.bounding_box()
            assert size is not None
            assert min(size["width"], size["height"]) >= 44, button.inner_text()
        assert violations(page) == []
    context.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_pages_that_links_lead_to(chromium: Browser, world: World, shoot: Shoot, theme: str) -> None:
    context = chromium.new_context(viewport={"width": 900, "height": 640}, color_scheme=theme)  # type: ignore[arg-type]
    context.add_cookies([{"name": "shop_who", "value": "", "url": SHOP}])
    page = context.new_page()
    page.goto(f"{SHOP}/shop/orders/62342")
    Panel(page).report()
    follow = Panel(page).itself.get_by_role("link").get_attribute("href") or ""
    pages = {"tracking": follow, "confirm": _asked(world, follow, f"eve-{theme}@example.com")}
    for language in ("en", "ru"):
        for name, address in pages.items():
            page.goto(f"{address}?lang={language}")
            shoot(page, f"{name}-{language}-{theme}")
            assert violations(page) == [], name
    context.close()


def _asked(world: World, follow: str, email: str) -> str:
    """The page that an address is asked on, from the mail that it got."""
    reference = follow.rpartition("/")[2]
    contact = f"{world.stack.front}/v1/reports/{reference}/contact"
    world.http.post(contact, json={"email": email}).raise_for_status()
    (mail,) = eventually(lambda: world.mails(email))
    return f"{world.stack.front}/c/{mail['text'].partition('/c/')[2].split()[0]}"
