"""The tracking page: what it says for each status, in both languages, and that nothing typed runs or links."""

import base64
import hashlib
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.model.case import Step
from chalicelib.model.report import Client, Person, Report
from chalicelib.model.status import Status
from chalicelib.rendering.page import content_security_policy, ended_page, not_found_page, tracking_page
from chalicelib.team import Language
from tests.unit.rendering.examples import CASE, FOLLOWER, LINKS, OPENED, REPORT, TEAM, extreme
from tests.unit.rendering.test_mail import Outline


def page(report: Report = REPORT, language: Language = "en", **facts: object) -> str:
    return tracking_page(report, replace(CASE, **facts), TEAM, language, LINKS, now=OPENED)  # type: ignore[arg-type]


def test_the_page_tells_the_report_and_its_history() -> None:
    html = page(history=(Step(OPENED, Status.RECEIVED), Step(OPENED + timedelta(hours=2), Status.TAKEN)))
    for words in ("The Shop", "Wrong value", REPORT.place.url, "The total is 12 € too high", "r-1"):
        assert words in html
    assert '<time datetime="2026-03-05T14:03:00+00:00">5 March 2026, 17:03 UTC+03:00</time>' in html
    assert "5 March 2026, 19:03 UTC+03:00" in html
    assert "11 other people have told us about it too." in html


def test_the_page_in_russian() -> None:
    html = page(language="ru", status=Status.RESOLVED)
    for words in ("Проблема решена", "5 марта 2026, 17:03", "Кроме вас, об этом сообщили ещё 11 человек."):
        assert words in html


@pytest.mark.parametrize(
    "zone",
    [
        None,
        "",
        "Nowhere/Land",
        "../../etc/passwd",
        "Europe",
        "\x00",
        "x" * 5_000,
        "a/" * 1_000 + "b",
        "leapseconds",
        "\ud800",
    ],
)
def test_times_are_told_in_utc_when_the_zone_is_not_known(zone: str | None) -> None:
    assert "5 March 2026, 14:03 UTC" in page(replace(REPORT, client=Client(time_zone=zone)))


def test_a_person_without_an_address_is_not_promised_mail() -> None:
    html = page(replace(REPORT, person=Person("anonymous")))
    assert "We write to you" not in html
    assert "please keep this page" in html
    assert '<form method="post" action="https://wilco.example/t/r-1.secret/contact?lang=en">' in html
    assert "/stop" not in html


def test_a_follower_may_stop_the_mails_and_start_them_again() -> None:
    hears = tracking_page(REPORT, CASE, TEAM, "en", LINKS, None, FOLLOWER, now=OPENED)
    assert "We write to you at every step" in hears
    assert '<form method="post" action="https://wilco.example/t/r-1.secret/stop?lang=en">' in hears
    stopped = tracking_page(REPORT, CASE, TEAM, "en", LINKS, None, replace(FOLLOWER, stopped_at=OPENED), now=OPENED)
    assert "We write to you at every step" not in stopped
    assert '<form method="post" action="https://wilco.example/t/r-1.secret/start?lang=en">' in stopped


def test_the_page_names_no_engineer_and_no_other_reporter() -> None:
    html = page(owner="Erin", words="words of the first reporter")
    assert "Erin" not in html
    assert "words of the first reporter" not in html


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("status", Status)
def test_the_page_is_whole_in_every_status(status: Status, language: Language) -> None:
    html = page(language=language, status=status)
    assert f'<html lang="{language}">' in html
    assert html.count('aria-current="step"') == 1
    assert '<textarea id="note" name="note"' in html
    assert f'<form method="post" action="https://wilco.example/t/r-1.secret?lang={language}">' in html


@pytest.mark.parametrize(
    "flash", ["note_taken", "note_empty", "note_too_long", "mails_stopped", "mails_wanted", "asked", "address_wrong"]
)
def test_what_became_of_it_is_said(flash: str) -> None:
    html = tracking_page(REPORT, CASE, TEAM, "en", LINKS, flash, now=OPENED)  # type: ignore[arg-type]
    assert html.count('class="flash ') == 1


def test_one_language_needs_no_switch() -> None:
    html = tracking_page(REPORT, CASE, TEAM.model_copy(update={"languages": ("en",)}), "en", LINKS, now=OPENED)
    assert 'href="?lang=' not in html


@pytest.mark.parametrize(
    "html", [page(), page(language="ru"), not_found_page("ru"), ended_page("en"), ended_page("ru")]
)
def test_the_policy_names_the_pages_only_style(html: str) -> None:
    (style,) = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in content_security_policy()
    assert " style=" not in html
    assert "<script" not in html


@given(text=extreme, status=st.sampled_from(Status), language=st.sampled_from(["en", "ru"]))
def test_nothing_typed_runs_or_links(text: str, status: Status, language: Language) -> None:
    report = replace(REPORT, comment=text, client=Client(*[text] * 6), person=Person(text, text))
    html = page(report, language, status=status, words=text, owner=text)
    outline = Outline(html)
    forms = {("action", f"https://wilco.example/t/r-1.secret{path}?lang={language}") for path in ("", "/contact")}
    assert set(outline.danger) == {("href", "?lang=en"), ("href", "?lang=ru")} | forms
    assert not {"script", "img", "iframe", "object", "base"} & set(outline.tags)
    assert (outline.tags.count("form"), outline.tags.count("style")) == (2, 1)
    html.encode()
