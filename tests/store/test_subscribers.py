"""Subscribers in the table: asked within the limits, told while they want it, forgotten a week after they do not."""

from datetime import datetime, timedelta

import pytest

from chalicelib.decisions.subscribing import ask
from chalicelib.model.decision import Decision, FollowerJoined
from chalicelib.model.orders import SUBSCRIPTIONS
from chalicelib.model.subscription import Subscribed, Subscriber, Unsubscribed
from chalicelib.store.commit import Stale, commit
from chalicelib.store.orders import ledger
from chalicelib.store.subscribers import following, how_many, subscriber, subscribers
from chalicelib.store.tables import Row
from tests.builders import NOW
from tests.outages import an_outage

pytestmark = pytest.mark.usefixtures("table")


def somebody(number: int = 1, product: str = "shop", token: str = "token-1") -> Subscriber:
    return Subscriber(product, f"person-{number}@example.com", "en", token, NOW)


def told(one: Subscriber) -> None:
    commit(Decision("yes", (Subscribed(one),)), NOW)


def stopped(one: Subscriber) -> None:
    commit(Decision("no", (Unsubscribed(one, NOW + timedelta(days=7)),)), NOW)


def asked(address: str, at: datetime, product: str = "shop", an_hour: int = 300) -> bool:
    try:
        commit(ask(product, address, "en", f"{product}-{address}-{at:%d%H%M}", an_hour, at), at)
    except Stale:
        return False
    return True


def test_an_address_is_asked_once_a_day_and_thrice_a_month_for_all_products() -> None:
    days = [NOW + timedelta(days=number) for number in (0, 1, 2, 3)]
    assert [asked("anna@example.com", at) for at in days] == [True, True, True, False]
    assert not asked("anna+x@example.com", NOW + timedelta(hours=1), "web"), "the same mailbox"
    assert len(ledger(SUBSCRIPTIONS)) == 3


def test_a_subscriber_is_not_asked_again_until_they_have_stopped() -> None:
    one = somebody()
    told(one)
    assert not asked(one.address, NOW)
    assert asked(one.address, NOW, "web"), "another page"
    stopped(one)
    assert asked(one.address, NOW + timedelta(days=1))


def test_everybody_together_is_asked_so_often_in_an_hour() -> None:
    assert [asked(f"p{number}@example.com", NOW, an_hour=2) for number in range(3)] == [True, True, False]


def test_in_and_out_and_in_again_under_the_same_link() -> None:
    one = somebody()
    told(one)
    with pytest.raises(Stale):
        told(somebody(token="token-2"))
    stopped(one)
    with pytest.raises(Stale):
        stopped(one)
    left = subscriber("shop", one.id)
    assert left is not None
    assert left.stopped_at == NOW
    (row,) = Row.query("SUBSCRIBERS#shop")
    assert row.ttl == (NOW + timedelta(days=7)).timestamp()
    told(somebody(token="token-2"))
    assert subscriber("shop", one.id) == one, "the links in older mails still work"
    (row,) = Row.query("SUBSCRIBERS#shop")
    assert row.ttl is None


def test_pages_of_those_who_want_mail() -> None:
    everybody = sorted((somebody(number) for number in range(7)), key=lambda one: one.id)
    for one in (*everybody, somebody(1, "web")):
        told(one)
    stopped(everybody[2])
    found, after, pages = list[Subscriber](), None, 0
    while pages == 0 or after:
        page, after = subscribers("shop", after, 3)
        found += page
        pages += 1
    assert found == [one for one in everybody if one is not everybody[2]]
    assert (pages, how_many("shop"), how_many("web"), how_many("other")) == (3, 6, 1, 0)


def test_who_follows_an_outage_already() -> None:
    outage = an_outage()
    people = [somebody(number).follows(outage.id, NOW) for number in range(5)]
    commit(Decision("two", tuple(FollowerJoined(one) for one in people[:2])), NOW)
    assert following(outage.id, [one.id for one in people]) == {one.id for one in people[:2]}
    assert following(outage.id, []) == set()
