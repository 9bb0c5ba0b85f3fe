"""Mail: one case exactly, every notice in both languages, and nothing typed gets into a header, a link or the HTML."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.model.case import Follower
from chalicelib.model.orders import NoticeKind
from chalicelib.model.status import Status
from chalicelib.rendering.mail import mail
from tests.unit.rendering.examples import CASE, FOLLOWER, LINKS, NOTICE_KINDS, RUSSIAN, TEAM, extreme, notice

MARK = "3f9a1c-1/received"

LINK = "https://wilco.example/t/r-1.secret"
STOP = f"{LINK}/stop"
PRINTABLE = re.compile(r"[ -~]{1,995}")

TEXT = """\
Hello, Anna!

We have your report.

Thank you for telling us. The team has it and knows where it happened: you need not explain it again.

An engineer looks at it next. We write to you at every step until it is closed.

See where it stands:
https://wilco.example/t/r-1.secret

● Received
○ With an engineer
○ In progress
○ Solved

What you reported: Wrong value, Prices, The Shop
Where: shop.example/orders/:id

-- \n\
Shop support
You get this mail because you reported this problem.
Stop the mails about it: https://wilco.example/t/r-1.secret/stop
"""


def test_the_receipt() -> None:
    sent = mail(FOLLOWER, notice("received"), CASE, TEAM, LINKS, MARK)
    assert (sent.to, sent.to_name) == ("anna@example.com", "Anna")
    assert sent.subject == "Prices: wrong value (The Shop)"
    assert sent.text.replace("\u200b", "") == TEXT
    assert dict(sent.headers) == {
        "References": "<f0a1b2@shop.example>",
        "In-Reply-To": "<f0a1b2@shop.example>",
        "List-Id": "<shop.wilco.shop.example>",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        "X-Wilco-Kind": "received",
        "X-Wilco-Case": "3f9a1c-1",
        "X-Wilco-Order": MARK,
        "List-Unsubscribe": f"<{STOP}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    assert dict(sent.tags) == {"kind": "received", "case": "3f9a1c-1"}


def test_a_question_in_russian() -> None:
    sent = mail(RUSSIAN, notice("question", "Какой у вас браузер?\nИ версия?"), CASE, TEAM, LINKS, MARK)
    assert sent.subject == "Цены: неверное значение (Магазин)"
    assert "Здравствуйте, Анна!" in sent.text
    assert "> Какой у вас браузер?\n> И версия?\n" in sent.text
    assert "Какой у вас браузер?<br>И версия?" in sent.html
    assert '<html lang="ru">' in sent.html


def test_an_answer_is_told_without_jiras_markup() -> None:
    sent = mail(FOLLOWER, notice("answer", "[~accountid:5b10a-erin] *Fixed* in 3.2.2"), CASE, TEAM, LINKS, MARK)
    assert "> Fixed in 3.2.2\n" in sent.text


@pytest.mark.parametrize("follower", [FOLLOWER, RUSSIAN])
def test_all_mails_of_a_case_are_one_conversation(follower: Follower) -> None:
    sent = [mail(follower, notice(kind, "words"), CASE, TEAM, LINKS, MARK) for kind in NOTICE_KINDS]
    assert len({m.subject for m in sent}) == 1
    assert len({(m.headers["References"], m.headers["In-Reply-To"]) for m in sent}) == 1


def test_people_do_not_share_a_conversation() -> None:
    roots = {mail(f, notice("taken"), CASE, TEAM, LINKS, MARK).headers["References"] for f in (FOLLOWER, other())}
    assert len(roots) == 2


def other() -> Follower:
    return replace(FOLLOWER, id="f9", name=None)


@pytest.mark.parametrize("kind", NOTICE_KINDS)
@pytest.mark.parametrize("follower", [FOLLOWER, RUSSIAN])
def test_every_mail_leads_to_its_page_and_can_be_stopped(kind: NoticeKind, follower: Follower) -> None:
    sent = mail(follower, notice(kind, "words"), CASE, TEAM, LINKS, MARK)
    assert LINK in sent.text
    assert set(re.findall(r'href="([^"]*)"', sent.html)) == {LINK, STOP}
    assert sent.headers["List-Unsubscribe"] == f"<{STOP}>"
    assert sent.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "\n\n\n" not in sent.text


@pytest.mark.parametrize("kind", NOTICE_KINDS)
def test_a_closed_case_promises_no_more_mail(kind: NoticeKind) -> None:
    sent = mail(FOLLOWER, notice(kind, "words"), CASE, TEAM, LINKS, MARK)
    assert ("at every step" in sent.text) == (kind not in ("resolved", "declined"))


def test_a_person_never_reads_another_ones_words() -> None:
    sent = mail(FOLLOWER, notice("received"), replace(CASE, words="my card is 4111"), TEAM, LINKS, MARK)
    assert "4111" not in sent.text + sent.html


class Outline(HTMLParser):
    """The tags of a page with the attributes that could run or load something, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.danger: list[tuple[str, str | None]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.danger += [(n, v) for n, v in attrs if n.startswith("on") or n in ("href", "src", "action")]


@given(text=extreme, kind=st.sampled_from(NOTICE_KINDS), status=st.sampled_from(Status))
def test_nothing_typed_gets_out_of_its_place(text: str, kind: NoticeKind, status: Status) -> None:
    case = replace(CASE, place=text, words=text, owner=text, status=status)
    sent = mail(replace(FOLLOWER, name=text, locale=text), notice(kind, text), case, TEAM, LINKS, MARK)
    outline = Outline(sent.html)
    assert set(outline.danger) == {("href", LINK), ("href", STOP)}
    assert not {"script", "img", "iframe", "form", "link", "object"} & set(outline.tags)
    for value in (*sent.headers.values(), sent.subject):
        assert PRINTABLE.fullmatch(value)
    assert sent.subject == mail(FOLLOWER, notice("received"), CASE, TEAM, LINKS, MARK).subject
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{1,256}", tag) for tag in sent.tags.values())
    assert not sent.to_name or not set(sent.to_name) & set('\r\n<>@,;:"\\')
    sent.text.encode()


@given(text=extreme)
def test_nothing_typed_becomes_a_link_or_a_line_of_ours(text: str) -> None:
    case = replace(CASE, place=text)
    sent = mail(replace(FOLLOWER, name=text), notice("question", text), case, TEAM, LINKS, MARK)
    ours = (
        "\n".join(line for line in sent.text.split("\n") if not line.startswith(">"))
        .replace(STOP, "")
        .replace(LINK, "")
    )
    assert not re.search(r"\w[.:/@]{1,3}\w", ours.replace("r-1.secret", ""))
    usual = mail(FOLLOWER, notice("question"), CASE, TEAM, LINKS, MARK)
    assert _lines(sent.text) == _lines(usual.text) + (">" in sent.text)


def _lines(text: str) -> int:
    """Those of ours; without a place there is none to name."""
    return sum(not line.startswith((">", "Where:")) for line in text.split("\n"))


@given(identifier=extreme)
def test_identifiers_stay_within_their_header(identifier: str) -> None:
    sent = mail(replace(FOLLOWER, id=identifier), notice("taken"), replace(CASE, id=identifier), TEAM, LINKS, MARK)
    assert all(re.fullmatch(r"[!-~]*", value) for value in sent.headers.values())
