"""The public page: right without script, in both languages, private about everything, inert whatever was typed."""

import base64
import hashlib
import re
from dataclasses import replace
from datetime import timedelta
from html.parser import HTMLParser

from hypothesis import given

from chalicelib.model.case import Case, Issue, Thread
from chalicelib.rendering.status import Snapshot
from chalicelib.rendering.status_page import status_page
from chalicelib.team import Language
from tests.builders import NOW
from tests.outages import an_outage, over, told
from tests.unit.rendering.examples import LINKS, TEAM, extreme

LATER = NOW + timedelta(hours=1)
DUE = NOW + timedelta(minutes=30)


class Elements(HTMLParser):
    """The page as a browser's tokeniser reads it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self.styles: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        last = self.tags[-1][0] if self.tags else ""
        if last in ("script", "style") and data.strip():
            (self.scripts if last == "script" else self.styles).append(data)


def page(*outages: Case, language: Language = "en", at: timedelta = timedelta(hours=1)) -> str:
    return status_page(Snapshot("shop", outages, TEAM, NOW + at), language, LINKS)


def read(text: str) -> str:
    """What a person reads."""
    body = re.sub(r"<(style|script)>.*?</\1>", "", text, flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]*>", " ", body).split())


def test_a_calm_day() -> None:
    said = read(page())
    assert "The Shop · Service status ✓ Everything works" in said
    assert "No outage in the last 90 days." in said
    assert said.count("✓ Works") == 4


def test_an_outage_with_all_its_updates() -> None:
    said = read(
        page(told(an_outage("prices", next_by=DUE), texts={"en": "Found it"}, next_by=LATER + timedelta(hours=1)))
    )
    assert "! Outage: Prices" in said
    assert "Since 21 November 2026, 12:00 UTC" in said
    assert "Next update by 21 November 2026, 14:00 UTC" in said
    assert said.index("Cause found 21 November 2026, 12:10 UTC Found it") < said.index("Prices show 0.00.")
    assert (said.count("! Outage"), said.count("✓ Works")) == (2, 3), "the headline and one area"
    assert "No other outage in the last 90 days." in said


def test_russian_and_what_nobody_has_translated() -> None:
    made = page(told(an_outage("prices"), texts={"en": "Found it"}), language="ru")
    said = read(made)
    assert "Магазин · Состояние сервиса ! Сбой: Цены" in said
    assert "С 21 ноября 2026, 12:00 UTC" in said
    assert "Причина найдена 21 ноября 2026, 12:10 UTC Без перевода Found it" in said
    assert '<p class="said" lang="en">Found it</p>' in made
    assert "Цены показываются как 0,00." in said


def test_what_has_happened_stands_under_its_month() -> None:
    outages = [
        over(an_outage(cause=str(days), at=NOW - timedelta(days=days)), NOW - timedelta(days=days, hours=-2))
        for days in (1, 30, 40)
    ]
    said = read(page(*outages))
    november, october = said.index("November 2026 Outage"), said.index("October 2026 Outage")
    assert november < october
    assert said.count("October 2026 Outage") == 1, "two of them are October's"
    assert "lasted 2\u00a0h" in page(*outages)
    assert said.count("2 updates") == 3


def test_an_update_that_is_late_when_the_page_is_made() -> None:
    outage = an_outage(next_by=DUE)
    in_time, late = page(outage, at=timedelta(minutes=20)), page(outage, at=timedelta(minutes=40))
    assert re.search(r'data-due="2026-11-21T12:30:00\+00:00"[^>]* hidden>The update is late.', in_time)
    assert re.search(r'data-due="2026-11-21T12:30:00\+00:00"[^>]*">The update is late.', late)


def test_every_moment_is_one_that_programs_read() -> None:
    for tag, attributes in Elements(page(over(an_outage()), an_outage(cause="2", next_by=DUE))).tags:
        if tag == "time":
            assert re.fullmatch(r"2026-11-21T1\d:\d\d:00\+00:00", attributes["datetime"] or "")


def test_what_it_links_to() -> None:
    links = {
        (attributes.get("hreflang") or attributes["type"]): attributes["href"]
        for tag, attributes in Elements(page(language="ru")).tags
        if tag == "link" and attributes["rel"] == "alternate"
    }
    assert links == {
        "en": "https://status.example/shop/en/index.html",
        "application/atom+xml": "https://status.example/shop/ru/feed.atom",
        "application/rss+xml": "https://status.example/shop/ru/feed.rss",
        "application/json": "https://status.example/shop/status.json",
    }


def test_it_loads_nothing_and_runs_only_what_is_ours() -> None:
    made = Elements(page(an_outage()))
    policy = next(one["content"] or "" for tag, one in made.tags if one.get("http-equiv") == "Content-Security-Policy")
    for texts, directive in ((made.scripts, "script-src"), (made.styles, "style-src")):
        (text,) = texts
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{directive} 'sha256-{digest}';" in policy
    assert policy.startswith("default-src 'none'; ")
    assert not [
        tag for tag, one in made.tags if "src" in one or "style" in one or any(name[:2] == "on" for name in one)
    ]


def test_it_says_nothing_of_people_or_of_jira() -> None:
    private = replace(
        an_outage(), affected=4817, issue=Issue("10001", "SHOP-7"), thread=Thread("C0WILCO", "1.2"), owner="Priya"
    )
    made = page(private)
    for secret in ("4817", "SHOP-7", "C0WILCO", "Priya", "Erin", "form-1"):
        assert secret not in made


@given(extreme)
def test_nothing_typed_is_more_than_text(typed: str) -> None:
    plain = page(an_outage(texts={"en": "Words", "ru": "Слова"}))
    hostile = page(an_outage(texts={"en": f"Words {typed}", "ru": "Слова"}))
    assert Elements(hostile).tags == Elements(plain).tags
    assert Elements(hostile).scripts == Elements(plain).scripts


def test_it_is_small() -> None:
    """A phone in a crowd loads it in an outage."""
    assert len(page(an_outage()).encode()) < 16_000
