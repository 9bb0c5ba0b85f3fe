"""What a status page knows: areas, headline, days and words, whatever the format."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from chalicelib.model.case import Case
from chalicelib.model.status import Status
from chalicelib.rendering.status import DAYS, Said, Snapshot, ended_at, late_since
from chalicelib.team import Language
from tests.builders import NOW
from tests.outages import an_outage, back, over, told
from tests.unit.rendering.examples import TEAM

LATER = NOW + timedelta(hours=3)


def snapshot(*outages: Case, at: datetime = LATER) -> Snapshot:
    return Snapshot("shop", outages, TEAM, at)


RUNNING = an_outage("prices", "orders")
WATCHED = told(an_outage("media", cause="form-2"), "monitoring")


@pytest.mark.parametrize(
    ("outages", "worst", "english", "russian"),
    [
        ((), "works", "Everything works", "Всё работает"),
        ((over(RUNNING),), "works", "Everything works", "Всё работает"),
        ((RUNNING,), "outage", "Outage: Prices, Orders", "Сбой: Цены, Заказы"),
        ((WATCHED,), "recovering", "Recovering: Photos and video", "Наблюдаем после сбоя: Фото и видео"),
        ((WATCHED, RUNNING), "outage", "Outage: Prices, Orders", "Сбой: Цены, Заказы"),
        ((an_outage("prices", cause="2"), RUNNING), "outage", "Outage: Prices, Orders", "Сбой: Цены, Заказы"),
        ((an_outage("gone"),), "outage", "Outage: gone", "Сбой: gone"),
    ],
)
def test_the_headline_says_all(outages: tuple[Case, ...], worst: str, english: str, russian: str) -> None:
    seen = snapshot(*outages)
    assert (seen.worst, seen.headline("en"), seen.headline("ru")) == (worst, english, russian)


def test_an_area_is_as_its_worst_outage() -> None:
    seen = snapshot(told(an_outage("prices", cause="2"), "monitoring"), RUNNING, WATCHED)
    states = {area: seen.state(area) for area in TEAM.products["shop"].areas}
    assert states == {"prices": "outage", "orders": "outage", "media": "recovering", "delivery": "works"}


@pytest.mark.parametrize(
    ("texts", "language", "said"),
    [
        ({"en": "Soon", "ru": "Скоро"}, "en", Said("Soon", "en", True)),
        ({"en": "Soon", "ru": "Скоро"}, "ru", Said("Скоро", "ru", True)),
        ({"en": "Soon"}, "ru", Said("Soon", "en", False)),
        ({"ru": "Скоро"}, "en", Said("Скоро", "ru", False)),
        ({"en": " \u200b"}, "en", None),
        ({}, "en", None),
    ],
)
def test_the_words_are_the_readers_or_those_that_there_are(
    texts: dict[str, str], language: Language, said: Said | None
) -> None:
    outage = an_outage(texts=texts)
    assert outage.outage is not None
    assert snapshot(outage).said(outage.outage.newest, language) == said


def days(*ago: int) -> set[date]:
    return {(LATER - timedelta(days=one)).date() for one in ago}


@pytest.mark.parametrize(
    ("outages", "bad"),
    [
        ((), days()),
        ((an_outage("orders"),), days()),
        ((an_outage(at=LATER - timedelta(days=2)),), days(0, 1, 2)),
        ((over(an_outage(at=LATER - timedelta(days=4)), LATER - timedelta(days=3)),), days(3, 4)),
        (
            (
                back(
                    over(an_outage(at=LATER - timedelta(days=9)), LATER - timedelta(days=8)), LATER - timedelta(days=1)
                ),
            ),
            days(9, 8, 1, 0),
        ),
        ((over(an_outage(at=LATER - timedelta(days=92)), LATER - timedelta(days=88)),), days(89, 88)),
        ((over(an_outage(at=LATER - timedelta(days=99)), LATER - timedelta(days=98)),), days()),
    ],
)
def test_bad_days_are_those_of_the_area_and_of_the_last_ninety(outages: tuple[Case, ...], bad: set[date]) -> None:
    assert snapshot(*outages).bad_days("prices") == bad


def test_what_ended_long_ago_is_not_shown() -> None:
    old = over(an_outage(cause="1"), NOW + timedelta(hours=1))
    for at, shown in [(NOW + timedelta(days=DAYS), (old,)), (NOW + timedelta(days=DAYS, hours=1), ())]:
        assert snapshot(old, at=at).past == shown
    assert snapshot(an_outage(), at=NOW + timedelta(days=400)).open, "what goes on is shown, however old"


def test_an_outage_that_jira_has_closed_is_over() -> None:
    closed = replace(RUNNING, status=Status.RESOLVED, changed_at=NOW + timedelta(minutes=40))
    assert snapshot(closed).worst == "works"
    assert ended_at(closed) == NOW + timedelta(minutes=40)


@pytest.mark.parametrize(("minutes", "late"), [(-1, False), (0, False), (1, True)])
def test_an_update_is_late_when_its_moment_has_passed(minutes: int, late: bool) -> None:
    outage = an_outage(next_by=LATER)
    assert (late_since(outage, LATER + timedelta(minutes=minutes)) is not None) == late
    assert late_since(over(outage), LATER + timedelta(days=1)) is None
