"""The drill's plan: the same seed makes the same one, whoever comes is counted once, and nobody is over a limit."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.team import team
from drill.plan import AREA, BEFORE, UPDATES, draw

SEEDS = st.integers(min_value=0, max_value=1 << 32)
PEOPLE = st.integers(min_value=20, max_value=2_500)


@settings(max_examples=20, deadline=None)
@given(SEEDS, PEOPLE)
def test_the_same_seed_makes_the_same_plan_of_so_many_people(seed: int, people: int) -> None:
    plan = draw(seed, people, faults=True)
    assert plan == draw(seed, people, faults=True)
    of_it = {click.by for phase, clicks in plan.clicks.items() if phase not in BEFORE for click in clicks}
    assert len(of_it) == people
    assert len({by.email for by in of_it}) == people
    assert draw(seed + 1, people).clicks != plan.clicks


@settings(max_examples=20, deadline=None)
@given(SEEDS, PEOPLE)
def test_people_report_in_the_outages_area_and_others_elsewhere(seed: int, people: int) -> None:
    plan = draw(seed, people)
    for phase, clicks in plan.clicks.items():
        assert clicks, phase
        assert {click.area == AREA for click in clicks} == {phase not in BEFORE}
    assert plan.troubles == ()


@settings(max_examples=20, deadline=None)
@given(SEEDS, PEOPLE)
def test_nobodys_reports_wait_for_their_turn(seed: int, people: int) -> None:
    clicks = [click for clicks in draw(seed, people).clicks.values() for click in clicks]
    by_person = Counter(click.by for click in clicks)
    assert max(by_person.values()) < team().limits.reports_by_a_person.an_hour
    strangers = sum(not click.by.signed_in for click in clicks)
    assert strangers < team().limits.reports_from_a_network.an_hour


def test_the_engine_is_stopped_in_the_middle_of_an_update() -> None:
    troubles = draw(1, 40, faults=True).troubles
    (stopped,) = (planned for planned in troubles if planned.trouble.harm == "restart the engine")
    assert stopped.phase in UPDATES
    assert 0.0 < stopped.share < 1.0


@pytest.mark.parametrize("people", [20, 2_000])
def test_troubles_stand_in_the_order_in_which_they_come(people: int) -> None:
    order = ["first", "surge", *UPDATES, "over"]
    moments = [(order.index(planned.phase), planned.share) for planned in draw(3, people, faults=True).troubles]
    assert moments == sorted(moments)
