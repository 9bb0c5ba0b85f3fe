"""A person's browser before a stack of its own. Screenshots go to .local/screenshots/, to be looked at."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright

from chalicelib.model.report import Report
from chaos.table import Table
from infra.local_stack import Ports, local_stack
from infra.package import ROOT
from tests.browser.panel import Panel
from tour.world import World

SHOTS = ROOT / ".local" / "screenshots"
SHOP = "http://127.0.0.1:8781"  # the origin that wilco.yaml lets report
PATIENCE = 20_000  # milliseconds: a saved report is tried again after some seconds
_QUIETLY = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)

Shoot = Callable[[Page, str], None]
Taken = Callable[[str], list[Report]]


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A running stack, as people act on it."""
    with local_stack(Ports.free(), tmp_path_factory.mktemp("browser"), print) as running, World(running) as world:
        yield world


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """One for all: a process can have no second."""
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def chromium(playwright: Playwright, world: World) -> Iterator[Browser]:
    """Debian's Chromium. The sandbox stands on a free port, and the browser takes it for the shop's own address."""
    moved = f"--host-resolver-rules=MAP 127.0.0.1:8781 {world.stack.sandbox.removeprefix('http://')}"
    browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=[*_QUIETLY.split(), moved])
    expect.set_options(timeout=PATIENCE)
    yield browser
    browser.close()


@pytest.fixture
def window(chromium: Browser) -> Iterator[BrowserContext]:
    """A fresh browser: its own cookies, storage and connection. No page of it may break, whatever the widget meets."""
    context = chromium.new_context(
        viewport={"width": 1280, "height": 800}, timezone_id="Europe/Berlin", reduced_motion="reduce"
    )
    context.set_default_timeout(PATIENCE)
    context.add_cookies([{"name": "shop_who", "value": "", "url": SHOP}])  # nobody: mail to one person has a cap
    broken: list[str] = []
    context.on("weberror", lambda error: broken.append(str(error.error)))
    yield context
    context.close()
    assert broken == []


@pytest.fixture
def page(window: BrowserContext) -> Page:
    """A tab of it."""
    return window.new_page()


@pytest.fixture
def panel(page: Page) -> Panel:
    """The widget in that tab."""
    return Panel(page)


@pytest.fixture(scope="session")
def taken(world: World) -> Taken:
    """What Wilco has accepted from a page, by a part of the page's address."""
    table = Table(world.stack)
    return lambda address: [report for report in table.read().reports.values() if address in report.place.url]


@pytest.fixture(scope="session")
def shoot() -> Shoot:
    """Take a picture of the page as it is."""
    SHOTS.mkdir(parents=True, exist_ok=True)

    def take(page: Page, name: str) -> None:
        page.screenshot(path=str(SHOTS / f"{name}.png"))

    return take
