"""Which reports are one problem: the kind of error at a normalised place, or what the trigger says itself.

Ids in an address differ from person to person while the problem is the same, so they are folded; the shape of
the address is the place. Deterministic, so that two reports at the same instant make one case.
"""

import base64
import hashlib
import re
from urllib.parse import parse_qsl, unquote, urlsplit

from chalicelib.model.report import Trigger

_ID = ":id"
_HEX = re.compile(r"(?=.*\d)[0-9a-f]{8,}", re.IGNORECASE)
_UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)
_ULID = re.compile(r"[0-7][0-9a-hjkmnp-tv-z]{25}", re.IGNORECASE)
_NUMBER = re.compile(r"\d+")
_DATE = re.compile(r"\d{4}-\d{2}(?:-\d{2})?")
_NUMBERED = re.compile(r"(?P<word>[^\d]*[a-z][-_])\d{2,}", re.IGNORECASE)
_OPAQUE = re.compile(r"(?=(?:.*\d){2})(?=.*[a-z])[A-Za-z0-9_-]{16,}", re.IGNORECASE)
_WORDS = re.compile(r"[a-z]+(?:[-_][a-z0-9]+)*", re.IGNORECASE)
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_TRACKING = re.compile(r"utm_.*|gclid|fbclid|yclid|msclkid|_ga|mc_[ce]id|ref", re.IGNORECASE)
_DEFAULT_PORTS = {"http": 80, "https": 443}


def fingerprint(product: str, trigger: Trigger, url: str) -> str:
    """The problem's name: 13 characters of a-z and 2-7, which are safe in a Jira label and in a key."""
    what = trigger.fingerprint or f"{trigger.kind}\n{trigger.area}\n{place_shape(url)}"
    digest = hashlib.sha256(f"{product}\n{what}".encode()).digest()
    return base64.b32encode(digest[:8]).decode().rstrip("=").lower()


def place_shape(url: str) -> str:
    """Host and path with ids folded, and the names of what the query asks for: `shop.example/orders/:id?tab`.

    Empty where it is an address only at first sight (`http://[`): what a chat says of a page, nobody has checked.
    """
    try:
        return _shape(url)
    except ValueError:
        return ""


def _shape(url: str) -> str:
    parts = urlsplit(url)
    path = "/".join(_fold(segment) for segment in parts.path.split("/") if segment)
    shape = f"{_host(parts.scheme, parts.netloc)}/{path}"
    if parts.fragment.startswith(("/", "!/")):  # a single-page app keeps its path behind the #
        inner = urlsplit(parts.fragment.lstrip("!"))
        shape += "#/" + "/".join(_fold(segment) for segment in inner.path.split("/") if segment)
    names = sorted(
        {name for name, _ in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.fullmatch(name)}
    )
    return f"{shape}?{'&'.join(names)}" if names else shape


def _host(scheme: str, netloc: str) -> str:
    host = netloc.rpartition("@")[2].lower()
    return host.removesuffix(f":{_DEFAULT_PORTS.get(scheme, 0)}").rstrip(".")


def _fold(segment: str) -> str:
    """One part of a path, with whatever names a single thing in it folded."""
    text = unquote(segment)
    stem, dot, ending = text.rpartition(".")
    if dot and stem and re.fullmatch(r"[a-z][a-z0-9]{0,4}", ending, re.IGNORECASE) and not _EMAIL.fullmatch(text):
        return f"{_fold_word(stem)}.{ending}"
    return _fold_word(text)


def _fold_word(text: str) -> str:
    if any(pattern.fullmatch(text) for pattern in (_NUMBER, _DATE, _UUID, _ULID, _HEX, _EMAIL)):
        return _ID
    if _OPAQUE.fullmatch(text) and not _WORDS.fullmatch(text):
        return _ID
    if numbered := _NUMBERED.fullmatch(text):
        return f"{numbered['word']}{_ID}"
    return text
