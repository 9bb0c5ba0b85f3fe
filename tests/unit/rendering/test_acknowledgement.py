"""What a receipt says while nobody is there, in both languages; while somebody is, it says nothing more."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given

from chalicelib.model.hours import Hours
from chalicelib.rendering.acknowledgement import acknowledgement
from chalicelib.rendering.mail import mail
from chalicelib.rendering.moments import when
from chalicelib.team import Team
from tests.unit.rendering.examples import CASE, FOLLOWER, LINKS, RUSSIAN, TEAM, extreme, notice

SATURDAY = datetime(2026, 11, 28, 15, tzinfo=UTC)
MONDAY = datetime(2026, 11, 30, 6, tzinfo=UTC)
HELP = "https://help.shop.example"
FILE: dict[str, Any] = {
    "hours": {"time_zone": "Europe/Moscow", "days": {"mon": ["09:00-18:00"]}},
    "articles": [
        {"title": {"en": "Photos", "ru": "Фото"}, "url": f"{HELP}/photos", "areas": ["media"]},
        {"title": {"en": "How prices are made", "ru": "Как складываются цены"}, "url": f"{HELP}/prices?a=1&b=2"},
        {"title": {"en": "Your total", "ru": "Ваш итог"}, "url": f"{HELP}/total", "areas": ["prices"]},
    ],
}
AWAY = Team.model_validate(TEAM.model_dump() | FILE)


def test_who_writes_while_nobody_is_there_hears_when_somebody_is() -> None:
    case = replace(CASE, words="The price is too high")
    assert acknowledgement(case, AWAY, SATURDAY, "en") == [
        "None of our engineers is at work right now. They are back: Monday, 30 November, 09:00 (Europe/Moscow).",
        "Perhaps one of these pages helps until then:",
        f"Your total: {HELP}/total",
        f"How prices are made: {HELP}/prices?a=1&b=2",
    ]
    assert acknowledgement(replace(case, area="delivery", words=None), AWAY, SATURDAY, "ru") == [
        "Сейчас никого из инженеров нет на месте. Они вернутся: понедельник, 30 ноября, 09:00 (Europe/Moscow).",
    ]


def test_while_somebody_is_there_nothing_is_added() -> None:
    assert acknowledgement(CASE, AWAY, MONDAY, "en") == []
    assert acknowledgement(CASE, TEAM, SATURDAY, "en") == []


def test_the_mail_of_a_receipt_says_it_and_no_other() -> None:
    sent = mail(FOLLOWER, replace(notice("received"), at=SATURDAY), CASE, AWAY, LINKS, "m")
    assert "They are back: Monday, 30 November, 09:00 (Europe/Moscow)." in sent.text
    assert f"- Your total: {HELP}/total\n" in sent.text
    assert f'href="{HELP}/total"' in sent.html
    assert "\n\n\n" not in sent.text
    russian = mail(RUSSIAN, replace(notice("received"), at=SATURDAY), CASE, AWAY, LINKS, "m")
    assert "Они вернутся: понедельник, 30 ноября, 09:00 (Europe/Moscow)." in russian.html
    taken = mail(FOLLOWER, replace(notice("taken"), at=SATURDAY), CASE, AWAY, LINKS, "m")
    assert "They are back" not in taken.text + taken.html


@given(words=extreme)
def test_nothing_typed_is_in_it(words: str) -> None:
    said = "\n".join(acknowledgement(replace(CASE, words=words), AWAY, SATURDAY, "en"))
    pages = [f"{page.title.en}: {page.url}" for page in AWAY.articles]
    ours = {*pages, *acknowledgement(CASE, AWAY, SATURDAY, "en")}
    assert set(said.split("\n")) <= ours


@pytest.mark.parametrize("zone", ["UTC", "Asia/Kathmandu"])
def test_a_moment_names_its_zone(zone: str) -> None:
    assert when(datetime(2027, 5, 1, 3, 5, tzinfo=UTC), Hours(zone), "ru").endswith(f"({zone})")
    assert when(datetime(2027, 5, 1, 3, 5, tzinfo=UTC), Hours(), "ru") == "суббота, 1 мая, 03:05 (UTC)"


def test_an_article_of_no_area_is_refused() -> None:
    wrong = {"articles": [FILE["articles"][0] | {"areas": ["prises"]}]}
    with pytest.raises(ValueError, match="no product has an area `prises`"):
        Team.model_validate(TEAM.model_dump() | wrong)
