"""Which open cases an operator is shown: a table of what is alike, and what holds for all."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.decisions.likeness import SHOWN_AT_MOST, Described, likely_same, stems
from chalicelib.model.case import Case
from chalicelib.model.status import Status
from tests.builders import NOW, a_case

CASE = a_case(words="The total of my basket shows zero euro", place="shop.example/checkout")
PAGE = "https://shop.example/checkout?utm_source=mail"


def asked(area: str = "prices", kind: str = "wrong-value", words: str = "") -> Described:
    return Described(area, kind, words)


@pytest.mark.parametrize(
    ("described", "reason"),
    [
        (asked(), "same area and kind"),
        (asked(words="Nothing in common"), "same area and kind"),
        (asked(kind="late-data", words="Basket totals are zero"), "same area; both say basket, totals, zero"),
        (asked("media", words="basket with a zero"), "same kind; both say basket, zero"),
        (asked("media", "late-data", "total basket zero euros"), "both say total, basket, zero and 1 more"),
        (asked("media", "late-data", f"It is here: {PAGE}."), "same page"),
        (asked("media", "late-data", f"total {PAGE}"), "same page; both say total"),
        (asked(words=f"The basket at {PAGE}"), "same page and area and kind; both say basket"),
        (asked("media", words="The checkout shows a zero"), "same kind; both say checkout, zero"),
    ],
)
def test_what_is_alike_and_why(described: Described, reason: str) -> None:
    (likely,) = likely_same(described, [CASE], NOW)
    assert (likely.case, likely.reason) == (CASE, reason)


@pytest.mark.parametrize(
    "described",
    [
        asked("media", "late-data"),
        asked("media", "late-data", "The photo is upside down"),
        asked("media", words="zero"),
        asked(kind="late-data", words="zero"),
        asked("media", "late-data", "basket zero"),
        asked("media", "late-data", "the of my and shows it is when"),
        asked("media", "late-data", "https://shop.example/orders/17"),
        asked("media", "late-data", "http://[ https://"),
    ],
)
def test_what_is_not_alike(described: Described) -> None:
    assert likely_same(described, [CASE], NOW) == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("price", "Prices"),
        ("order", "ORDERED"),
        ("delivery", "deliveries"),
        ("page loads", "loading"),
        ("цена", "Цены"),
        ("заказ", "заказов"),
        ("доставка", "доставку"),
        ("счёт", "счета"),
        ("отображается", "отображение"),
        ("ﬁle", "file"),
        ("62342", "№62342"),
    ],
)
def test_forms_of_one_word(one: str, other: str) -> None:
    assert stems(one).keys() & stems(other).keys()


@pytest.mark.parametrize(
    ("one", "other"), [("price", "print"), ("order", "ordinary"), ("заказ", "закат"), ("1001", "1002")]
)
def test_words_that_only_begin_alike(one: str, other: str) -> None:
    assert not stems(one).keys() & stems(other).keys()


def test_words_that_say_nothing() -> None:
    assert stems("The customer says that it does not work. Пожалуйста, помогите, у него ещё не так!") == {}


def test_russian_words_that_both_say() -> None:
    case = a_case(area="orders", words="Не приходит письмо о доставке заказа")
    (likely,) = likely_same(Described("orders", "late-data", "Нет письма о доставке"), [case], NOW)
    assert likely.reason == "same area; both say письма, доставке"


@pytest.mark.parametrize("status", [status for status in Status if status.closed])
def test_nothing_joins_what_is_closed(status: Status) -> None:
    assert likely_same(asked(), [a_case(status)], NOW) == ()
    assert likely_same(asked(), [a_case(successor=2)], NOW) == ()


def test_the_recent_one_first_but_never_before_one_that_is_more_alike() -> None:
    old = a_case(id="old-1", changed_at=NOW - timedelta(days=30), opened_at=NOW - timedelta(days=30))
    older_but_alike = a_case(
        id="alike-1", words="zero", changed_at=NOW - timedelta(days=90), opened_at=NOW - timedelta(days=90)
    )
    new = a_case(id="new-1")
    found = likely_same(asked(words="zero euro"), [old, older_but_alike, new], NOW)
    assert [one.case.id for one in found] == ["alike-1", "new-1", "old-1"]


words = st.lists(st.sampled_from(["basket", "zero", "цена", "заказ", "photo", PAGE, "the"]), max_size=6).map(" ".join)
known = st.builds(
    a_case,
    id=st.uuids().map(str),
    status=st.sampled_from(Status),
    area=st.sampled_from(["prices", "media"]),
    kind=st.sampled_from(["wrong-value", "late-data"]),
    words=st.none() | words | st.text(max_size=40),
    place=st.sampled_from(["shop.example/checkout", "shop.example/orders/:id", ""]),
    changed_at=st.datetimes(timezones=st.just(NOW.tzinfo)),
)
described = st.builds(
    Described, st.sampled_from(["prices", "media"]), st.sampled_from(["wrong-value", "x"]), words | st.text(max_size=40)
)


@given(described, st.lists(known, max_size=12))
def test_a_few_open_ones_the_likeliest_first_each_with_a_reason(one: Described, cases: list[Case]) -> None:
    found = likely_same(one, cases, NOW)
    assert len(found) <= SHOWN_AT_MOST
    assert all(likely.case.is_open and likely.reason and likely.score >= 3 for likely in found)
    assert [likely.score for likely in found] == sorted((likely.score for likely in found), reverse=True)
    assert found == likely_same(one, cases[::-1], NOW), "whatever order the table gives them in"


@given(described, known, st.text(max_size=40))
def test_who_says_more_is_never_told_less(one: Described, case: Case, more: Any) -> None:
    before = likely_same(one, [case], NOW)
    after = likely_same(Described(one.area, one.kind, f"{one.words} {more}"), [case], NOW)
    assert not before or after[0].score >= before[0].score
