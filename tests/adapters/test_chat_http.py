"""What all support chats share: the table of refusals, ids in paths, texts and facts about people."""

import logging
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.adapters import chat_texts
from chalicelib.adapters.chat_errors import Answer, Attempt, Gone, delivery_error, understanding
from chalicelib.adapters.chat_http import Account, ChatHttp, number, segment
from chalicelib.errors import Conflict, DeliveryError, Permanent, Rejected, Retryable, Unknown
from tests.adapters.loopback import Reply, Vendor, as_json

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
READ, NOTE = Attempt("read"), Attempt("note", writes=True)


@pytest.mark.parametrize(
    ("attempt", "status", "kind"),
    [
        *((attempt, status, Retryable) for attempt in (READ, NOTE) for status in (408, 425, 429, 503)),
        *((attempt, status, Permanent) for attempt in (READ, NOTE) for status in (301, 302, 308, 403)),
        *((attempt, 401, Retryable) for attempt in (READ, NOTE)),
        *((attempt, status, Gone) for attempt in (READ, NOTE) for status in (404, 410)),
        *((attempt, status, Rejected) for attempt in (READ, NOTE) for status in (400, 405, 413, 415, 422)),
        *((attempt, 409, Conflict) for attempt in (READ, NOTE)),
        *((NOTE, status, Unknown) for status in (500, 502, 504, 599)),
        *((READ, status, Retryable) for status in (500, 502, 504, 599)),
    ],
)
def test_the_table(attempt: Attempt, status: int, kind: type[DeliveryError]) -> None:
    assert type(delivery_error(attempt, Answer(status, {}), NOW)) is kind


def test_an_answer_of_another_shape_says_nothing_of_what_is_in_it() -> None:
    with pytest.raises(Unknown) as unknown, understanding(NOTE):
        raise KeyError("hunter2")
    assert unknown.value.reason == "note: the answer was not the chat's (KeyError)"


@pytest.mark.parametrize("ident", ["", ".", "..", "..."])
def test_an_id_that_would_name_another_thing(ident: str) -> None:
    with pytest.raises(Gone):
        segment(ident)


@given(st.text(alphabet="a/.?#%&\\ ;:@\n1й", min_size=1).filter(lambda text: text.strip(".")))
def test_an_id_stays_one_part_of_the_path(ident: str) -> None:
    part = segment(ident)
    assert not set(part) & set("/?#\\ \n")
    assert part.strip(".")


@pytest.mark.parametrize("ident", ["", "erin", "-1", "1.5", "٣", "1" * 20])
def test_what_is_no_number(ident: str) -> None:
    with pytest.raises(Rejected):
        number(ident, "assign")


def test_a_machines_netrc_does_not_replace_the_token(
    vendor: Vendor, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path_factory.mktemp("home") / "netrc"
    netrc.write_text("machine 127.0.0.1 login somebody password else\n", encoding="ascii")
    monkeypatch.setenv("NETRC", str(netrc))
    vendor.answers(as_json({}))
    ChatHttp(Account("d", vendor.url, "t"), {"Authorization": "Token t"}).call(READ, "GET", "/a")
    assert vendor.asked[0].headers["Authorization"] == "Token t"


def test_a_token_that_can_not_be_sent_is_not_told(caplog: pytest.LogCaptureFixture, nobody: str) -> None:
    caplog.set_level(logging.DEBUG)
    for token in ("hunter2\nX-Evil: 1", "hunter2й"):
        with pytest.raises(Retryable) as raised:
            ChatHttp(Account("d", nobody, token), {"Authorization": token}).call(READ, "GET", "/a")
        assert "hunter2" not in raised.value.reason
    assert "hunter2" not in caplog.text


@pytest.mark.parametrize("body", [b"[" * 100_000, b"\xff\xfe", b"nothing"])
def test_a_body_that_is_no_json(vendor: Vendor, body: bytes) -> None:
    vendor.answers(Reply(200, body))
    with pytest.raises(Unknown):
        ChatHttp(Account("d", vendor.url, "t"), {}).call(NOTE, "GET", "/a")


class TestTexts:
    @pytest.mark.parametrize(
        ("html", "text"),
        [
            ("Hello", "Hello"),
            ("<p>One</p><p>Two</p>", "One\nTwo"),
            ("One<br>Two<BR />Three", "One\nTwo\nThree"),
            ('<a href="https://a.example/?b=1&amp;c=2" target="_blank">see</a>', "see (https://a.example/?b=1&c=2)"),
            ("<a href='https://a.example'>https://a.example</a>", "https://a.example"),
            ("<ul><li>a</li><li>b</li></ul>", "a\nb"),
            ("a &lt; b &amp;&nbsp;c", "a < b & c"),
            ("if a < b and c > d", "if a < b and c > d"),
            ("<price> is <script>alert(1)</script>", "<price> is <script>alert(1)</script>"),
            ("&lt;b&gt;", "<b>"),
            ("a\n\n\n\n\nb", "a\n\nb"),
            ("", ""),
        ],
    )
    def test_plain(self, html: str, text: str) -> None:
        assert chat_texts.plain(html) == text

    @given(st.text(alphabet="ab<>&;/ \n\"'"))
    def test_our_text_stays_text_in_a_chat_that_takes_html(self, text: str) -> None:
        assert chat_texts.plain(chat_texts.markup(text)).split() == text.split()

    @pytest.mark.parametrize(
        ("written", "hours", "is_it"),
        [("Told  it\r\n", 0, True), ("Told it", 23, True), ("Told it", 25, False), ("Told", 0, False)],
    )
    def test_what_repeats_a_text(self, written: str, hours: int, is_it: bool) -> None:
        assert chat_texts.repeats("Told\nit", written, NOW - timedelta(hours=hours), NOW) is is_it

    @pytest.mark.parametrize(
        ("values", "locale"),
        [
            (("ru",), "ru"),
            (("pt_BR",), "pt-BR"),
            ((None, 7, "", "de"), "de"),
            (("<script>", "русский"), "en"),
            ((), "en"),
        ],
    )
    def test_locale(self, values: tuple[object, ...], locale: str) -> None:
        assert chat_texts.locale(*values) == locale

    @pytest.mark.parametrize("value", [None, 5, "", "ann", "ann@example", "a b@example.com", "a@example.com, b@c.de"])
    def test_no_address(self, value: object) -> None:
        assert chat_texts.address(value) is None

    @pytest.mark.parametrize("url", [None, 5, "", "javascript:alert(1)", "/orders"])
    def test_no_page(self, url: object) -> None:
        assert chat_texts.page(url) is None

    def test_a_page_with_all_that_a_program_has_hung_onto_it_is_cut(self) -> None:
        page = chat_texts.page(f"https://shop.example/?{'x' * 100_000}")
        assert page is not None
        assert len(page.url) == 2_000
