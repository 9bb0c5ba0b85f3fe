"""Every mail that was received, grouped into conversations as a mail client groups them.

The raw mail is kept as it came; what a list needs is kept beside it, the rest is parsed when somebody looks.
"""

from __future__ import annotations

import re
import time
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from email.parser import BytesHeaderParser

from sandbox.state import Json, State

_MESSAGE_ID = re.compile(r"<[^<>\s]+>")


class Mailbox:
    """One mailbox for all recipients."""

    def __init__(self, state: State) -> None:
        self._state = state

    def receive(self, sender: str, recipients: list[str], raw: bytes) -> Json:
        """Keep a mail. Only its headers are looked at, and only two of them taken apart: many may come at once."""
        message = BytesHeaderParser(policy=policy.compat32).parsebytes(raw)
        with self._state.transaction():
            number = self._state.next("mail")
            mail: Json = {
                "id": number,
                "from": _read(message, "From") or sender,
                "to": [address.lower() for address in recipients],
                "subject": _read(message, "Subject"),
                "kind": str(message.get("X-Wilco-Kind", "")),
                "order": str(message.get("X-Wilco-Order", "")),
                "received_at": time.time(),
                "belongs_to": self._conversation(recipients[0].lower(), message),
            }
            self._state.put_blob(f"mail-{number}", raw)
            return self._state.put("mail", str(number), mail)

    def _conversation(self, address: str, message: Message) -> str:
        """Return the conversation of the first id that is known, and remember that all of them belong to it.

        That is the References algorithm of mail clients (jwz.org/doc/threading.html) without its subject fallback.
        """
        named = " ".join(str(message.get(name, "")) for name in ("References", "In-Reply-To", "Message-ID"))
        ids = [f"{address} {one}" for one in _MESSAGE_ID.findall(named)]
        known = [found["conversation"] for one in ids if (found := self._state.get("mail id", one))]
        conversation = str(known[0] if known else f"conversation-{self._state.next('conversation')}")
        for one in ids:
            self._state.put("mail id", one, {"conversation": conversation})
        return conversation

    def mails(self, to: str = "", since_id: int = 0) -> list[Json]:
        """Return the mails to an address (or to all) after an id, oldest first."""
        wanted = to.strip().lower()
        return [m for m in self._state.all("mail") if m["id"] > since_id and (not wanted or wanted in m["to"])]

    def addresses(self) -> list[str]:
        """Return everybody who has ever got a mail."""
        return sorted({address for mail in self._state.all("mail") for address in mail["to"]})

    def conversation(self, ident: str) -> list[Json]:
        """Return the mails of a conversation, oldest first."""
        return self._state.belonging("mail", ident)

    def raw(self, number: int) -> bytes | None:
        """Return a mail as it came."""
        return self._state.blob(f"mail-{number}")

    def opened(self, mail: Json) -> Json:
        """Return a mail with its headers and both of its bodies."""
        message = _parsed(self.raw(mail["id"]) or b"")
        headers: dict[str, str] = {}
        for name, value in message.items():
            headers[name] = f"{headers[name]}, {value}" if name in headers else str(value)
        shown = {name: mail[name] for name in ("id", "from", "subject", "kind", "received_at")}
        return {
            **shown,
            "to": ", ".join(mail["to"]),
            "conversation": mail["belongs_to"],
            "headers": headers,
            "text": _body(message, "plain"),
            "html": _body(message, "html"),
        }

    def counts(self) -> Json:
        """Return how many mails there are, by kind and by subject."""
        by_kind: dict[str, int] = {}
        by_subject: dict[str, int] = {}
        for mail in self._state.all("mail"):
            by_kind[mail["kind"]] = by_kind.get(mail["kind"], 0) + 1
            by_subject[mail["subject"]] = by_subject.get(mail["subject"], 0) + 1
        return {"total": self._state.count("mail"), "by_kind": by_kind, "by_subject": by_subject}


def _read(message: Message, name: str) -> str:
    """Return a header as a person reads it."""
    return str(policy.default.header_fetch_parse(name, message.get(name, "")))


def _parsed(raw: bytes) -> EmailMessage:
    message = message_from_bytes(raw, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def _body(message: EmailMessage, kind: str) -> str | None:
    part = message.get_body(preferencelist=(kind,))
    return str(part.get_content()) if part is not None else None
