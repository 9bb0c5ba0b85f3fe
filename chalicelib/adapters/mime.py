"""A mail as bytes for the wire (RFC 5322), from which nobody can make another mail than was meant."""

import re
from base64 import b64encode
from collections.abc import Iterator
from contextlib import suppress
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from typing import Any

from chalicelib.errors import Permanent, Rejected
from chalicelib.ports import Mail

_HEADER_NAME = re.compile(r"[!-9;-~]{1,126}")  # printable ASCII without the colon, as SES allows
_VALUE_LENGTH = 995  # SES: characters in one header's value
# An address that is its own wire form. Nearly all are, and taking them apart would cost forty times as much.
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_PLAIN_ADDRESS = re.compile(rf"[A-Za-z0-9_+-]+(?:\.[A-Za-z0-9_+-]+)*@{_LABEL}(?:\.{_LABEL})+")
_WORD = 45  # bytes whose base64 fits an encoded word's 75 characters (RFC 2047)
_BREAKS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_OURS = {
    *("from", "sender", "reply-to", "return-path", "to", "cc", "bcc"),
    *("subject", "date", "message-id", "mime-version"),
}


class _OneLineOfAscii(EmailPolicy):
    """Fold only headers with words that must be encoded.

    Python's own policy encodes any word of over 78 characters when it folds, even plain ASCII: a long URL in
    List-Unsubscribe or a long id in References would reach the reader as `=?utf-8?q?...?=` and mean nothing.
    """

    def fold_binary(self, name: str, value: Any) -> bytes:
        width = 998 if str(value).isascii() else 78
        return SMTP.clone(max_line_length=width).fold_binary(name, value)


_POLICY = _OneLineOfAscii(linesep="\r\n", cte_type="7bit")


def mail_bytes(mail: Mail, sender: str, reply_to: str | None) -> bytes:
    """The message: text and HTML as alternatives. SES itself sets Date and Message-ID, whatever stands there.

    Rejected: a header that would break out of its line, has a name of ours, or is not ASCII.
    Permanent: the address is none that SES can mail to.
    """
    message = EmailMessage(policy=_POLICY)
    message["From"] = _address(sender, mail.from_name)
    if reply_to:
        message["Reply-To"] = wire_address(reply_to)
    message["To"] = _address(mail.to, mail.to_name)
    message["Subject"] = one_line("Subject", mail.subject)
    for name, value in mail.headers.items():
        message[allowed(name)] = plain(name, value)
    try:
        message.set_content(mail.text)
        message.add_alternative(mail.html, subtype="html")
        return message.as_bytes()
    except ValueError as error:  # half a surrogate pair, which no charset can say
        raise Rejected(f"mail: the body cannot be encoded ({type(error).__name__})") from None


def wire_address(address: str) -> str:
    """The address as SES takes it: ASCII local part (no SMTPUTF8), domain in punycode. Permanent if there is none."""
    if _PLAIN_ADDRESS.fullmatch(address):
        return address
    local, _, domain = address.rpartition("@")
    with suppress(ValueError, IndexError, MessageError):
        wire = f"{local}@{domain.encode('idna').decode('ascii')}"
        if wire.isascii() and not _BREAKS.search(wire) and Address(addr_spec=wire).addr_spec == wire:
            return wire
    raise Permanent("mail: the address is not one that can be mailed")


def mailbox(address: str, name: str | None) -> str:
    """The address with its display name, as a field of SES's API takes it: ASCII, RFC 2047 where the name is not."""
    wire = wire_address(address)
    if not name:
        return wire
    shown = one_line("display name", name)
    if shown.isascii():
        return '"{}" <{}>'.format(re.sub(r'(["\\])', r"\\\1", shown), wire)
    return " ".join(_encoded_words(shown)) + f" <{wire}>"


def _encoded_words(text: str) -> Iterator[str]:
    """As few as will do, and each of whole characters."""
    word = b""
    for character in (*text, ""):
        following = character.encode()
        if word and (not following or len(word) + len(following) > _WORD):
            yield f"=?utf-8?b?{b64encode(word).decode()}?="
            word = b""
        word += following


def allowed(name: str) -> str:
    """The name of a header that we may set. Rejected: another one."""
    if not _HEADER_NAME.fullmatch(name) or name.lower() in _OURS or name.lower().startswith("content-"):
        raise Rejected("mail: a header name that may not be set")
    return name


def plain(name: str, value: str) -> str:
    """The value of a header, as written. Rejected: one that is not ASCII on one line."""
    if not value.isascii():
        raise Rejected(f"mail: header {name} is not ASCII")
    return one_line(name, value)


def one_line(name: str, value: str) -> str:
    """The value. Rejected: one that breaks out of its line, or is too long for SES."""
    if _BREAKS.search(value):
        raise Rejected(f"mail: header {name} has a line break or a control character")
    if len(value) > _VALUE_LENGTH:
        raise Rejected(f"mail: header {name} is longer than {_VALUE_LENGTH} characters")
    return value


def _address(address: str, name: str | None) -> Address:
    return Address(one_line("display name", name or ""), addr_spec=wire_address(address))
