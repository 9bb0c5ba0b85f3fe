"""How long a tracking link is good."""

from datetime import timedelta

import pytest

from chalicelib.decisions.expiry import link_ended, link_ends_at
from chalicelib.model.status import Status
from tests.builders import NOW, a_case, a_report


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize(
    ("reported", "closed", "ends_in"),
    [
        (0, 0, 180),  # days ago: the report, the case's last move; days from now: the end
        (100, 0, 90),
        (100, 100, 80),
        (179, 0, 90),
        (180, 90, 0),
        (400, 91, -1),
        (400, 300, -210),
        (10, 0, 170),
    ],
)
def test_the_later_of_the_two_and_never_while_it_is_open(
    status: Status, reported: int, closed: int, ends_in: int
) -> None:
    report = a_report(received_at=NOW - timedelta(days=reported))
    case = a_case(status, changed_at=NOW - timedelta(days=closed))
    if status.closed:
        assert link_ends_at(report, case) == NOW + timedelta(days=ends_in)
        assert link_ended(report, case, NOW) == (ends_in <= 0)
    else:
        assert link_ends_at(report, case) is None
        assert not link_ended(report, case, NOW)
