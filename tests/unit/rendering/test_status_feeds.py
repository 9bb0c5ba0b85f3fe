"""The feeds as a feed reader reads them, and as the two standards want them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree

import feedparser
import pytest
from hypothesis import given

from chalicelib.model.case import Case
from chalicelib.rendering.links import Links
from chalicelib.rendering.status import Snapshot
from chalicelib.rendering.status_feeds import ENTRIES, atom, rss
from chalicelib.team import Language
from tests.builders import NOW
from tests.outages import an_outage, over, told
from tests.unit.rendering.examples import LINKS, TEAM, extreme

Make = Callable[[Snapshot, Language, Links], bytes]
ATOM = "{http://www.w3.org/2005/Atom}"
BOTH = pytest.mark.parametrize("make", [atom, rss])
OUTAGE = told(an_outage("prices"), texts={"en": "Found <it> & fixed\nit"}, next_by=NOW + timedelta(hours=1))


def made(make: Make, *outages: Case, language: Language = "en") -> bytes:
    return make(Snapshot("shop", outages, TEAM, NOW + timedelta(hours=1)), language, LINKS)


def read(make: Make, *outages: Case, language: Language = "en") -> Any:
    feed = feedparser.parse(made(make, *outages, language=language))
    assert not feed.bozo, feed.bozo_exception
    return feed


@pytest.mark.parametrize(("make", "version"), [(atom, "atom10"), (rss, "rss20")])
def test_a_reader_knows_what_it_is(make: Make, version: str) -> None:
    feed = read(make)
    assert feed.version == version
    assert (feed.feed.title, feed.entries) == ("The Shop · Service status", [])
    assert feed.feed.link == "https://status.example/shop/en/index.html"


@BOTH
def test_each_update_is_an_entry_the_newest_first(make: Make) -> None:
    newest, first = read(make, OUTAGE).entries
    assert (newest.title, first.title) == ("Cause found. Outage: Prices", "Investigating. Outage: Prices")
    assert newest.link == f"https://status.example/shop/en/index.html#{OUTAGE.id}"
    assert newest.published_parsed[:5] == (2026, 11, 21, 12, 10)
    said = newest.content[0].value if "content" in newest else newest.summary
    assert said.replace("<br />", "<br/>").startswith('<p lang="en">Found &lt;it&gt; &amp; fixed<br/>it</p>')
    assert "Next update by 21 November 2026, 13:00 UTC" in said


@BOTH
def test_an_entry_stays_as_it_was_when_more_is_said(make: Make) -> None:
    """A reader shows what it has not seen: nothing old may look new."""
    before = read(make, OUTAGE).entries
    after = read(make, over(OUTAGE)).entries
    assert after[1:] == before
    assert len({entry.id for entry in after}) == 3


@BOTH
def test_each_language_has_its_own_feed(make: Make) -> None:
    english, russian = read(make, OUTAGE), read(make, OUTAGE, language="ru")
    assert russian.feed.title == "Магазин · Состояние сервиса"
    assert russian.entries[0].title == "Причина найдена. Сбой: Цены"
    assert russian.entries[0].link == f"https://status.example/shop/ru/index.html#{OUTAGE.id}"
    assert "Без перевода" in str(russian.entries[0])
    assert not {entry.id for entry in english.entries} & {entry.id for entry in russian.entries}


@BOTH
def test_it_does_not_grow_for_ever(make: Make) -> None:
    outages = [an_outage(cause=str(number), at=NOW - timedelta(minutes=number)) for number in range(ENTRIES + 5)]
    entries = read(make, *outages).entries
    assert len(entries) == ENTRIES
    assert entries[0].link.endswith(outages[0].id)


def test_atom_has_what_rfc_4287_asks_for() -> None:
    root = ElementTree.fromstring(made(atom, OUTAGE))
    for place in (root, *root.findall(f"{ATOM}entry")):
        for needed in ("id", "title", "updated"):
            assert len(place.findall(f"{ATOM}{needed}")) == 1, (place.tag, needed)
    assert root.findtext(f"{ATOM}author/{ATOM}name") == "The Shop"
    assert {(one.get("rel"), one.get("href")) for one in root.findall(f"{ATOM}link")} == {
        ("self", "https://status.example/shop/en/feed.atom"),
        ("alternate", "https://status.example/shop/en/index.html"),
    }
    ids = [one.text for one in root.iter(f"{ATOM}id")]
    assert len(set(ids)) == len(ids) == 3
    assert ids[0] == "tag:shop.example,2026:wilco/status/en/shop"
    assert root.findtext(f"{ATOM}updated") == "2026-11-21T12:10:00Z", "that of its newest entry"


def test_rss_has_what_2_0_asks_for() -> None:
    channel = ElementTree.fromstring(made(rss, OUTAGE)).find("channel")
    assert channel is not None
    for needed in ("title", "link", "description"):
        assert len(channel.findall(needed)) == 1
    self = channel.find(f"{ATOM}link")
    assert self is not None
    assert (self.get("rel"), self.get("href")) == ("self", "https://status.example/shop/en/feed.rss")
    for item in channel.findall("item"):
        guid = item.find("guid")
        assert guid is not None
        assert (guid.get("isPermaLink"), item.findtext("pubDate", "")[-3:]) == ("false", "GMT")


@BOTH
@given(typed=extreme)
def test_nothing_typed_is_more_than_text(make: Make, typed: str) -> None:
    hostile, plain = (made(make, an_outage(texts={"en": text})) for text in (f"Words {typed}", "Words"))
    assert [one.tag for one in ElementTree.fromstring(hostile).iter()] == [
        one.tag for one in ElementTree.fromstring(plain).iter()
    ]
    (entry,) = feedparser.parse(hostile, sanitize_html=False).entries
    said = entry.content[0].value if "content" in entry else entry.summary
    assert "<script" not in said
    assert "<img" not in said
