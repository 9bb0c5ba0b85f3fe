"""Promise 6 on the status page: what the team types for the public is text in every file of it, and nothing else."""

import json
from xml.etree import ElementTree

import feedparser
import pytest

from chalicelib.decisions.outages import Draft, declare
from chalicelib.store.commit import commit
from tests.builders import NOW
from tests.conftest import World
from tests.promises.test_6_nothing_typed_acts import WEAPONS
from tests.pump import Pump
from tests.unit.rendering.test_status_page import Elements

ALL = ("index.html", "feed.atom", "feed.rss", "status.json")


def published(world: World, name: str) -> bytes:
    return world.pages.stored[f"shop/{name}"].content


@pytest.mark.parametrize("weapon", WEAPONS)
def test_what_is_typed_for_the_public_is_text(world: World, pump: Pump, weapon: str) -> None:
    words = f"Words {weapon}"
    commit(declare("shop", ("prices",), Draft("form-1", {"en": words}), weapon, NOW), NOW)
    pump.run()
    page = Elements(published(world, "index.html").decode())
    assert [tag for tag, _ in page.tags if tag in ("script", "img", "b")].count("script") == 1
    assert not [tag for tag, one in page.tags if tag == "img" or "onerror" in one or "onload" in one]
    assert not [one["href"] for _, one in page.tags if "evil.example" in (one.get("href") or "")]
    for name in ("feed.atom", "feed.rss"):
        ElementTree.fromstring(published(world, name))
        (entry,) = feedparser.parse(published(world, name), sanitize_html=False).entries
        assert entry.link.startswith("https://status.example/shop/en/index.html#outage-")
        said = entry.content[0].value if "content" in entry else entry.summary
        assert {tag for tag, _ in Elements(said).tags} <= {"p", "br"}
    (incident,) = json.loads(published(world, "status.json"))["incidents"]
    assert incident["incident_updates"][0]["body"].startswith("Words")
    assert b"<" not in published(world, "status.json")
    assert not [name for name in ALL if b"Erin" in published(world, name)]
