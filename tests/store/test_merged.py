"""The conditions that keep a merge and everything else about its cases apart."""

from dataclasses import replace

import pytest

from chalicelib.model.decision import (
    CaseMoved,
    CaseOpened,
    CaseStands,
    CaseUnmoved,
    Change,
    Decision,
    PeopleCounted,
    PersonCounted,
)
from chalicelib.store.cases import get_case, person_counted
from chalicelib.store.commit import Stale, commit
from tests.builders import NOW, a_case

pytestmark = pytest.mark.usefixtures("table")
CASE = a_case()


def test_a_merged_case_takes_nothing_more() -> None:
    """A report, a person, or another case that were decided on before it was merged are decided again."""
    other = replace(CASE, id="other-1", merged_into="third-1", version=2)
    commit(Decision("before", (CaseOpened(CASE), CaseOpened(other))), NOW)
    commit(Decision("merged", (CaseMoved(replace(CASE, version=2, merged_into=other.id)),)), NOW)
    late: list[Change] = [CaseStands(CASE), PersonCounted(CASE.id, "user:1"), CaseUnmoved(CASE)]
    for change in (*late, PeopleCounted(CASE.id, ("user:1", "user:2"))):
        with pytest.raises(Stale):
            commit(Decision("late", (change,)), NOW)
    merged = get_case(CASE.id)
    assert merged is not None
    assert (merged.merged_into, merged.affected) == (other.id, 0)
    commit(Decision("on its version", (CaseUnmoved(merged),)), NOW)


def test_people_of_a_page_are_counted_all_or_none() -> None:
    commit(Decision("before", (CaseOpened(CASE),)), NOW)
    commit(Decision("counted", (PeopleCounted(CASE.id, ("user:1", "user:2")),)), NOW)
    with pytest.raises(Stale):
        commit(Decision("counted", (PeopleCounted(CASE.id, ("user:2", "user:3")),)), NOW)
    counted = get_case(CASE.id)
    assert counted is not None
    assert (counted.affected, person_counted(CASE.id, "user:3")) == (2, False)
