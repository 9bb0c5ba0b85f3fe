"""A letter filled in for somebody is their mail, to the letter: whatever their name, their language and the notice."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.model.case import Follower
from chalicelib.model.orders import NoticeKind
from chalicelib.rendering.letter import Reader, draft, reader
from chalicelib.rendering.mail import mail
from chalicelib.rendering.story import CHAPTERS
from tests.fakes import filled
from tests.unit.rendering.examples import CASE, FOLLOWER, LINKS, TEAM, extreme, notice

MARK = "outage-1~03/mail:update-2:f0a1b2"
KINDS = sorted(CHAPTERS)
ids = st.text("abcdefghijklmnopqrstuvwxyz0123456789_-", min_size=1, max_size=40)


SUBSCRIBER = replace(FOLLOWER, name=None, report_id="shop.0a1b2c", subscribed=True)


def check(follower: Follower, kind: NoticeKind) -> None:
    told = notice(kind)
    ready = draft(reader(follower, TEAM), told, CASE, TEAM, LINKS)
    copy = ready.copy_for(follower, MARK)
    assert filled(ready.letter, copy) == mail(follower, told, CASE, TEAM, LINKS, MARK)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("locale", ["en", "ru-RU", "xx"])
@pytest.mark.parametrize("name", [None, "Anna", "O'Neil", "Борис О’Нил", "a@b.example"])
def test_every_notice_in_every_language(kind: NoticeKind, locale: str, name: str | None) -> None:
    check(replace(FOLLOWER, locale=locale, name=name), kind)


@given(name=st.one_of(st.none(), st.text(max_size=80), extreme), report=ids, token=ids, person=ids)
def test_whoever_it_is(name: str | None, report: str, token: str, person: str) -> None:
    check(replace(FOLLOWER, name=name, report_id=report, token=token, id=person), "resolved")


@pytest.mark.parametrize("kind", ["outage", "update", "over"])
@pytest.mark.parametrize("locale", ["en", "ru"])
def test_subscribers_have_a_letter_of_their_own(kind: NoticeKind, locale: str) -> None:
    check(replace(SUBSCRIBER, locale=locale), kind)
    assert reader(SUBSCRIBER, TEAM) != reader(replace(SUBSCRIBER, subscribed=False), TEAM)


def test_what_differs_is_little() -> None:
    """Each copy carries its own part fifty times in a call; what all of them share goes once."""
    ready = draft(Reader("en", named=True), notice("resolved"), CASE, TEAM, LINKS)
    copy = ready.copy_for(FOLLOWER, MARK)
    assert set(copy.headers) == {"References", "In-Reply-To", "List-Unsubscribe", "X-Wilco-Order"}
    assert set(copy.values) == {"name", "name_html", "report", "token"}
    assert sum(map(len, copy.values.values())) < 100
