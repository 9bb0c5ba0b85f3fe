"""Mail as data: one for one person, and one for many people, which is written once with slots for what differs."""

from collections.abc import Mapping

from chalicelib.frozen import dataclass

# A text in pieces: what everybody reads, the name of a slot, what everybody reads, … and so on, an odd number of them.
Pieces = tuple[str, ...]
# Of one letter in one call (SES quotas).
COPIES_AT_MOST = 50


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail to one person. The headers keep a case in one conversation of the reader's client.

    `from_name` is the sender's name in the reader's language; the mailer knows the sender's address.
    """

    to: str
    subject: str
    text: str
    html: str
    headers: Mapping[str, str]
    tags: Mapping[str, str]
    to_name: str | None = None
    from_name: str | None = None


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail to everybody who reads it in one language: what is the same for all of them."""

    subject: str
    text: Pieces
    html: Pieces
    headers: Mapping[str, str]
    tags: Mapping[str, str]
    from_name: str | None = None


@dataclass(frozen=True, slots=True)
class Copy:
    """One person's copy of a letter: where it goes, what stands in the slots, and the headers that only it has."""

    to: str
    values: Mapping[str, str]
    headers: Mapping[str, str]
    to_name: str | None = None


@dataclass(frozen=True, slots=True)
class Quota:
    """What the account may send: recipients in a second, and how many more in 24 hours (infinite, or 0 when paused)."""

    a_second: float
    left: float
