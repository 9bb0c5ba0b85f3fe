"""One test's own problem on the shared stack: a place that nobody else reports, and people whom nobody else knows."""

import uuid
from dataclasses import dataclass
from typing import Any

import httpx

from sandbox.credentials import PUBLISHED, Credentials
from sandbox.identity import Customer, sign
from tour.world import Json, World


@dataclass(frozen=True)
class Scene:
    """`word` names the place and the people of the test."""

    world: World
    word: str

    @property
    def url(self) -> str:
        """A page of the shop; the order's number is folded, the word is not."""
        return f"http://127.0.0.1:8781/shop/{self.word}/48151"

    def person(self, name: str, locale: str = "en") -> Customer:
        """A customer of the shop."""
        handle = f"{name.lower()}-{self.word}" if name.isascii() else f"somebody-{self.word}"
        return Customer(handle, name, f"{handle}@example.com", locale)

    def click(self, person: Customer | None = None, **changes: Any) -> Json:
        """What the shop's page sends, without `person` when nobody is signed in."""
        body: Json = {
            "key": str(uuid.uuid4()),
            "product": "shop",
            "trigger": {"area": "prices", "kind": "wrong-value", "label": "Price", "element": "#order .price"},
            "place": {"url": self.url, "title": "Order"},
            "client": {"browser": "Firefox 151.0", "os": "Windows 10", "locale": person.locale if person else "en"},
        }
        if person:
            body["identity"] = sign(person, Credentials.read(PUBLISHED).host_secret_shop)
        return body | changes

    def send(self, person: Customer | None = None, **changes: Any) -> Json:
        """Report it, and keep the receipt."""
        answer = self.world.report(self.click(person, **changes))
        assert answer.status_code == 202, answer.text
        receipt: Json = answer.json()
        return receipt

    def happens(self, person: Customer | None = None, **changes: Any) -> Json:
        """Report it, and wait until everybody knows."""
        receipt = self.send(person, **changes)
        self.world.until_quiet()
        return receipt

    def issues(self) -> list[Json]:
        """The issues of this test's place."""
        return [issue for issue in self.world.issues() if self.word in issue["fields"]["summary"]]

    def issue(self) -> Json:
        """The one issue."""
        (issue,) = self.issues()
        return issue

    @property
    def key(self) -> str:
        """The one issue's key."""
        return str(self.issue()["key"])

    def comments(self) -> list[str]:
        """What is said on the issue."""
        return [comment["body"] for comment in self.issue()["fields"]["comment"]["comments"]]

    def links(self) -> list[str]:
        """Where the issue's remote links lead."""
        return [link["object"]["url"] for link in self.issue()["remote_links"]]

    def parents(self) -> list[Json]:
        """The messages in the channel that show this place."""
        found = [one for one in self.world.messages() if one.get("thread_ts") in (None, one["ts"])]
        return [one for one in found if self.word in one["text"]]

    def parent(self) -> Json:
        """The one message in the channel."""
        (parent,) = self.parents()
        return parent

    def lines(self) -> list[Json]:
        """The messages in its thread."""
        ts = self.parent()["ts"]
        return [one for one in self.world.messages() if one.get("thread_ts") == ts and one["ts"] != ts]

    def thread(self) -> list[str]:
        """What its thread says."""
        return [one["text"] for one in self.lines()]

    def told(self, person: Customer) -> list[str]:
        """What the person was told by mail, in order."""
        return [mail["kind"] for mail in self.world.mails(person.email)]

    def press(self, action: str, by: str = "U0ERIN") -> Json:
        """Press a button under the message; what Wilco answered."""
        return self.world.press(self.parent()["ts"], action, by)

    def move(self, to: str, by: str = "erin") -> None:
        """Drag the card, and wait until everybody knows."""
        self.world.move(self.key, to, by)
        self.world.until_quiet()


def problem(answer: httpx.Response) -> Json:
    """A refusal, which has to be problem details (RFC 9457)."""
    assert answer.headers["content-type"] == "application/problem+json"
    body: Json = answer.json()
    assert body["status"] == answer.status_code
    assert body["title"]
    assert body["detail"]
    return body


def in_jira_and_slack_once(scene: Scene, receipts: list[Json]) -> None:
    """Each report is linked on the one issue, and nothing in Slack is said twice."""
    links = scene.links()
    for receipt in receipts:
        assert links.count(receipt["tracking_url"]) == 1
    assert len(links) == len(receipts) + 1  # and the thread
    assert len(scene.parents()) == 1
    causes = [one["metadata"]["event_payload"]["order"] for one in scene.lines()]
    assert len(causes) == len(set(causes))
