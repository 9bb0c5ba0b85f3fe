"""Whatever the model can say comes back from a row as it was, and from an older row too."""

import json
from dataclasses import replace
from datetime import UTC
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.model.case import Case, Follower, Issue, Thread
from chalicelib.model.orders import Act, Destination, Order
from chalicelib.model.report import Report
from chalicelib.model.sighting import Sighting
from chalicelib.store.codec import dump, load
from tests.builders import a_case, a_report, an_order

# A lone half of a surrogate pair is no text: none gets in (pydantic and UTF-8 refuse it), and none could get out.
text = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
st.register_type_strategy(str, text)
moments = st.datetimes(timezones=st.just(UTC))
acts = st.one_of(
    *(st.builds(act, **{"notice": st.deferred(lambda: notices)} if "notice" in act.__annotations__ else {}) for act in get_args(Act))
)
plain = st.builds(Order, id=text, case_id=text, destination=st.sampled_from(Destination), group=text, act=acts)
orders = st.builds(lambda first, then: replace(first, then=tuple(then)), plain, st.lists(plain, max_size=2))
