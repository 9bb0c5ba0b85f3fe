"""What a person typed is readable, of a known length, and hides nothing."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.rendering import typed as cleaning
from chalicelib.rendering.typed import NAME_LIMIT, clean, cut, one_line, person_name, unlinked
from tests.unit.rendering.examples import extreme, typed


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@given(extreme)
def test_nothing_is_hidden_in_a_cleaned_text(text: str) -> None:
    seen = clean(text)
    assert not {c for c in seen if unicodedata.category(c) in ("Cc", "Cf", "Cs")} - set("\n\t\u200c\u200d")
    assert "\n\n\n" not in seen
    assert clean(seen) == seen
    seen.encode()


@given(extreme)
def test_one_line_is_one_line(text: str) -> None:
    assert len(one_line(text).splitlines()) <= 1


@given(extreme.map(clean), st.integers(1, 300))
def test_a_cut_text_fits_and_says_so(text: str, limit: int) -> None:
    short = cut(text, limit)
    assert units(short) <= limit
    assert short == text or short.endswith("…")


def test_a_cut_never_halves_a_character() -> None:
    assert cut("👩👩👩", 4) == "👩…"


@given(typed)
def test_a_name_is_never_an_address_or_markup(text: str) -> None:
    name = person_name(text)
    if name is not None:
        assert 0 < units(name) <= NAME_LIMIT
        assert not set(name) & set('@:/\\<>{}[]|*_~`&"#!^+\n\r')
        assert unlinked(name) == name


def test_names_of_people_survive() -> None:
    for name in ("Anna", "Анна-Мария О’Нил", "J. R. Smith", "李小龍", "D'Arcy"):
        assert person_name(name) == name


def test_what_is_no_name_is_dropped() -> None:
    for text in (None, "", "  ", "anna@example.com", "Win at evil.example", "https://evil.example", "***"):
        assert person_name(text) is None


def test_mail_programs_find_no_link() -> None:
    assert unlinked("shop.example/orders/:id").replace("\u200b", "") == "shop.example/orders/:id"
    assert unlinked("shop.example/a") == "shop.\u200bexample/\u200ba"


@given(st.from_regex(cleaning._PLAIN_NAME, fullmatch=True))
def test_a_plain_name_is_what_the_long_way_makes_of_it(text: str) -> None:
    with pytest.MonkeyPatch.context() as without:
        without.setattr(cleaning, "_PLAIN_NAME", re.compile("(?!)"))
        expected = person_name(text)
    assert person_name(text) == expected
