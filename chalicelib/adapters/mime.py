"""A mail as bytes for the wire (RFC 5322), from which nobody can make another mail than was meant."""

import re
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
    message["From"] = _mailbox(sender, mail.from_name or "")
    if reply_to:
        message["Reply-To"] = wire_address(reply_to)
    message["To"] = _mailbox(mail.to, mail.to_name or "")
    message["Subject"] = _one_line("Subject", mail.subject)
    for name, value in mail.headers.items():
        message[_allowed(name)] = _plain(name, value)
    try:
        message.set_content(mail.text)
        message.add_alternative(mail.html, subtype="html")
        return message.as_bytes()
    except ValueError as error:  # half a surrogate pair, which no charset can say
        raise Rejected(f"mail: the body cannot be encoded ({type(error).__name__})") from None


def wire_address(address: str) -> str:
    """The address as SES takes it: ASCII local part (no SMTPUTF8), domain in punycode. Permanent if there is none."""
    local, _, domain = address.rpartition("@")
    with suppress(ValueError, IndexError, MessageError):
        wire = f"{local}@{domain.encode('idna').decode('ascii')}"
        if wire.isascii() and not _BREAKS.search(wire) and Address(addr_spec=wire).addr_spec == wire:
            return wire
    raise Permanent("mail: the address is not one that can be mailed")


def _mailbox(address: str, name: str) -> Address:
    return Address(_one_line("display name", name), addr_spec=wire_address(address))


def _allowed(name: str) -> str:
    if not _HEADER_NAME.fullmatch(name) or name.lower() in _OURS or name.lower().startswith("content-"):
        raise Rejected("mail: a header name that may not be set")
    return name


def _plain(name: str, value: str) -> str:
    if not value.isascii():
        raise Rejected(f"mail: header {name} is not ASCII")
    return _one_line(name, value)


def _one_line(name: str, value: str) -> str:
    if _BREAKS.search(value):
        raise Rejected(f"mail: header {name} has a line break or a control character")
    if len(value) > _VALUE_LENGTH:
        raise Rejected(f"mail: header {name} is longer than {_VALUE_LENGTH} characters")
    return value
