"""A bulk call taken apart: what all of its mails share, what each has of its own, and the mail that both make.

A template inside a call takes plain `{{slots}}`; anything more is refused, and nothing is escaped (SES's developer
guide and API reference; aws/aws-sdk-js-v3 issue 6657). A slot for which there is no value makes SES take the mail and
drop it later, with an event "Rendering Failure".
"""

from __future__ import annotations

import json
import re
from base64 import encodebytes
from collections.abc import Mapping
from email.errors import MessageError
from email.header import Header, decode_header, make_header
from email.headerregistry import Address
from email.utils import formatdate, getaddresses
from typing import Any

from sandbox.ses.refusals import bad
from sandbox.state import Json

MOST_ENTRIES, MOST_HEADERS = 50, 15
_SLOT = re.compile(r"\{\{([^{}]*)\}\}")
_PLAIN = re.compile(r"\s*[A-Za-z_]\w*\s*")
_HEADER_NAME, _HEADER_VALUE = re.compile(r"[!-9;-@A-~]{1,126}"), re.compile(r"[ -~]{1,995}")
_TAG = re.compile(r"[A-Za-z0-9_-]{1,256}")
_OWN = {
    *("bcc", "cc", "content-disposition", "content-type", "date", "from", "message-id", "mime-version"),
    *("reply-to", "return-path", "subject", "to"),
}
_PARTS = (("plain", "Text"), ("html", "Html"))


class RenderingFailed(Exception):
    """A mail that SES takes and then can't render."""


class Letter:
    """What all mails of a call share. SesRefusal when SES would refuse the call for it."""

    def __init__(self, body: Json) -> None:
        template = body.get("DefaultContent", {}).get("Template", {})
        if "TemplateContent" not in template:
            raise bad("The sandbox knows no stored templates.")
        self.sender = str(body.get("FromEmailAddress", ""))
        self.reply_to = ", ".join(body.get("ReplyToAddresses", []))
        self.content = {name: _checked(str(text)) for name, text in template["TemplateContent"].items()}
        self.values = _values(template.get("TemplateData", "{}"))
        self.headers = _headers(template.get("Headers", []))
        _mailbox(self.sender, "From")
        for tag in body.get("DefaultEmailTags", []):
            if not _TAG.fullmatch(tag["Name"]) or not _TAG.fullmatch(tag["Value"]):
                raise bad("Invalid tag.")

    def filled(self, entry: Json, message_id: str) -> bytes:
        """Return the mail of one entry, written by hand: the email package takes ten times as long."""
        values = {**self.values, **_values(_data(entry))}
        headers = {
            "From": self.sender,
            "To": recipient(entry),
            **({"Reply-To": self.reply_to} if self.reply_to else {}),
            "Subject": Header(_rendered(self.content["Subject"], values)).encode(),
            "Date": formatdate(),
            "Message-ID": f"<{message_id}@email.amazonses.com>",
            **self.headers,
            **_headers(entry.get("ReplacementHeaders", [])),
            "MIME-Version": "1.0",
            "Content-Type": f'multipart/alternative; boundary="{message_id}"',
        }
        parts = (_part(kind, _rendered(self.content[name], values)) for kind, name in _PARTS)
        body = "".join(f"--{message_id}\r\n{part}" for part in parts)
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        return f"{lines}\r\n{body}--{message_id}--\r\n".encode()


def entries_of(body: Json) -> list[Json]:
    """Return the entries of a call. SesRefusal when they are too many, or one of them could not be read."""
    entries: list[Json] = body.get("BulkEmailEntries", [])
    if not 1 <= len(entries) <= MOST_ENTRIES:
        raise bad(f"1 to {MOST_ENTRIES} destinations, not {len(entries)}.")
    shared = len(body["DefaultContent"]["Template"].get("Headers", []))
    for entry in entries:
        own = _headers(entry.get("ReplacementHeaders", []))
        if shared + len(own) > MOST_HEADERS:
            raise bad("Too many headers.")
        _values(_data(entry))
    return entries


def recipient(entry: Json) -> str:
    """Return the one address of an entry."""
    (address,) = entry["Destination"]["ToAddresses"]
    return str(address)


def address_of(written: str) -> str:
    """Return the bare address of a mailbox. ValueError when there is none."""
    return _mailbox(written, "To").addr_spec


def _part(kind: str, text: str) -> str:
    content = encodebytes(text.encode()).decode().replace("\n", "\r\n")
    return f"Content-Type: text/{kind}; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n{content}\r\n"


def _mailbox(written: str, name: str) -> Address:
    if not written.isascii() or "\n" in written:
        raise ValueError(f"{name}: not ASCII")
    found = getaddresses([written])
    if len(found) != 1:
        raise ValueError(f"{name}: not one address")
    ((shown, address),) = found
    try:
        mailbox = Address(str(make_header(decode_header(shown))), addr_spec=address)
    except (MessageError, IndexError) as error:
        raise ValueError(f"{name}: no address") from error
    if "." not in mailbox.domain:
        raise ValueError(f"{name}: no address")
    return mailbox


def _checked(text: str) -> str:
    if "{{{" in text or "{{" in _SLOT.sub(" ", text) or not all(_PLAIN.fullmatch(name) for name in _SLOT.findall(text)):
        raise bad("Template contains unsupported operations.")
    return text


def _rendered(text: str, values: Mapping[str, Any]) -> str:
    try:
        return _SLOT.sub(lambda slot: str(values[slot[1].strip()]), text)
    except KeyError as error:
        raise RenderingFailed(f"no value for {error}") from error


def _data(entry: Json) -> str:
    replaced = entry.get("ReplacementEmailContent", {}).get("ReplacementTemplate", {})
    return str(replaced.get("ReplacementTemplateData", "{}"))


def _values(data: str) -> Json:
    try:
        read = json.loads(data)
    except ValueError:
        raise bad("Template data is not JSON.") from None
    if not isinstance(read, dict):
        raise bad("Template data is not an object.")
    return read


def _headers(given: list[Json]) -> dict[str, str]:
    headers: dict[str, str] = {}
    for header in given:
        name, value = str(header["Name"]), str(header["Value"])
        if not _HEADER_NAME.fullmatch(name) or name.lower() in _OWN or not _HEADER_VALUE.fullmatch(value):
            raise bad(f"Header {name!r} can't be set so.")
        headers[name] = value
    return headers
