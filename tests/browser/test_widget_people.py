"""Who reports: vouched for, not vouched for, one of many; and people who use no mouse."""

from itertools import count
from typing import Any

import jwt
import pytest
from playwright.sync_api import Page, Route, expect

from sandbox.credentials import PUBLISHED, Credentials
from sandbox.identity import CUSTOMERS, sign
from tests.browser.conftest import SHOP, Shoot, Taken
from tests.browser.panel import PRICE, Panel
from tests.stack.polling import eventually
from tour.world import World

pytestmark = pytest.mark.browser

NOBODY_S = "victim@example.com"
SECRET = Credentials.read(PUBLISHED).host_secret_shop


def _claims() -> dict[str, Any]:
    return jwt.decode(sign(CUSTOMERS["carol"], SECRET), options={"verify_signature": False})


def _encoded(secret: str | None, algorithm: str, **more: object) -> str:
    return jwt.encode(_claims() | {"email": NOBODY_S} | more, secret, algorithm=algorithm)


FORGED = (
    _encoded("x" * 32, "HS256"),
    _encoded(None, "none"),
    _encoded(SECRET, "HS256", aud="another product"),
    "<html>log in first</html>",
)


def _expired() -> str:
    claims = _claims()
    return jwt.encode(claims | {"iat": claims["iat"] - 3600, "exp": claims["exp"] - 3600}, SECRET, algorithm="HS256")


def _as(page: Page, who: str) -> None:
    page.goto(f"{SHOP}/shop")
    with page.expect_navigation():
        page.select_option("#who", who)


def _mails(world: World, to: str) -> int:
    world.until_quiet()
    return len(world.mails(to))


def test_a_forged_identity_is_not_believed_and_the_report_is_not_lost(
    page: Page, panel: Panel, world: World, taken: Taken
) -> None:
    tokens = iter([token for token in FORGED for _ in range(2)])  # each is asked for again before it is given up
    page.route("**/shop/identity", lambda route: route.fulfill(json={"identity": next(tokens)}))
    for _ in FORGED:
        page.goto(f"{SHOP}/shop/orders/62342?forged")
        panel.report()
        panel.says("Received")
        panel.says("We could not confirm who you are")
    assert [report.person.email for report in taken("?forged")] == [None] * len(FORGED)
    world.until_quiet()
    assert world.mails(NOBODY_S) == []


def test_an_identity_that_has_expired_is_asked_for_again(page: Page, panel: Panel, taken: Taken) -> None:
    tokens = iter([_expired()])

    def vouch(route: Route) -> None:
        token = next(tokens, None) or sign(CUSTOMERS["carol"], SECRET)
        route.fulfill(json={"identity": token})

    page.route("**/shop/identity", vouch)
    page.goto(f"{SHOP}/shop/orders/62342?expired")
    panel.report()
    panel.says("Received")
    (report,) = taken("expired")
    assert report.person.email == "carol@example.com"


@pytest.mark.parametrize("answer", [{"status": 500}, {"status": 200, "body": "<html>log in first</html>"}, None])
def test_a_host_that_vouches_for_nobody(page: Page, panel: Panel, taken: Taken, answer: dict[str, Any] | None) -> None:
    """Its endpoint is broken, or not there."""
    page.route("**/shop/identity", lambda route: route.fulfill(**answer) if answer else route.abort())
    page.goto(f"{SHOP}/shop/orders/62342?vouch={answer and answer['status']}")
    panel.report()
    panel.says("Received")
    (report,) = taken(f"vouch={answer and answer['status']}")
    assert report.person.email is None


def test_nobody_is_logged_in(page: Page, panel: Panel, world: World, shoot: Shoot) -> None:
    """An address gets one mail, and nothing more before its owner has opened the link in it."""
    page.goto(f"{SHOP}/shop")
    panel.report("#order-48151 .delivery .trigger", "Data is late")
    panel.says("Received")
    panel.itself.get_by_role("textbox", name="Tell me when it is solved").fill("dora@example.com")
    panel.itself.get_by_role("button", name="Send").click()
    expect(panel.itself.get_by_role("textbox")).to_have_count(0)
    shoot(page, "widget-address-given")
    assert _mails(world, "dora@example.com") == 1


def _known_here(panel: Panel, trigger: str, order: str) -> bool:
    """What a process remembers of an area is some seconds old, and the browser keeps an answer for as long again."""
    panel.page.goto(f"{SHOP}/shop/orders/{order}")
    return any(one["here"] for one in panel.come_near(trigger)["known"])


def test_me_too(page: Page, panel: Panel, world: World, taken: Taken, shoot: Shoot) -> None:
    """The second person is told that it is known before typing anything, and waits with the first."""
    _as(page, "ann")
    page.goto(f"{SHOP}/shop/orders/47216?metoo=1")
    panel.report("#order-47216 .status .trigger", "Missing data")
    panel.says("Received")
    world.until_quiet()
    issues = len(world.issues())
    _as(page, "carol")
    visits = count(2)
    eventually(lambda: _known_here(panel, "#order-47216 .status .trigger", f"47216?metoo={next(visits)}"))
    panel.open("#order-47216 .status .trigger")
    panel.says("We know about this")
    shoot(page, "widget-known")
    panel.itself.get_by_role("button", name="Me too").first.click()
    panel.says("Received")
    world.until_quiet()
    assert len(world.issues()) == issues
    first, second = taken("metoo=")
    assert first.case_id == second.case_id
    assert "received" in [mail["kind"] for mail in world.mails("carol@example.com")]


def test_without_a_mouse(page: Page, panel: Panel) -> None:
    page.goto(f"{SHOP}/shop")
    page.locator(PRICE).focus()
    page.keyboard.press("Enter")
    expect(panel.itself.get_by_role("button", name="Wrong value")).to_be_visible()
    _tab_to(page, "Wrong value")
    page.keyboard.press("Enter")
    panel.says("Received")
    _tab_to(page, "Add a few words")
    page.keyboard.press("Space")
    page.keyboard.type("By keyboard alone")
    _tab_to(page, "Send")
    page.keyboard.press("Enter")
    panel.says("Added to your report.")
    page.keyboard.press("Escape")
    expect(panel.itself).to_be_hidden()
    expect(page.locator(PRICE)).to_be_focused()


def _tab_to(page: Page, words: str) -> None:
    passed: list[str | None] = []
    for _ in range(12):
        focused = page.evaluate(
            "() => { let one = document.activeElement; while (one?.shadowRoot) one = one.shadowRoot.activeElement;"
            " return one?.matches('button') && one.textContent }"
        )
        passed.append(focused)
        if focused == words:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not reach {words!r}, but {passed}")
