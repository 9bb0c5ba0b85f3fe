"""Promise 6: nothing that a person types can run, ping or forge, on any page where it is shown."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from sandbox.credentials import PUBLISHED, Credentials
from sandbox.identity import Customer, sign
from tests.browser.conftest import SHOP, Shoot
from tour.world import Json, World

pytestmark = pytest.mark.browser

RUNS = (
    "<script>window.pwned=1</script>\"'><img src=http://evil.example/x.png onerror=window.pwned=1>"
    "<svg onload=window.pwned=1> {{7*7}} ${7*7} javascript:window.pwned=1"
)
PINGS = "<!here> <!channel> <@U0ERIN> <#C0WILCO> @here [~accountid:5b10a-erin] <http://evil.example|Jira>"
MARKUP = (
    "{noformat} {noformat}{html}<b>x</b>{html} !http://evil.example/x.png! [Jira|http://evil.example] h1. Big\n"
    "``` `x` *bold* {panel:title=x}y{panel} \\{noformat} {NoFormat:borderStyle=none}"
)
FORGES = "Ann\r\nBcc: all@evil.example\r\nSubject: forged\r\n\r\nHello"
HOSTILE = f"{RUNS} {PINGS} {MARKUP}"
SHORT = HOSTILE[:199]


@pytest.fixture(scope="module")
def told(world: World) -> Json:
    """One case whose every text is hostile: the report, the person, the note, the question and the answer."""
    mallory = Customer("mallory", FORGES + RUNS, "mallory@example.com", "en")
    receipt = world.report(_click(mallory)).json()
    world.until_quiet()
    issue = next(one for one in world.issues() if "Something else" in one["fields"]["summary"])
    parent = next(one for one in world.messages() if f"|{issue['key']}>" in str(one.get("blocks")))
    world.note(receipt["tracking_url"], HOSTILE)
    world.press(parent["ts"], "ask", "U0PRIYA")
    world.fill_in({"question": {"text": HOSTILE}}, "U0PRIYA")
    world.comment(issue["key"], f"[public] {HOSTILE}", "erin")
    world.until_quiet()
    return {**receipt, "key": issue["key"], "ts": parent["ts"], "channel": parent["channel"]}


def _click(person: Customer) -> Json:
    return {
        "key": "hostile-0001",
        "product": "shop",
        "trigger": {"area": "orders", "kind": "something-else", "label": SHORT, "element": PINGS},
        "place": {
            "url": f"http://127.0.0.1:8781/shop/<img src=x onerror=window.pwned=1>/{PINGS}?{RUNS}",
            "title": SHORT,
        },
        "client": {"browser": SHORT, "os": PINGS, "app_version": MARKUP[:199], "viewport": SHORT, "time_zone": SHORT},
        "comment": HOSTILE,
        "identity": sign(person, Credentials.read(PUBLISHED).host_secret_shop),
    }


@pytest.fixture
def watched(page: Page) -> Iterator[Page]:
    """A page that may ask nobody but this machine, and may not open a dialog."""
    strayed: list[str] = []
    page.on("request", lambda request: strayed.append(request.url) if _is_elsewhere(request.url) else None)
    page.on("dialog", lambda dialog: strayed.append(f"dialog {dialog.message}"))
    yield page
    assert strayed == []


def _is_elsewhere(url: str) -> bool:
    return urlsplit(url).hostname not in ("127.0.0.1", None)


def _is_inert(page: Page, part: str) -> None:
    """Nothing ran, and nothing in this part of the page leads or calls elsewhere."""
    page.wait_for_load_state("networkidle")
    for frame in page.frames:
        assert frame.evaluate("window.pwned") is None
        assert (
            frame.locator("[onerror], [onload], svg[onload], [href*='evil.example'], [src*='evil.example']").count()
            == 0
        )
        assert frame.locator("a[href^='javascript:']").count() == 0
    assert "evil.example" in page.locator(part).first.inner_text()  # it is shown, as the text that it is


def test_in_jira(watched: Page, told: Json, shoot: Shoot) -> None:
    watched.goto(f"{SHOP}/jira/browse/{told['key']}")
    own = watched.locator(".comment", has_text="[public]")  # Erin's own comment is Jira's affair, markup and all
    own.evaluate("comment => comment.remove()")
    _is_inert(watched, "body")
    assert watched.locator("main h1", has_text="Big").count() == 0
    assert watched.locator(".rendered .person").count() == 0
    shoot(watched, "hostile-issue")


def test_in_slack(watched: Page, told: Json, shoot: Shoot) -> None:
    watched.goto(f"{SHOP}/slack?channel={told['channel']}&thread={told['ts']}")
    _is_inert(watched, ".thread")
    assert watched.locator(".message .mention").count() == 0
    shoot(watched, "hostile-thread")


def test_on_the_tracking_page(watched: Page, told: Json, shoot: Shoot) -> None:
    for language in ("en", "ru"):
        watched.goto(f"{told['tracking_url']}?lang={language}")
        _is_inert(watched, "blockquote")
    shoot(watched, "hostile-tracking-page")


def test_in_the_mailbox(watched: Page, world: World, told: Json, shoot: Shoot) -> None:
    mails = world.mails("mallory@example.com")
    assert [mail["kind"] for mail in mails] == ["received", "question", "answer"]
    for mail in mails:
        assert "forged" not in mail["subject"]
        assert "Bcc" not in mail["headers"]
        assert mail["headers"]["To"].endswith("mallory@example.com>") or mail["headers"]["To"] == "mallory@example.com"
    assert world.mails("all@evil.example") == []
    watched.goto(f"{SHOP}/mail?to=mallory@example.com")
    watched.locator(".conversations a").first.click()
    watched.wait_for_load_state("networkidle")
    for frame in watched.frames:
        assert frame.evaluate("window.pwned") is None
        assert frame.locator("[onerror], [onload], [href*='evil.example'], [src*='evil.example']").count() == 0
    shoot(watched, "hostile-mail")


def test_everywhere_it_is_one_case(world: World, told: Json) -> None:
    """Nothing broke on the way: the note, the question and the answer each arrived once."""
    issue = next(one for one in world.issues() if one["key"] == told["key"])
    thread = [one for one in world.messages() if one.get("thread_ts") == told["ts"] and one["ts"] != told["ts"]]
    assert len(issue["remote_links"]) == 2
    assert len(thread) == 3
