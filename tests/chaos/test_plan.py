"""The storm's plan: the same seed makes the same one, and it has what a storm is made of."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from chaos.plan import REPORTS_PER_PROBLEM, draw
from chaos.weather import weather
from sandbox.faults import FAULTS

SEEDS = st.integers(min_value=0, max_value=1 << 32)
NOTICES_OF_A_CASE = 10  # what the storm guard lets one person have in ten minutes


@settings(max_examples=20, deadline=None)
@given(SEEDS, st.integers(min_value=1, max_value=700))
def test_the_same_seed_makes_the_same_plan(seed: int, reports: int) -> None:
    plan = draw(seed, reports)
    assert plan == draw(seed, reports)
    assert [click.number for click in plan.clicks] == list(range(1, reports + 1))
    assert all(1 <= deed.after <= reports for deed in plan.deeds)
    assert all(trouble.after <= reports for trouble in plan.troubles)


def test_another_seed_makes_another_plan() -> None:
    assert draw(1, 200).clicks != draw(2, 200).clicks


@settings(max_examples=20, deadline=None)
@given(SEEDS)
def test_people_have_one_problem_each_and_keep_their_identity(seed: int) -> None:
    known: dict[int, tuple[int, bool]] = {}
    for click in draw(seed, 400).clicks:
        assert known.setdefault(click.person, (click.problem, click.signed)) == (click.problem, click.signed)


@settings(max_examples=20, deadline=None)
@given(SEEDS)
def test_nobody_hears_so_much_that_the_storm_guard_steps_in(seed: int) -> None:
    deeds = Counter(deed.problem for deed in draw(seed, 400).deeds if deed.act != "escalate")  # of that no mail tells
    assert all(2 * count + 1 < NOTICES_OF_A_CASE for count in deeds.values())


@settings(max_examples=10, deadline=None)
@given(SEEDS)
def test_everything_is_killed_at_least_once_from_five_hundred_on(seed: int) -> None:
    harms = Counter(trouble.harm for trouble in draw(seed, 500).troubles)
    assert min(harms[harm] for harm in ("kill a worker", "lose messages", "kill the sandbox", "restart the engine")) > 0
    assert draw(seed, 500).clicks[-1].problem <= 500 // REPORTS_PER_PROBLEM


@given(SEEDS)
def test_the_weather_is_made_of_faults_that_the_sandbox_has(seed: int) -> None:
    for fault in weather(seed).faults:
        assert fault["fault"] in FAULTS[fault["vendor"]]
    assert weather(seed) == weather(seed)
