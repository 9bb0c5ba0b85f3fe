"""Whatever the model can say comes back from a row as it was, and from an older row too."""

import json
from dataclasses import fields, replace
from datetime import UTC, datetime
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from chalicelib.model.case import Case, Follower, Issue, Step, Thread
from chalicelib.model.dialog import DialogLink, DialogReading
from chalicelib.model.orders import Act, Destination, Order
from chalicelib.model.promise import Promise, Reminder
from chalicelib.model.report import Report
from chalicelib.model.sighting import IssueComment, IssueState, Sighting
from chalicelib.store.codec import dump, load
from tests.builders import a_case, a_report, an_order

# A lone half of a surrogate pair is no text: JSON and UTF-8 refuse it, so it never gets in.
text = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
moments = st.datetimes(timezones=st.just(UTC))
KINDS: list[type[Any]] = [
    *get_args(Act),
    Case,
    DialogLink,
    DialogReading,
    Follower,
    Issue,
    IssueComment,
    IssueState,
    Order,
    Promise,
    Reminder,
    Report,
    Sighting,
    Step,
    Thread,
]


@pytest.fixture(scope="module", autouse=True)
def plain_text_and_aware_moments() -> None:
    """What every text and every moment of the model may be."""
    st.register_type_strategy(str, text)
    st.register_type_strategy(datetime, moments)
    plain = st.builds(Order, text, text, st.sampled_from(Destination), text, st.one_of(*map(filled, get_args(Act))))
    st.register_type_strategy(
        Order, st.builds(lambda first, then: replace(first, then=tuple(then)), plain, st.lists(plain, max_size=2))
    )


def filled(kind: type[Any]) -> st.SearchStrategy[Any]:
    """Every field with whatever its type allows, those with a default too."""
    return st.builds(kind, **{field.name: ... for field in fields(kind)})


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
@given(data=st.data())
def test_there_and_back(kind: type[Any], data: st.DataObject) -> None:
    value = data.draw(st.from_type(Order) if kind is Order else filled(kind))
    assert load(kind, dump(value)) == value


@pytest.mark.parametrize("act", get_args(Act), ids=lambda act: act.__name__)
@given(data=st.data())
def test_an_order_keeps_its_act(act: type[Any], data: st.DataObject) -> None:
    order = an_order(act=data.draw(filled(act)))
    assert load(Order, dump(order)) == order
    assert type(load(Order, dump(order)).act) is act


def test_what_newer_code_has_added_is_passed_over() -> None:
    told = json.loads(dump(a_case())) | {"mood": "sunny"}
    assert load(Case, json.dumps(told)) == a_case()


def test_what_older_code_did_not_know_has_its_default() -> None:
    told = json.loads(dump(a_report()))
    for name in ("contact", "comment", "case_id"):
        told.pop(name, None)
    assert load(Report, json.dumps(told)) == a_report()


def test_an_act_that_nobody_knows_is_no_order() -> None:
    told = json.loads(dump(an_order()))
    told["act"] = {"verb": "sing"}
    with pytest.raises(ValidationError):
        load(Order, json.dumps(told))
