"""A mail as bytes: it says what was meant, and nothing typed can make it say more."""

import email
from dataclasses import replace
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parseaddr
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.adapters.mime import mail_bytes, mailbox, wire_address
from chalicelib.errors import DeliveryError, Permanent, Rejected
from chalicelib.ports import Mail

MAIL = Mail(
    to="boris@example.com",
    subject="Цены: неверное значение",
    text="Привет, Борис\n",
    html="<p>Привет, Борис</p>",
    headers={"References": "<f1@shop.example>", "X-Wilco-Kind": "received"},
    tags={"kind": "received"},
    to_name="Борис",
    from_name="Поддержка магазина",
)
LONG = "<https://wilco.example/t/" + "a" * 200 + ">"


def raw(mail: Mail = MAIL, reply_to: str | None = None) -> bytes:
    return mail_bytes(mail, "support@shop.example", reply_to)


def parsed(mail: Mail = MAIL, reply_to: str | None = None) -> EmailMessage:
    message = email.message_from_bytes(raw(mail, reply_to), policy=SMTP)
    assert isinstance(message, EmailMessage)
    return message


class TestContent:
    def test_the_headers(self) -> None:
        message = parsed(reply_to="help@shop.example")
        assert message["From"] == "Поддержка магазина <support@shop.example>"
        assert message["To"] == "Борис <boris@example.com>"
        assert message["Subject"] == "Цены: неверное значение"
        assert message["Reply-To"] == "help@shop.example"
        assert message["References"] == "<f1@shop.example>"

    def test_text_first_then_html(self) -> None:
        assert [part.get_content_type() for part in parsed().iter_parts()] == ["text/plain", "text/html"]
        assert [part.get_payload(decode=True) for part in parsed().iter_parts()] == [
            "Привет, Борис\r\n".encode(),
            "<p>Привет, Борис</p>\r\n".encode(),
        ]

    def test_everything_is_seven_bits_in_lines_that_mail_allows(self) -> None:
        mail = replace(MAIL, text="Очень длинная строка " * 500, html="<p>" + "x" * 3000 + "</p>")
        data = raw(mail)
        assert data.isascii()
        assert max(map(len, data.split(b"\r\n"))) <= 998
        assert b"\n" not in data.replace(b"\r\n", b"")

    def test_words_are_encoded_as_rfc_2047_allows(self) -> None:
        words = [word for word in raw().split() if word.startswith(b"=?")]
        assert words
        assert all(len(word) <= 75 for word in words)

    def test_a_long_ascii_header_stays_as_it_is(self) -> None:
        mail = replace(MAIL, headers={"List-Unsubscribe": LONG, "References": f"<{'r' * 120}@shop.example>"})
        assert f"List-Unsubscribe: {LONG}\r\n".encode() in raw(mail)
        assert f"References: <{'r' * 120}@shop.example>\r\n".encode() in raw(mail)


BREAKS = ["a\r\nBcc: x@example.com", "a\nb", "a\rb", "a\x00b", "a\x0bb", "a\x85b", "a\u2028b"]


class TestInjection:
    @pytest.mark.parametrize("text", BREAKS)
    @pytest.mark.parametrize("field", ["subject", "to_name", "from_name"])
    def test_a_break_in_a_header_is_rejected(self, field: str, text: str) -> None:
        changed: dict[str, Any] = {field: text}
        with pytest.raises(Rejected):
            raw(replace(MAIL, **changed))

    @pytest.mark.parametrize("text", [*BREAKS, "Кириллица", "x" * 996])
    def test_a_bad_value_is_rejected(self, text: str) -> None:
        with pytest.raises(Rejected):
            raw(replace(MAIL, headers={"X-Wilco-Kind": text}))

    @pytest.mark.parametrize(
        "name", ["Bcc", "to", "FROM", "Subject", "Content-Type", "content-disposition", "a:b", "a b", "a\nb", "", "Я"]
    )
    def test_a_bad_name_is_rejected(self, name: str) -> None:
        with pytest.raises(Rejected):
            raw(replace(MAIL, headers={name: "x"}))

    def test_half_a_character_is_rejected(self) -> None:
        for field in ("text", "html"):
            changed: dict[str, Any] = {field: "\ud800"}
            with pytest.raises(Rejected):
                raw(replace(MAIL, **changed))

    @given(st.text(), st.text(), st.text())
    def test_whatever_is_typed_there_is_one_recipient_and_no_new_header(
        self, name: str, subject: str, body: str
    ) -> None:
        try:
            message = parsed(replace(MAIL, to_name=name, subject=subject, text=body, html=body))
        except DeliveryError:
            return
        assert {header.lower() for header in message.keys()} == {  # noqa: SIM118 - a message iterates over names only so
            *("from", "to", "subject", "references", "x-wilco-kind", "mime-version", "content-type")
        }
        assert [address.addr_spec for address in message["To"].addresses] == ["boris@example.com"]


class TestAddress:
    @pytest.mark.parametrize(
        ("address", "wire"),
        [
            ("ann@example.com", "ann@example.com"),
            ("ann+tag@example.com", "ann+tag@example.com"),
            ("ann@пример.рф", "ann@xn--e1afmkfd.xn--p1ai"),
            ('"a b"@example.com', '"a b"@example.com'),
        ],
    )
    def test_good_ones(self, address: str, wire: str) -> None:
        assert wire_address(address) == wire

    @pytest.mark.parametrize(
        "address",
        [
            *("", "ann", "@example.com", "ann@", "борис@example.com", "a@b@c.example", "ann@example..com"),
            *("ann@example.com, bob@example.com", "Ann <ann@example.com>", "ann@example.com\r\nBcc: x@y.example"),
            *("ann @example.com", "ann@exa mple.com", "ann@" + "x" * 64 + ".com", "a\x00@example.com", "\ud800@x.com"),
        ],
    )
    def test_bad_ones_will_never_be_mailed(self, address: str) -> None:
        with pytest.raises(Permanent):
            wire_address(address)

    @given(st.text())
    def test_no_address_can_break_it(self, text: str) -> None:
        try:
            wire = wire_address(text)
        except Permanent:
            return
        assert wire.isascii()
        assert not set(wire) & set("\r\n")


class TestMailbox:
    """An address with its name as a field of an API, which is read as a header would be."""

    @given(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=80))
    def test_the_name_is_read_as_it_was_written(self, name: str) -> None:
        written = mailbox("anna@example.com", name)
        shown, address = parseaddr(written)
        assert address == "anna@example.com"
        assert str(make_header(decode_header(shown))) == name
        assert written.isascii()
        assert name.isascii() or all(len(word) <= 75 for word in written.split())

    @pytest.mark.parametrize("name", ["a\r\nBcc: b@example.com", "a\u2028b", "\x00"])
    def test_a_name_that_breaks_the_line_is_rejected(self, name: str) -> None:
        with pytest.raises(Rejected):
            mailbox("anna@example.com", name)

    def test_without_a_name_it_is_the_address(self) -> None:
        assert mailbox("anna@example.com", None) == "anna@example.com"

    @given(st.emails())
    def test_an_address_that_is_plainly_one_is_left_as_it_is(self, address: str) -> None:
        assert wire_address(address) == address
