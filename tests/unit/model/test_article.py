"""Which pages of the knowledge base are offered: those of the area first, then by words in common."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.model.article import Article, nearest


def article(name: str, *words: str, areas: tuple[str, ...] = ()) -> Article:
    return Article(f"https://help.example/{name}", {"en": name, "ru": name}, areas, words)


PRICES = article("prices", "discount", "скидка", areas=("prices",))
TAXES = article("taxes", "VAT", "invoice", areas=("prices", "orders"))
LOGIN = article("login", "password", "пароль")
PHOTOS = article("photos", "picture", areas=("media",))
ALL = [LOGIN, PHOTOS, TAXES, PRICES]


@pytest.mark.parametrize(
    ("area", "text", "found"),
    [
        ("prices", "", [TAXES, PRICES]),
        ("prices", "Where is my discount?", [PRICES, TAXES]),
        ("prices", "Не видна скидки!", [PRICES, TAXES]),
        ("prices", "no discount, and my PASSWORDS", [PRICES, TAXES, LOGIN]),
        ("media", "a discount", [PHOTOS, PRICES]),
        ("delivery", "nothing of that", []),
        ("delivery", "the picture on the invoice", [PHOTOS, TAXES]),
        ("delivery", "пароля нет", [LOGIN]),
        ("delivery", "VAT", [TAXES]),
        ("delivery", "vast", []),
    ],
)
def test_nearest(area: str, text: str, found: list[Article]) -> None:
    assert list(nearest(area, text, ALL)) == found


@given(st.text(max_size=60), st.sampled_from(["prices", "media", "none"]), st.integers(0, 4))
def test_no_more_than_asked_for_and_none_twice(text: str, area: str, at_most: int) -> None:
    found = nearest(area, text, ALL * 2, at_most)
    assert len(found) <= at_most
    assert all(one in ALL for one in found)
    assert [area in one.areas for one in found] == sorted((area in one.areas for one in found), reverse=True)
