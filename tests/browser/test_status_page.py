"""The public page in a browser: readable for everybody, on a phone and in the dark; honest while Wilco is down.

The pages lie in the stack's own bucket and are read as anybody reads them.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from chalicelib.adapters.s3_files import S3Files
from chalicelib.model.case import Case
from chalicelib.rendering.links import Links
from chalicelib.rendering.status import Snapshot
from chalicelib.rendering.status_files import status_files
from infra.engine import REGION
from tests.browser import axe
from tests.browser.conftest import SHOTS
from tests.builders import NOW
from tests.outages import BROKEN, an_outage, over, told
from tests.stack.polling import eventually
from tests.unit.rendering.examples import TEAM
from tour.world import World

pytestmark = pytest.mark.browser
AT = NOW + timedelta(hours=1)
DUE = AT + timedelta(minutes=15)
PAST = over(an_outage("delivery", cause="past", at=NOW - timedelta(days=20)), NOW - timedelta(days=20, hours=-2))
OUTAGE = told(an_outage("prices", "orders"), texts={"en": BROKEN["en"]}, next_by=DUE)
SCENES: dict[str, tuple[Case, ...]] = {
    "calm": (PAST,),
    "outage": (OUTAGE, PAST),
    "recovering": (told(OUTAGE, "monitoring", at=AT, next_by=DUE), PAST),
}
Put = Callable[[str, tuple[Case, ...]], str]


@pytest.fixture
def put(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[Put]:
    """Publish a scene; the address of its first page."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    stack = world.stack
    bucket = S3Files(stack.outputs["PagesBucket"], region=REGION, endpoint_url=stack.engine.endpoint)

    def publish(scene: str, outages: tuple[Case, ...]) -> str:
        links = Links(stack.front, "", status_url=f"{stack.outputs['StatusPages']}/{scene}")
        for file in status_files(Snapshot("shop", outages, TEAM, AT), links):
            bucket.publish(replace(file, key=f"{scene}/{file.key}"))
        return links.status("shop")

    yield publish
    bucket._client.close()


@pytest.mark.parametrize("scene", SCENES)
@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize(("width", "scheme"), [(1100, "light"), (320, "light"), (320, "dark"), (1100, "dark")])
def test_it_looks_right_and_reads_well(
    put: Put, chromium: Browser, scene: str, language: str, width: int, scheme: Literal["light", "dark"]
) -> None:
    address = put(scene, SCENES[scene]).replace("index.html", f"{language}/index.html")
    with chromium.new_context(
        viewport={"width": width, "height": 800},
        color_scheme=scheme,
        timezone_id="Europe/Berlin",
    ) as context:
        page, broken = context.new_page(), list[str]()
        page.on("console", lambda message: broken.append(message.text))
        page.clock.install(time=AT)
        page.goto(address)
        for more in page.locator("summary").all():
            more.click()
        assert axe.violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        SHOTS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=str(SHOTS / f"status-{scene}-{language}-{width}-{scheme}.png"), full_page=True)
        assert broken == []


def test_moments_are_the_readers_own_and_lateness_is_reckoned_there(put: Put, page: Page) -> None:
    page.clock.install(time=AT)
    page.goto(put("outage", SCENES["outage"]))
    expect(page.locator(".next time")).to_have_text("November 21, 2026 at 2:15 PM GMT+1")
    expect(page.locator(".next time")).to_have_attribute("title", "21 November 2026, 13:15 UTC")
    expect(page.locator(".late")).to_be_hidden()
    page.clock.run_for("29:00")
    expect(page.locator(".late")).to_have_text("The update is late: it was due 14 minutes ago.")


def test_without_script_it_is_right_as_well(put: Put, chromium: Browser) -> None:
    with chromium.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(put("outage", SCENES["outage"]))
        expect(page.locator(".next time")).to_have_text("21 November 2026, 13:15 UTC")
        page.get_by_role("link", name="Русский").click()
        expect(page.locator("h1")).to_contain_text("Сбой: Цены, Заказы")


def test_a_page_left_open_takes_up_what_is_new(put: Put, page: Page) -> None:
    page.clock.install(time=AT)
    page.goto(put("live", SCENES["calm"]))
    expect(page.locator("h1")).to_contain_text("Everything works")
    put("live", SCENES["outage"])
    page.clock.run_for(61_000)
    expect(page.locator("h1")).to_contain_text("Outage: Prices, Orders")
    expect(page).to_have_title("Outage: Prices, Orders · The Shop")
    expect(page.locator(".next time")).to_have_text("November 21, 2026 at 2:15 PM GMT+1")


@pytest.mark.parametrize("script", [True, False])
def test_somebody_subscribes(put: Put, chromium: Browser, world: World, script: bool) -> None:
    """With script on the page itself, without it on one of ours; then by the link in the mail."""
    address = f"reader-{script}@example.com".lower()
    with chromium.new_context(java_script_enabled=script) as context:
        page = context.new_page()
        page.goto(put("calm", SCENES["calm"]))
        page.get_by_label("Your mail address").fill(address)
        page.get_by_role("button", name="Subscribe").click()
        expect(page.get_by_text("We have sent one mail to this address")).to_be_visible()
        (mail,) = eventually(lambda: world.mails(to=address))
        page.goto(re.search(r"http://\S+/s/\S+", mail["text"])[0])  # type: ignore[index]
        page.get_by_role("button", name="Yes, write to me").click()
        expect(page.get_by_role("heading", name="You hear of outages now")).to_be_visible()
        assert not script or axe.violations(page) == []
        page.get_by_role("button", name="Stop the mails").click()
        expect(page.get_by_role("heading", name="We write to you no more")).to_be_visible()


def test_a_form_whose_wilco_is_down_says_so_and_keeps_the_page(put: Put, page: Page) -> None:
    page.goto(put("outage", SCENES["outage"]))
    page.route("**/subscriptions", lambda route: route.abort())
    page.get_by_label("Your mail address").fill("reader@example.com")
    page.get_by_role("button", name="Subscribe").click()
    expect(page.get_by_role("status")).to_have_text(re.compile("That did not work"))
    expect(page.locator("h1")).to_contain_text("Outage: Prices, Orders")
