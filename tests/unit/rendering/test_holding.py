"""A reply that holds, and its promise: in the reader's language, in the mail, on the page and in Slack's form."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given

from chalicelib.model.case import Follower
from chalicelib.model.dialog import Dialog
from chalicelib.model.dialog_acts import NoteDialog, ReplyDialog
from chalicelib.model.notice import Notice
from chalicelib.model.promise import Moment, Promise
from chalicelib.model.slack_acts import AskToSend
from chalicelib.rendering import holding
from chalicelib.rendering.chat import note, reply
from chalicelib.rendering.mail import mail
from chalicelib.rendering.page import tracking_page
from chalicelib.rendering.slack import approval
from chalicelib.rendering.slack_reply import reply_modal
from chalicelib.settings.hours import WorkingHours
from sandbox.slack.blocks import check_view
from tests.unit.rendering.examples import CASE, FOLLOWER, LINKS, OPENED, REPORT, RUSSIAN, TEAM, extreme

HOUR = timedelta(hours=1)
NOTICE = Notice("holding", OPENED, "Until then: reload.", saved="looking", promised=OPENED + HOUR)
MOMENTS = (Moment("1_hour", OPENED + HOUR), Moment("today", OPENED + 3 * HOUR))


@pytest.mark.parametrize(
    ("follower", "words", "promise"),
    [
        (
            FOLLOWER,
            "> We are looking into this and have not found the cause yet. We have not forgotten you.\n",
            "You hear from us again no later than Thursday, 5 March, 15:03 (UTC).\n",
        ),
        (
            RUSSIAN,
            "> Мы разбираемся с этой проблемой, но причину пока не нашли. Мы о вас помним.\n",
            "Мы напишем вам снова не позже этого срока: четверг, 5 марта, 15:03 (UTC).\n",
        ),
    ],
    ids=["en", "ru"],
)
def test_the_mail(follower: Follower, words: str, promise: str) -> None:
    sent = mail(follower, NOTICE, CASE, TEAM, LINKS, "m")
    assert words in sent.text
    assert "> Until then: reload.\n" in sent.text
    assert promise in sent.text
    assert promise.strip() in sent.html
    assert "\n\n\n" not in sent.text


def test_a_reply_without_a_promise_promises_nothing() -> None:
    sent = mail(FOLLOWER, replace(NOTICE, promised=None), CASE, TEAM, LINKS, "m")
    assert "no later than" not in sent.text + sent.html


def test_a_saved_reply_that_has_left_the_file_leaves_what_was_written() -> None:
    assert holding.said(replace(NOTICE, saved="gone"), TEAM, "en") == "Until then: reload."


def test_the_page_says_by_when_while_it_is_promised() -> None:
    promised = replace(CASE, promise=Promise("Erin", OPENED, OPENED + HOUR, OPENED))
    told = "You hear from us again no later than Thursday, 5 March, 15:03 (UTC)."
    assert told in tracking_page(REPORT, promised, TEAM, "en", LINKS, now=OPENED)
    assert "Erin" not in tracking_page(REPORT, promised, TEAM, "en", LINKS, now=OPENED)
    assert "no later than" not in tracking_page(REPORT, CASE, TEAM, "en", LINKS, now=OPENED)


def test_the_form() -> None:
    view = check_view(reply_modal(CASE, MOMENTS, TEAM))
    assert (view["callback_id"], view["private_metadata"]) == ("reply", CASE.id)
    fields = {block["block_id"]: block["element"] for block in view["blocks"] if block["type"] == "input"}
    assert [option["value"] for option in fields["saved"]["options"]] == ["looking", "cause-known", "takes-longer"]
    assert [(option["value"], option["text"]["text"]) for option in fields["due"]["options"]] == [
        ((OPENED + HOUR).isoformat(), "In 1 hour: Thursday, 5 March, 15:03 (UTC)"),
        ((OPENED + 3 * HOUR).isoformat(), "Today: Thursday, 5 March, 17:03 (UTC)"),
    ]
    assert fields["words"]["multiline"]


def test_a_team_without_saved_replies_writes_its_own() -> None:
    team = TEAM.model_copy(update={"replies": {}})
    view = check_view(reply_modal(CASE, MOMENTS, team))
    assert [block["block_id"] for block in view["blocks"] if block["type"] == "input"] == ["words", "due"]


@given(text=extreme)
def test_nothing_typed_breaks_the_form(text: str) -> None:
    view = check_view(reply_modal(replace(CASE, place=text, words=text, area=text), MOMENTS, TEAM))
    assert len(json.dumps(view)) < 12_000


DIALOG = Dialog("carrot", "9007199254740993007")


def test_a_dialog_says_the_same_to_its_person_and_notes_it_for_its_operators() -> None:
    follower = replace(RUSSIAN, email="", dialog=DIALOG, reply=True)
    said = reply(ReplyDialog(follower, NOTICE), CASE, TEAM, LINKS)
    assert "Мы разбираемся с этой проблемой" in said
    assert "Мы напишем вам снова не позже этого срока: четверг, 5 марта, 15:03 (UTC)." in said
    noted = note(NoteDialog(follower, "told", NOTICE, "Erin"), CASE, TEAM, LINKS, "en").splitlines()
    assert noted[:2] == [
        "Erin wrote to the person:",
        "> We are looking into this and have not found the cause yet. We have not forgotten you.",
    ]
    assert "> You hear from us again no later than Thursday, 5 March, 15:03 (UTC)." in noted


def test_a_dialog_that_is_received_while_nobody_is_there_hears_when_somebody_is() -> None:
    away = TEAM.model_copy(update={"hours": WorkingHours(days={"mon": ("09:00-18:00",)})})
    follower = replace(FOLLOWER, email="", dialog=DIALOG, reply=True)
    received = reply(ReplyDialog(follower, Notice("received", OPENED)), CASE, away, LINKS)
    assert "They are back: Monday, 9 March, 09:00 (UTC)." in received
    assert "They are back" not in reply(ReplyDialog(follower, NOTICE), CASE, away, LINKS)


def test_who_agrees_that_everybody_is_told_reads_what_they_are_told() -> None:
    asked = AskToSend("c1/o1", 900, Notice("holding", OPENED, "Until then reload.", saved="cause-known"), "Erin")
    said = json.dumps(approval(asked, TEAM).blocks, ensure_ascii=False)
    assert "We know what causes this" in said
    assert "Until then reload." in said
