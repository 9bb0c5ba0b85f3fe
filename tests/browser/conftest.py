"""A person's browser before a stack of its own. Screenshots go to .local/screenshots/, to be looked at."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from infra.local_stack import Ports, local_stack
from infra.package import ROOT
from tour.world import World

SHOTS = ROOT / ".local" / "screenshots"
SHOP = "http://127.0.0.1:8781"  # the origin that wilco.yaml lets report
_QUIETLY = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)

Shoot = Callable[[Page, str], None]


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A running stack, as people act on it."""
    with local_stack(Ports.free(), tmp_path_factory.mktemp("browser"), print) as running, World(running) as world:
        yield world


@pytest.fixture(scope="session")
def chromium(world: World) -> Iterator[Browser]:
    """Debian's Chromium. The sandbox stands on a free port, and the browser takes it for the shop's own address."""
    moved = f"--host-resolver-rules=MAP 127.0.0.1:8781 {world.stack.sandbox.removeprefix('http://')}"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=[*_QUIETLY.split(), moved])
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A fresh window."""
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, timezone_id="Europe/Berlin")
    context.set_default_timeout(60_000)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def shoot() -> Shoot:
    """Take a picture of the page as it is."""
    SHOTS.mkdir(parents=True, exist_ok=True)

    def take(page: Page, name: str) -> None:
        page.screenshot(path=str(SHOTS / f"{name}.png"))

    return take
