"""There is a page before the first outage, and it is renewed once an hour."""

from datetime import timedelta

import pytest

from chalicelib.entrances.status_pages import renew_pages
from chalicelib.model.orders import SWEEP
from chalicelib.store.orders import ledger
from tests.builders import NOW

pytestmark = pytest.mark.usefixtures("table")


def test_each_product_has_one_order_an_hour() -> None:
    for minutes in (0, 1, 59):
        renew_pages(NOW + timedelta(minutes=minutes))
    assert set(ledger(SWEEP)) == {"status:shop:2026112112", "status:web:2026112112"}
    renew_pages(NOW + timedelta(hours=1))
    assert len(ledger(SWEEP)) == 4
