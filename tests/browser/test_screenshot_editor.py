"""The picture of a page with a strict policy: what is private is black in the file, and the page is as before."""

from collections.abc import Iterator
from typing import Any, cast

import pytest
from playwright.sync_api import Browser, Locator, Page, Playwright

from tests.browser.conftest import SHOTS
from tests.browser.strict_host import WIDGET, strict_host

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def host() -> Iterator[str]:
    """The host's origin."""
    with strict_host() as origin:
        yield origin


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """No deployed stack is needed here."""
    chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"])
    yield chromium
    chromium.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh window, of a device that can be touched as well."""
    context = browser.new_context(viewport={"width": 1000, "height": 700}, has_touch=True)
    yield context.new_page()
    context.close()


def _open(page: Page, address: str, **options: str) -> Locator:
    """The editor over the host's page, scrolled to its middle, with the focus on a button of its own."""
    page.goto(address)
    page.wait_for_load_state("networkidle")
    page.evaluate("() => { scrollTo(0, 2000); document.getElementById('focused').focus({preventScroll: true}) }")
    page.evaluate("(options) => take(options)", options)
    editor = page.locator("dialog.wilco-editor")
    editor.wait_for()
    return editor


def _outcome(page: Page) -> Any:
    page.wait_for_function("() => window.outcome")
    return page.evaluate("() => ({ error: outcome.error, type: outcome.blob?.type, size: outcome.blob?.size })")


def _middle(page: Page, selector: str) -> tuple[float, float]:
    box = page.locator(selector).first.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def _pixel(page: Page, at: tuple[float, float]) -> list[int]:
    pixel = page.evaluate("async ([x, y]) => (await pixels())(Math.round(x), Math.round(y))", list(at))
    return cast(list[int], pixel)


def _is_black(pixel: list[int]) -> bool:
    return max(pixel[:3]) <= 8 and pixel[3] == 255


