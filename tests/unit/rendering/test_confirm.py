"""The question to an address and the page it leads to: nothing in them comes from whoever left the address."""

import re
from dataclasses import replace

import pytest
from hypothesis import given

from chalicelib.model.contact import Confirmation, Waiting
from chalicelib.model.status import Status
from chalicelib.rendering.confirm_mail import confirm_mail
from chalicelib.rendering.confirm_page import Answer, confirm_page, late_confirmation_page, no_confirmation_page
from chalicelib.team import Language
from tests.unit.rendering.examples import LINKS, OPENED, TEAM, extreme
from tests.unit.rendering.test_mail import Outline

ASKED = Confirmation("code-1", "anna@example.com", "en", "shop", OPENED)
WAITING = Waiting("r-1", "secret", "3f9a1c-1", "shop", "prices", "wrong-value", OPENED)
JOINED = replace(WAITING, report_id="r-2", state="joined")
LINK = "https://wilco.example/c/code-1"

TEXT = """\
Hello!

Somebody, probably you, reported a problem at The Shop and left this address.

Confirm, and we tell you when it moves:
https://wilco.example/c/code-1

If it was not you, do nothing: you will hear nothing more. The link is good for seven days.

-- \n\
Shop support
"""


def test_the_question() -> None:
    sent = confirm_mail(ASKED, TEAM, LINKS, "3f9a1c-1/mail")
    assert (sent.to, sent.to_name, sent.from_name) == ("anna@example.com", None, "Shop support")
    assert sent.subject == "Did you report a problem? (The Shop)"
    assert sent.text == TEXT
    assert dict(sent.headers) == {
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        "X-Wilco-Kind": "confirm",
        "X-Wilco-Order": "3f9a1c-1/mail",
    }
    assert set(re.findall(r'(?:href|src|action)="([^"]*)"', sent.html)) == {LINK}


def test_the_question_whether_somebody_subscribes() -> None:
    asked = replace(ASKED, subscribes=True)
    sent = confirm_mail(asked, TEAM, LINKS, "subscriptions/mail")
    assert sent.subject == "Shall we write to you about outages? (The Shop)"
    link = "https://wilco.example/s/code-1"
    assert set(re.findall(r'(?:href|src|action)="([^"]*)"', sent.html)) == {link}
    assert link in sent.text
    assert sent.headers["List-Unsubscribe"] == f"<{link}/stop>"
    assert sent.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert confirm_mail(replace(asked, locale="ru"), TEAM, LINKS, "m").subject == "Писать вам о сбоях? (Магазин)"


def test_the_question_in_russian() -> None:
    sent = confirm_mail(replace(ASKED, locale="ru-RU"), TEAM, LINKS, "m")
    assert sent.subject == "Это вы сообщили о проблеме? (Магазин)"
    assert "Подтвердите адрес" in sent.text
    assert '<html lang="ru">' in sent.html


@given(text=extreme)
def test_who_left_the_address_chooses_a_language_and_no_word(text: str) -> None:
    told, english, russian = (
        confirm_mail(replace(ASKED, locale=locale), TEAM, LINKS, "m") for locale in (text, "en", "ru")
    )
    assert told in (english, russian)


def page(
    *reports: Waiting, language: Language = "en", answer: Answer | None = None, status: Status = Status.TAKEN
) -> str:
    return confirm_page(ASKED, reports, {JOINED.case_id: status}, TEAM, language, LINKS, answer)


def test_the_page_shows_what_waits_with_one_button_and_a_way_to_say_no() -> None:
    html = page(WAITING, replace(WAITING, report_id="r-3"))
    for words in ("The Shop", "Prices", "Wrong value", "5 March 2026, 14:03 UTC"):
        assert words in html
    assert re.findall(r'name="report" value="([^"]*)" checked', html) == ["r-1", "r-3"]
    assert re.findall(r'<button[^>]* name="answer" value="([^"]*)"', html) == ["yes", "not_me"]
    assert "secret" not in html, "its page is the reporter's until the owner has confirmed"


def test_after_the_yes_the_page_leads_to_each_report_and_says_where_it_stands() -> None:
    html = page(JOINED, answer="confirmed", status=Status.RESOLVED)
    assert 'href="https://wilco.example/t/r-2.secret?lang=en"' in html
    assert "<strong>Solved</strong>" in html
    assert "<button" not in html


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("answer", [None, "confirmed", "nothing_chosen", "refused"])
@pytest.mark.parametrize("reports", [(), (WAITING,), (JOINED,), (WAITING, JOINED)])
def test_the_page_is_whole_whatever_was_answered(
    reports: tuple[Waiting, ...], answer: Answer | None, language: Language
) -> None:
    html = page(*reports, language=language, answer=answer)
    outline = Outline(html)
    assert f'<html lang="{language}">' in html
    assert outline.tags.count("h1") == 1
    assert not {"script", "img", "iframe"} & set(outline.tags)
    assert {target for name, target in outline.danger if name == "action"} <= {f"{LINK}?lang={language}"}


@pytest.mark.parametrize("html", [no_confirmation_page("en"), late_confirmation_page("ru")])
def test_a_link_that_does_nothing_has_nothing_to_press(html: str) -> None:
    assert "<form" not in html
