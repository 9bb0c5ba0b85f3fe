"""How long to wait, whichever way the vendor says so."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.adapters.retry_after import seconds_to_wait

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"Retry-After": "7"}, 7.0),
        ({"retry-after": " 1.5 "}, 1.5),
        ({"Retry-After": "Sat, 21 Nov 2026 12:01:00 GMT"}, 60.0),
        ({"Retry-After": "Sat, 21 Nov 2026 12:01:00 -0000"}, 60.0),
        ({"Retry-After": "Sat, 21 Nov 2026 11:00:00 GMT"}, 0.0),
        ({"X-RateLimit-Reset": "2026-11-21T12:05Z"}, 300.0),
        ({"X-RateLimit-Reset": "2026-11-21T14:05:00+02:00"}, 300.0),
        ({"Retry-After": "3", "X-RateLimit-Reset": "2026-11-21T12:05Z"}, 3.0),
        ({"Retry-After": "soon", "X-RateLimit-Reset": "2026-11-21T12:05Z"}, 300.0),
        ({"Retry-After": "-5"}, None),
        ({"Retry-After": "²"}, None),
        ({"Retry-After": "nan"}, None),
        ({"Retry-After": "9" * 400}, None),
    ],
)
def test_seconds(headers: dict[str, str], seconds: float | None) -> None:
    assert seconds_to_wait(headers, NOW) == seconds


@given(st.text())
def test_no_header_can_break_it(text: str) -> None:
    seconds = seconds_to_wait({"Retry-After": text}, NOW)
    assert seconds is None or seconds >= 0
