"""Who is told, page by page, and what is still news to whom."""

from datetime import timedelta

import pytest

from chalicelib.model.decision import Decision, FollowerJoined
from chalicelib.store.commit import commit
from chalicelib.store.followers import followers, is_news
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
