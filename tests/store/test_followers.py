"""Who is told, page by page, and what is still news to whom."""

from datetime import timedelta

import pytest

from chalicelib.model.decision import Decision, FollowerJoined, MailsStopped, MailsWanted
from chalicelib.store import keys
from chalicelib.store.commit import Stale, commit
from chalicelib.store.followers import followers, get_follower, is_news
from chalicelib.store.mailed import Caps, Stopped, Turn, may_mail
from tests.builders import NOW, a_case, a_follower

pytestmark = pytest.mark.usefixtures("table")
CASE = a_case().id


def joined(*numbers: int) -> None:
    commit(Decision("joined", tuple(FollowerJoined(a_follower(number)) for number in numbers)), NOW)


def pages(size: int) -> list[list[str]]:
    found, after = [], None
    while page := followers(CASE, after, size):
        found.append([follower.id for follower in page])
        after = page[-1].id
    return found


@pytest.mark.parametrize(("people", "size"), [(0, 3), (1, 3), (3, 3), (4, 3), (7, 3), (7, 1)])
def test_every_follower_is_on_one_page(people: int, size: int) -> None:
    if people:
        joined(*range(people))
    found = pages(size)
    assert [name for page in found for name in page] == [a_follower(number).id for number in range(people)]
    assert all(len(page) == size for page in found[:-1])


def test_somebody_who_joins_in_between_is_on_a_page_that_is_still_to_come_or_on_none() -> None:
    joined(1, 3, 5)
    first = followers(CASE, None, 2)
    joined(2, 4)
    rest = followers(CASE, first[-1].id, 10)
    assert [follower.id for follower in first] == ["follower-0001", "follower-0003"]
    assert [follower.id for follower in rest] == ["follower-0004", "follower-0005"]


def test_the_page_goes_on_although_its_last_follower_has_left() -> None:
    joined(1, 3)
    assert [follower.id for follower in followers(CASE, "follower-0002", 10)] == ["follower-0003"]


def test_followers_come_back_as_they_were() -> None:
    joined(1)
    assert followers(CASE, None, 10) == [a_follower(1)]


def test_what_was_overtaken_is_no_news() -> None:
    joined(1)
    person = a_follower(1)
    assert is_news(person, NOW)
    assert is_news(person, NOW), "the same once more: the mail of the first attempt did not leave"
    assert is_news(person, NOW + timedelta(microseconds=1))
    assert not is_news(person, NOW)
    assert is_news(person, NOW + timedelta(days=1))


def test_one_persons_news_is_not_anothers() -> None:
    joined(1, 2)
    assert is_news(a_follower(1), NOW + timedelta(days=1))
    assert is_news(a_follower(2), NOW)


def test_who_has_stopped_the_mails_is_still_a_follower() -> None:
    joined(1, 2)
    commit(Decision("stopped", (MailsStopped(CASE, a_follower(1).id, NOW),)), NOW)
    assert followers(CASE, None, 10) == [a_follower(1, stopped_at=NOW), a_follower(2)]
    assert get_follower(CASE, a_follower(1).id) == a_follower(1, stopped_at=NOW)
    commit(Decision("wanted", (MailsWanted(CASE, a_follower(1).id),)), NOW)
    assert get_follower(CASE, a_follower(1).id) == a_follower(1)


def test_nobody_stops_what_was_never_begun() -> None:
    for change in (MailsStopped(CASE, "nobody", NOW), MailsWanted(CASE, "nobody")):
        with pytest.raises(Stale):
            commit(Decision("stopped", (change,)), NOW)
    assert get_follower(CASE, "nobody") is None


def test_a_mail_that_was_ordered_before_is_not_counted_and_not_sent() -> None:
    """The order may have waited for hours: the last word is had in the write that counts the mail."""
    joined(1)
    caps = Caps(ten_minutes=1, hour=1, day=1, all_in_a_minute=9, all_in_a_day=9)
    person = keys.follower(CASE, a_follower(1).id)
    commit(Decision("stopped", (MailsStopped(CASE, a_follower(1).id, NOW),)), NOW)
    with pytest.raises(Stopped):
        may_mail("anna@example.com", caps, NOW, person)
    commit(Decision("wanted", (MailsWanted(CASE, a_follower(1).id),)), NOW)
    assert may_mail("anna@example.com", caps, NOW, person) == Turn(goes=True)
    assert may_mail("anna@example.com", caps, NOW, person) == Turn(goes=False, wait=timedelta(minutes=10))
