"""Claim, act, record: what is left of an order after each way in which an attempt can end."""

from datetime import datetime, timedelta

import pytest

from chalicelib.deliveries.once import Later, backoff, deliver
from chalicelib.errors import Conflict, NotYet, Permanent, Rejected, Retryable, Unknown
from chalicelib.model.decision import CaseOpened, Decision
from chalicelib.model.orders import Destination
from chalicelib.store import keys
from chalicelib.store.commit import commit
from chalicelib.store.orders import LEASE, Claim, Outcome, ledger
from chalicelib.store.overdue import overdue
from chalicelib.store.tables import Row
from tests.builders import NOW, a_case, an_order
from tests.pump import Killed

pytestmark = pytest.mark.usefixtures("table")


class Vendor:
    """Does what its script says, one line for each attempt, and then what it is asked."""

    def __init__(self, *script: BaseException) -> None:
        self._script = list(script)
        self.claims: list[Claim] = []

    def act(self, claim: Claim, now: datetime) -> Outcome:
        self.claims.append(claim)
        if self._script:
            raise self._script.pop(0)
        return Outcome("done-1")


def ordered(destination: Destination = Destination.JIRA) -> keys.Key:
    order = an_order(id="it", destination=destination)
    commit(Decision("ordered", (CaseOpened(a_case()),), (order,)), NOW)
    return keys.order(order.case_id, order.id)


def state() -> str:
    return ledger(a_case().id)["it"]


def test_it_is_done_once() -> None:
    key, vendor = ordered(), Vendor()
    deliver(key, vendor.act, NOW)
    deliver(key, vendor.act, NOW)
    assert (state(), len(vendor.claims), Row.get(*key).outcome) == ("done", 1, "done-1")


@pytest.mark.parametrize("error", [Permanent("gone"), Rejected("refused")])
def test_what_will_never_work_is_recorded_and_the_lane_goes_on(error: Permanent) -> None:
    key = ordered()
    deliver(key, Vendor(error).act, NOW)
    assert (state(), Row.get(*key).outcome) == ("failed", error.reason)


@pytest.mark.parametrize("destination", Destination)
def test_the_vendor_says_when_to_come_again(destination: Destination) -> None:
    key, vendor = ordered(destination), Vendor(Retryable("429", 77))
    with pytest.raises(Later) as later:
        deliver(key, vendor.act, NOW)
    assert later.value.seconds == 77
    assert state() == "waiting"
    deliver(key, vendor.act, NOW + timedelta(seconds=77))
    assert (state(), vendor.claims[-1].unsure) == ("done", 0)


def test_without_a_word_from_the_vendor_the_waits_grow() -> None:
    key, vendor, waits = ordered(), Vendor(*[Retryable("503")] * 10), []
    for _ in range(10):
        with pytest.raises(Later) as later:
            deliver(key, vendor.act, NOW)
        waits.append(later.value.seconds)
    assert waits == [2, 4, 8, 16, 32, 64, 128, 256, 300, 300]
    assert backoff(10_000) == 300


def test_no_wait_is_too_short_for_the_queue() -> None:
    with pytest.raises(Later) as later:
        deliver(ordered(), Vendor(Retryable("429", 0)).act, NOW)
    assert later.value.seconds == 1


@pytest.mark.parametrize("destination", [Destination.JIRA, Destination.SLACK, Destination.FAN_OUT, Destination.STATUS])
@pytest.mark.parametrize("error", [Unknown("timed out"), Conflict("changed")])
def test_what_may_have_been_done_is_asked_about(destination: Destination, error: Exception) -> None:
    key, vendor = ordered(destination), Vendor(error)
    with pytest.raises(Later):
        deliver(key, vendor.act, NOW)
    assert state() == "waiting"
    deliver(key, vendor.act, NOW)
    assert (state(), vendor.claims[-1].unsure) == ("done", 1)


def test_what_comes_too_early_steps_aside_and_the_sweep_brings_it_back() -> None:
    key, vendor = ordered(), Vendor(NotYet("no issue yet"))
    deliver(key, vendor.act, NOW)
    assert state() == "waiting"
    assert overdue("jira", NOW + timedelta(minutes=3), 10) == [key]
    deliver(key, vendor.act, NOW + timedelta(minutes=3))
    assert (state(), vendor.claims[-1].unsure) == ("done", 0)


def test_a_mail_that_may_have_left_is_counted_and_not_sent_again() -> None:
    key, vendor = ordered(Destination.MAIL), Vendor(Unknown("timed out"))
    deliver(key, vendor.act, NOW)
    deliver(key, vendor.act, NOW + LEASE)
    assert (state(), len(vendor.claims), Row.get(*key).outcome) == ("unknown", 1, "timed out")


@pytest.mark.parametrize(
    ("destination", "ends", "attempts"),
    [
        (Destination.JIRA, "done", 2),
        (Destination.SLACK, "done", 2),
        (Destination.FAN_OUT, "done", 2),
        (Destination.MAIL, "unknown", 1),
    ],
)
def test_a_worker_that_died_on_the_way(destination: Destination, ends: str, attempts: int) -> None:
    key, vendor = ordered(destination), Vendor(Killed())
    with pytest.raises(Killed):
        deliver(key, vendor.act, NOW)
    with pytest.raises(Later) as later:
        deliver(key, vendor.act, NOW)
    assert later.value.seconds == LEASE.total_seconds()
    assert len(vendor.claims) == 1, "its lease keeps the next one away"
    deliver(key, vendor.act, NOW + LEASE)
    assert (state(), len(vendor.claims)) == (ends, attempts)
    if attempts == 2:
        assert vendor.claims[-1].unsure == 1


def test_a_defect_of_ours_leaves_the_order_to_be_tried_again() -> None:
    key, vendor = ordered(), Vendor(ZeroDivisionError())
    with pytest.raises(ZeroDivisionError):
        deliver(key, vendor.act, NOW)
    deliver(key, vendor.act, NOW + LEASE)
    assert state() == "done"


def test_an_order_that_has_expired_is_no_work() -> None:
    vendor = Vendor()
    deliver(keys.order("c-1", "none"), vendor.act, NOW)
    assert vendor.claims == []


def test_the_log_says_what_became_of_it_and_nothing_of_the_person(capsys: pytest.CaptureFixture[str]) -> None:
    deliver(ordered(), Vendor(Rejected("labels: refused")).act, NOW)
    (line,) = capsys.readouterr().out.splitlines()
    for said in ('"event":"order_failed"', '"level":"WARNING"', '"reason":"labels: refused"', '"attempt":1'):
        assert said in line
    assert "example.com" not in line
