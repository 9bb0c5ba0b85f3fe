"""An address that somebody left and nobody has vouched for: one mail asks its owner, and no other goes there."""

import hashlib
from datetime import datetime

from chalicelib.frozen import dataclass

_DOTLESS = ("gmail.com", "googlemail.com")  # dots in the local part are the same mailbox (Gmail Help 7436150)


@dataclass(frozen=True, slots=True)
class Contact:
    """An address left for a report, after the report itself."""

    report_id: str
    address: str
    left_at: datetime


@dataclass(frozen=True, slots=True)
class Waiting:
    """A report that waits for its address to be confirmed, as the page about it shows it: nothing that was typed."""

    report_id: str
    token: str
    case_id: str
    product: str
    area: str
    kind: str
    reported_at: datetime
    state: str = "waiting"


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What the mail asks: about reports, or whether they want to hear of the product's outages (`subscribes`).

    Whoever has `code` has read that mail, and so owns the address.
    """

    code: str
    address: str
    locale: str
    product: str
    expires_at: datetime
    subscribes: bool = False


def address_id(address: str) -> str:
    """Names the address in keys and lanes without saying it."""
    return _hash(address.casefold())


def mailbox_id(address: str) -> str:
    """Names the mailbox behind the address: its limits hold for all of its spellings (`anna+1@`, `An.Na@gmail.com`)."""
    local, _, domain = address.casefold().rpartition("@")
    local = local.partition("+")[0] or local
    return _hash(f"{local.replace('.', '') if domain in _DOTLESS else local}@{domain}")


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]
