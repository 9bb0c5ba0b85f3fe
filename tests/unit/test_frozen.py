"""A value is what the standard frozen dataclass would make of it, as far as checked code can see."""

import copy
import dataclasses
import pickle
from typing import Any

import pytest

from chalicelib.model.orders import LinkReport, LinkThread
from tests.builders import a_case, a_follower, a_report, an_order

VALUES = [a_case(), a_report(), a_follower(), an_order(), LinkThread()]


def standard(value: Any) -> Any:
    """The same of the standard decorator."""
    kind = type(value)
    fields = [(one.name, one.type, dataclasses.field()) for one in dataclasses.fields(kind)]
    made = dataclasses.make_dataclass(kind.__name__, fields, frozen=True, slots=True)
    return made(*(getattr(value, one.name) for one in dataclasses.fields(kind)))


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
def test_it_is_as_the_standard_one(value: Any) -> None:
    assert repr(value) == repr(standard(value))
    assert hash(value) == hash(standard(value))
    assert value == dataclasses.replace(value) == copy.deepcopy(value) == pickle.loads(pickle.dumps(value))
    assert not hasattr(value, "__dict__")


def test_equal_are_values_of_one_kind_with_equal_fields() -> None:
    one: Any = LinkReport("r1", "t1")
    assert one == LinkReport("r1", "t1")
    assert one not in (LinkReport("r1", "t2"), LinkThread(), ("r1", "t1", "link_report"))
    assert len({one, LinkReport("r1", "t1"), LinkReport("r2", "t1")}) == 2