def _keep(page: Page, name: str) -> None:
    """To be looked at."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=str(SHOTS / f"screenshot-{name}.png"))


@pytest.mark.parametrize("path", ["/", "/rtl"])
def test_what_is_private_is_black_in_the_file(page: Page, host: str, path: str) -> None:
    editor = _open(page, host + path)
    _keep(page, f"editor{path.replace('/', '-')}")
    editor.get_by_role("button", name="Send this picture").click()
    outcome = _outcome(page)
    assert outcome["type"] == "image/webp"
    assert 1000 < outcome["size"] <= 3_000_000
    for selector in ("#name", "#password", "#card", "#strange"):
        assert _is_black(_pixel(page, _middle(page, selector))), selector
    assert not _is_black(_pixel(page, _middle(page, "header")))
    for selector in ("svg", "#icon"):
        gold = _pixel(page, _middle(page, selector))
        assert gold[0] > 200 > 60 > gold[2], selector
    orange = _pixel(page, _middle(page, "img"))
    assert orange[0] > 200 > 60 > orange[2]


def test_the_page_is_as_it_was(page: Page, host: str) -> None:
    state = (
        "() => [document.documentElement.outerHTML, scrollX, scrollY, document.activeElement.id, "
        "seen.root.innerHTML, seen.root.adoptedStyleSheets.length]"
    )
    page.goto(host)
    page.wait_for_load_state("networkidle")
    page.evaluate("() => { scrollTo(0, 2000); document.getElementById('focused').focus({preventScroll: true}) }")
    before = page.evaluate(state)
    for ending in ("Escape", "Cancel", "Send this picture"):
        page.evaluate("() => take({})")
        editor = page.locator("dialog.wilco-editor")
        editor.wait_for()
        page.keyboard.press("ArrowLeft")
        page.keyboard.press("Escape") if ending == "Escape" else editor.get_by_role("button", name=ending).click()
        assert _outcome(page)["type"] == ("image/webp" if ending.startswith("Send") else None)
        assert page.evaluate(state) == before
    assert page.evaluate("() => [seen.changes, seen.violations, seen.keys]") == [0, [], 0]


def _at(editor: Locator, x: float, y: float) -> tuple[float, float]:
    """A point of the screen, by its share of the picture."""
    box = editor.locator("canvas").bounding_box()
    assert box
    return box["x"] + box["width"] * x, box["y"] + box["height"] * y


def _drag(page: Page, editor: Locator) -> None:
    page.mouse.move(*_at(editor, 0.6, 0.6))
    page.mouse.down()
    page.mouse.move(*_at(editor, 0.7, 0.7), steps=4)
    page.mouse.move(*_at(editor, 0.8, 0.8), steps=4)
    page.mouse.up()


def _two_clicks(page: Page, editor: Locator) -> None:
    page.mouse.click(*_at(editor, 0.8, 0.6))
    page.mouse.click(*_at(editor, 0.6, 0.8))


def _two_taps(page: Page, editor: Locator) -> None:
    page.touchscreen.tap(*_at(editor, 0.6, 0.8))
    page.touchscreen.tap(*_at(editor, 0.8, 0.6))


def _keyboard(page: Page, editor: Locator) -> None:
    for key, times in (
        ("ArrowRight", 6),
        ("ArrowDown", 4),
        ("Enter", 1),
        ("ArrowRight", 10),
        ("ArrowDown", 8),
        ("Enter", 1),
    ):
        for _ in range(times):
            page.keyboard.press(key)


@pytest.mark.parametrize("way", [_drag, _two_clicks, _two_taps, _keyboard])
def test_every_way_to_black_out_more(page: Page, host: str, way: Any) -> None:
    editor = _open(page, host)
    way(page, editor)
    assert "Areas of yours: 1" in editor.locator(".status").inner_text()
    _keep(page, f"by{way.__name__}")
    editor.get_by_role("button", name="Send this picture").click()
    _outcome(page)
    assert _is_black(_pixel(page, (700, 490)))
    assert not _is_black(_pixel(page, (300, 490)))


def test_the_last_area_is_undone(page: Page, host: str) -> None:
    editor = _open(page, host)
    undo = editor.get_by_role("button", name="Undo")
    assert undo.get_attribute("aria-disabled") == "true"
    _drag(page, editor)
    undo.click()
    assert editor.locator(".status").inner_text() == "Undone."
    editor.get_by_role("button", name="Send this picture").click()
    _outcome(page)
    assert not _is_black(_pixel(page, (700, 490)))


def test_the_keyboard_is_told_where_it_is(page: Page, host: str) -> None:
    editor = _open(page, host, language="ru", theme="dark")
    assert page.evaluate("() => seen.root.activeElement.tagName") == "CANVAS"
    page.keyboard.press("ArrowRight")
    assert "слева" in editor.locator(".spoken[role=status]").inner_text()
    page.keyboard.press("Enter")
    assert "Первый угол" in editor.locator(".status").inner_text()
    _keep(page, "keyboard-ru-dark")
    for name in ("Отменить последнее", "Не отправлять", "Отправить снимок"):
        page.keyboard.press("Tab")
        assert page.evaluate("() => seen.root.activeElement.textContent") == name


def test_a_page_that_shows_nothing_gives_no_picture(page: Page, host: str) -> None:
    page.goto(f"{host}/blank")
    page.evaluate("() => take({})")
    assert _outcome(page)["error"] == "The picture could not be taken. Your report is safe."
    assert page.evaluate("() => seen.root.childElementCount") == 1


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1000, 360])
def test_axe_finds_nothing(page: Page, host: str, language: str, theme: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    editor = _open(page, host, language=language, theme=theme)
    page.evaluate((WIDGET / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate("() => axe.run({ fromShadowDom: ['#wilco', 'dialog'] })")
    assert [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]] == []
    _keep(page, f"{language}-{theme}-{width}")
    sizes = editor.get_by_role("button").evaluate_all("(all) => all.map((one) => one.getBoundingClientRect().height)")
    assert min(sizes) >= 44
