"""What is shown of an area's open problems before anybody reports: (cases, the page) → at most three, in order."""

from datetime import timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.decisions.known import SHOWN_AT_MOST, KnownProblem, known_problems
from chalicelib.model.case import Case
from chalicelib.model.status import Status
from tests.builders import NOW, a_case

HERE, ELSEWHERE = "shop.example/orders/:id", "shop.example/basket"
PAGE = "https://shop.example/orders/62342?utm_source=mail#top"


def case(name: str, people: int = 1, place: str = ELSEWHERE, status: Status = Status.RECEIVED, ago: int = 0) -> Case:
    opened_at = NOW - timedelta(minutes=ago)
    return a_case(status, id=name, affected=people, place=place, opened_at=opened_at, words="It says zero")


@pytest.mark.parametrize(
    ("cases", "page", "shown"),
    [
        pytest.param([], PAGE, [], id="nothing is open"),
        pytest.param([case("a", 2), case("b", 9), case("c", 5)], PAGE, ["b", "c", "a"], id="by people"),
        pytest.param([case("a", 9), case("b", 1, HERE)], PAGE, ["b here", "a"], id="the same page first"),
        pytest.param(
            [case("a", 1, HERE), case("b", 2, HERE), case("c", 99)],
            PAGE,
            ["b here", "a here", "c"],
            id="by people on the same page, too",
        ),
        pytest.param([case("a", 1, HERE)], None, ["a"], id="without a page nothing is here"),
        pytest.param([case("a", ago=9), case("b", ago=1)], PAGE, ["b", "a"], id="the newest first among equals"),
        pytest.param([case("b"), case("a")], PAGE, ["a", "b"], id="else by name, so that it stays"),
        pytest.param([case(name, n) for n, name in enumerate("abcd", 1)], PAGE, ["d", "c", "b"], id="three at most"),
        pytest.param(
            [case("a", 9, HERE, Status.RESOLVED), case("b", 9, HERE, Status.DECLINED), case("c")],
            PAGE,
            ["c"],
            id="what is closed by now is not shown",
        ),
        pytest.param([a_case(successor=2)], PAGE, [], id="nor what a later case has taken over"),
    ],
)
def test_what_is_shown(cases: list[Case], page: str | None, shown: list[str]) -> None:
    assert [one.reference + " here" * one.here for one in known_problems(cases, page)] == shown


def test_a_problem_is_known_by_its_first_reporter_before_the_count() -> None:
    (one,) = known_problems([case("a", people=0, place=HERE, status=Status.TAKEN, ago=5)], PAGE)
    assert one == KnownProblem("a", "wrong-value", True, Status.TAKEN, NOW - timedelta(minutes=5), 1)


cases_of_an_area = st.lists(
    st.builds(
        case,
        st.sampled_from("abcdefgh"),
        st.integers(0, 50),
        st.sampled_from([HERE, ELSEWHERE, "secret.example/:id"]),
        st.sampled_from(Status),
        st.integers(0, 3),
    ),
    unique_by=lambda one: one.id,
)


@given(cases_of_an_area, st.sampled_from([None, PAGE, "https://elsewhere.example/"]), st.randoms())
def test_whatever_is_open(cases: list[Case], page: str | None, chance: Random) -> None:
    shown = known_problems(cases, page)
    assert len(shown) == min(SHOWN_AT_MOST, sum(one.is_open for one in cases))
    assert sorted(shown, key=lambda one: (not one.here, -one.people)) == list(shown)
    assert not any(word in repr(shown) for word in ("zero", "example", "secret"))
    shuffled = list(cases)
    chance.shuffle(shuffled)
    assert known_problems(shuffled, page) == shown, "the order in which the table tells them does not matter"
