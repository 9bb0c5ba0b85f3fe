"""Subscribing: nobody without their own yes, told at once of what is going on, and out by one press."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.decisions.contact import GOOD_FOR
from chalicelib.decisions.subscribing import FORGOTTEN_AFTER, ask, subscribe, unsubscribe
from chalicelib.model.case import Follower
from chalicelib.model.contact import Confirmation
from chalicelib.model.decision import Change, ConfirmationAsked, FollowerJoined, MailsStopped, MailsWanted
from chalicelib.model.orders import Confirm, Destination, Tell
from chalicelib.model.subscription import NotSubscribed, Subscribed, Unsubscribed, subscriber_of
from tests.builders import NOW
from tests.outages import an_outage

ASKED = Confirmation("code-1", "Anna@example.com", "ru", "shop", NOW + GOOD_FOR, subscribes=True)
ANNA = subscriber_of(ASKED, NOW)
OUTAGE = an_outage()
AS_SUBSCRIBER = ANNA.follows(OUTAGE.id, NOW)
AS_REPORTER = replace(AS_SUBSCRIBER, subscribed=False, report_id="report-0001", token="secret-0001")
STOPPED = NOW - timedelta(minutes=5)


def test_an_address_is_asked_and_nothing_else() -> None:
    decision = ask("shop", ASKED.address, "ru", "code-1", 300, NOW)
    assert decision.changes == (NotSubscribed("shop", ASKED.address), ConfirmationAsked(ASKED, 300))
    (order,) = decision.orders
    assert (order.destination, order.act) == (Destination.MAIL, Confirm(ASKED))
    assert "anna" not in order.id.casefold() + order.group.casefold()


def test_a_subscriber_is_the_same_person_however_the_address_is_written() -> None:
    other = replace(ANNA, address="anna@EXAMPLE.com")
    assert (other.id, other.name) == (ANNA.id, ANNA.name)
    assert other.follows(OUTAGE.id, NOW).id == AS_SUBSCRIBER.id
    assert replace(ANNA, product="web").name != ANNA.name


def test_a_yes_is_told_of_the_outage_that_is_going_on() -> None:
    decision = subscribe(ANNA, [OUTAGE], [], NOW)
    assert decision.changes == (Subscribed(ANNA), FollowerJoined(AS_SUBSCRIBER))
    (order,) = decision.orders
    assert isinstance(order.act, Tell)
    assert (order.act.follower, order.act.notice.kind) == (AS_SUBSCRIBER, "outage")
    assert order.id == f"outage:{AS_SUBSCRIBER.id}", "the same as that of a report"


@pytest.mark.parametrize(
    ("before", "more"),
    [
        (AS_REPORTER, ()),
        (replace(AS_REPORTER, stopped_at=STOPPED), ()),
        (AS_SUBSCRIBER, ()),
        (replace(AS_SUBSCRIBER, stopped_at=STOPPED), (MailsWanted(OUTAGE.id, AS_SUBSCRIBER.id),)),
    ],
)
def test_who_follows_it_already_is_not_told_twice(before: Follower, more: tuple[Change, ...]) -> None:
    decision = subscribe(ANNA, [OUTAGE], [before], NOW)
    assert (decision.changes, decision.orders) == ((Subscribed(ANNA), *more), ())


@pytest.mark.parametrize(
    ("follows", "stops"),
    [
        ([], ()),
        ([AS_SUBSCRIBER], (MailsStopped(OUTAGE.id, AS_SUBSCRIBER.id, NOW),)),
        ([replace(AS_SUBSCRIBER, stopped_at=STOPPED)], ()),
        ([AS_REPORTER], ()),
    ],
)
def test_a_no_stops_the_subscription_and_not_what_was_reported(
    follows: list[Follower], stops: tuple[Change, ...]
) -> None:
    decision = unsubscribe(ANNA, follows, NOW)
    assert decision.changes == (Unsubscribed(ANNA, NOW + FORGOTTEN_AFTER), *stops)
    assert decision.orders == ()
