"""What a support chat shows: notes for operators, replies for the person; and what an issue shows of a dialog."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given

from chalicelib.model.case import Follower
from chalicelib.model.dialog import Dialog
from chalicelib.model.dialog_acts import AnswerDialog, NoteDialog, ReplyDialog
from chalicelib.model.orders import Notice, NoticeKind, SayInThread
from chalicelib.model.report import Client
from chalicelib.model.status import Status
from chalicelib.rendering.chat import answer, note, reply
from chalicelib.rendering.jira import issue_fields
from chalicelib.rendering.slack import thread_line
from tests.builders import NOW, a_dialog, a_line, an_escalation
from tests.outages import BROKEN, an_outage
from tests.unit.rendering.examples import CASE, FOLLOWER, LINKS, NOTICE_KINDS, OPENED, REPORT, TEAM, typed

DIALOG = Dialog("carrot", "9007199254740993007")
ELIF: Follower = replace(FOLLOWER, id=DIALOG.lane, email="", dialog=DIALOG, reply=True)
PAGE = "https://wilco.example/t/r-1.secret"
ISSUE = "https://shop.atlassian.example/browse/SHOP-7"


def noted(
    kind: NoticeKind, text: str = "", by: str = "", status: Status = Status.RECEIVED, russian: bool = False
) -> str:
    act = NoteDialog(ELIF, "told", Notice(kind, OPENED, text), by)
    return note(act, replace(CASE, status=status), TEAM, LINKS, "ru" if russian else "en")


def replied(kind: NoticeKind, text: str = "", locale: str = "en") -> str:
    return reply(ReplyDialog(replace(ELIF, locale=locale), Notice(kind, OPENED, text)), CASE, TEAM, LINKS)


def test_the_first_note_has_the_issue_and_what_the_person_sees() -> None:
    assert note(NoteDialog(ELIF, "linked"), CASE, TEAM, LINKS, "en").splitlines() == [
        "SHOP-7 · Received · Prices: Wrong value",
        ISSUE,
        f"What the person sees: {PAGE}",
    ]


def test_a_status_is_one_line_that_says_who() -> None:
    said = noted("in_progress", by="Erin", status=Status.IN_PROGRESS)
    assert said.splitlines() == ["SHOP-7 · In progress, Erin · Prices: Wrong value", ISSUE]


def test_what_went_to_the_person_stands_as_a_quotation() -> None:
    assert noted("question", "Which browser?", "Erin").splitlines() == [
        "Erin asked the person:",
        "> Which browser?",
        ISSUE,
    ]
    assert noted("answer", "*Reload* it", "Erin").splitlines()[1] == "> Reload it", "an answer was a Jira comment"


def test_what_the_person_was_promised_is_quoted_too() -> None:
    notice = Notice("holding", OPENED, "We look into it.", promised=OPENED)
    said = note(NoteDialog(ELIF, "told", notice, "Erin"), CASE, TEAM, LINKS, "en").splitlines()
    assert said[:2] == ["Erin wrote to the person:", "> We look into it."]
    assert said[2].startswith("> You hear from us again no later than Thursday, 5 March"), "the operator hears nothing"


def test_operators_read_under_which_issue_it_goes_on_when_cases_are_merged() -> None:
    said = note(NoteDialog(ELIF, "merged", by="Erin"), CASE, TEAM, LINKS, "en").splitlines()
    assert said[1:] == ["The same problem goes on under this issue; nothing was declined.", ISSUE]


def test_a_desk_has_its_own_language() -> None:
    assert noted("taken", status=Status.TAKEN, russian=True).startswith("SHOP-7 · У инженера · Цены: Неверное значение")


@pytest.mark.parametrize("kind", NOTICE_KINDS)
@pytest.mark.parametrize("locale", ["en", "ru"])
def test_a_reply_says_what_its_mail_would_and_names_nobody(kind: NoticeKind, locale: str) -> None:
    said = replied(kind, "Words." if kind in ("answer", "question") else "", locale)
    assert said.endswith(f"{'Посмотреть, как идут дела:' if locale == 'ru' else 'See where it stands:'} {PAGE}")
    assert ISSUE not in said and "SHOP-7" not in said
    assert any("а" <= letter.lower() <= "я" for letter in said) == (locale == "ru")


def test_a_question_is_answered_in_the_dialog() -> None:
    assert "Which browser?\n\nJust answer here." in replied("question", "Which browser?")


@pytest.mark.parametrize(
    ("minutes", "more"),
    [
        (30, ", the next no later than Saturday, 21 November, 12:30 (UTC): https://status.example/shop/en/index.html"),
        (-30, ": https://status.example/shop/en/index.html"),
        (None, ": https://status.example/shop/en/index.html"),
    ],
)
def test_whoever_writes_in_an_outage_reads_what_is_known_and_where_more_is(minutes: int | None, more: str) -> None:
    next_by = NOW + timedelta(minutes=minutes) if minutes is not None else None
    assert answer(AnswerDialog(DIALOG, "en"), an_outage(next_by=next_by), TEAM, LINKS, NOW).split("\n\n") == [
        "There is an outage: Prices.",
        "This is what we know by now:",
        BROKEN["en"],
        f"We write news on the status page{more}",
        "If you write about something else, just go on: your message is read here.",
    ]


HANDED = replace(
    REPORT, comment=None, escalation=an_escalation(tried="Another browser", plan="pro"), lines=a_dialog().lines
)


def described() -> str:
    return str(issue_fields(CASE, HANDED, TEAM, LINKS)["description"])


def test_an_issue_shows_what_nobody_has_to_ask_the_operator() -> None:
    said = described()
    assert (
        "h3. In the operator's words (Daria Belova)\n{noformat}\nThe price is 0.00, but she has paid\n{noformat}"
        in said
    )
    assert "h3. What was tried\n{noformat}\nAnother browser\n{noformat}" in said
    assert "11:51  Person: My order shows 0.00\n11:52  Daria Belova: I am looking into it" in said
    assert {"from-chat", "plan-pro"} <= set(issue_fields(CASE, HANDED, TEAM, LINKS)["labels"])


def test_an_issue_says_where_it_was_handed_over() -> None:
    source = "https://slack.example/archives/C0/p1"
    report = replace(HANDED, escalation=an_escalation(source=source))
    said = str(issue_fields(CASE, report, TEAM, LINKS)["description"])
    assert f"h3. Where it was handed over\n{{noformat}}\n{source}\n{{noformat}}" in said


def test_the_note_that_handed_the_dialog_over_stands_there_once() -> None:
    notes = (a_line("note", "/bug prices The price is 0.00, but she has paid", -7), a_line("note", "She is angry", -6))
    report = replace(HANDED, lines=(*HANDED.lines, *notes))
    said = str(issue_fields(CASE, report, TEAM, LINKS)["description"])
    assert said.count("The price is 0.00, but she has paid") == 1
    assert "Daria Belova (note): She is angry" in said


def test_a_language_alone_is_no_environment() -> None:
    assert "environment" not in issue_fields(CASE, replace(HANDED, client=Client(locale="ru")), TEAM, LINKS)


def test_what_the_operator_says_of_the_impact_beats_the_kind() -> None:
    assert issue_fields(replace(CASE, impact="blocks"), HANDED, TEAM, LINKS)["priority"] == {"name": "High"}
    assert issue_fields(replace(CASE, impact="nonsense"), HANDED, TEAM, LINKS)["priority"] == {"name": "Medium"}


def test_the_thread_says_who_and_opens_the_dialog() -> None:
    said = thread_line(SayInThread("escalated", None, "", "Daria", dialog=DIALOG), CASE, TEAM, LINKS).text
    assert said.startswith("🎧 Daria handed over a support dialog. <")
    assert f"/conversations/{DIALOG.id}|Open the dialog>" in said


@given(typed)
def test_whatever_is_typed_acts_nowhere(text: str) -> None:
    """Promise 6, in the issue: nothing leaves its quoted block."""
    report = replace(HANDED, escalation=an_escalation(words=text, tried=text, by=text, source=text), lines=())
    fields = issue_fields(CASE, report, TEAM, LINKS)
    assert str(fields["description"]).count("{noformat}") % 2 == 0
