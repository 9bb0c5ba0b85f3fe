"""Texts of chats: theirs as plain text, ours as they take it, and facts about people that are worth believing."""

import re
from datetime import UTC, datetime, timedelta
from html import escape, unescape
from typing import Any

from chalicelib.model.person import Place

# Only what chats mark text up with: a person who shows us `<price>` or a script has typed it, and it stays.
_BREAK = re.compile(r"<br\s*/?>|</(?:p|div|li|h[1-6]|blockquote|pre|tr)\s*>", re.IGNORECASE)
_MARKUP = re.compile(
    r"</?(?:a|b|blockquote|code|div|em|font|h[1-6]|hr|i|img|li|ol|p|pre|s|span|strong|table|tbody|td|tr|u|ul)"
    r"(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_LINK = re.compile(r"""<a\s[^<>]*?href\s*=\s*["']([^"'<>]+)["'][^<>]*>(.*?)</a\s*>""", re.IGNORECASE | re.DOTALL)
_EMAIL = re.compile(r"[^\s@<>,;:()\"']+@[^\s@<>,;:()\"']+\.[^\s@<>,;:()\"']+")
_LOCALE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_LONGEST_NAME, _LONGEST_ADDRESS = 200, 2_000
# An attempt is made again within minutes or hours; words that are older were another order's, which said the same.
_LATELY = timedelta(days=1)


def plain(html: str) -> str:
    """Text that may be marked up, without the marks; a link keeps its address."""
    text = _BREAK.sub("\n", _LINK.sub(_link, html))
    text = unescape(_MARKUP.sub("", text)).replace("\xa0", " ").replace("\r\n", "\n")
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def markup(text: str) -> str:
    """Plain text for a chat that takes HTML: whatever stands in it, it stays text."""
    return escape(text, quote=False).replace("\n", "<br>")


def repeats(text: str, written: str, at: datetime, now: datetime) -> bool:
    """Whether what was written is `text`, lately. White space may differ: what a chat does to it is its own affair."""
    return at > now - _LATELY and written.split() == text.split()


def words(value: Any) -> str | None:
    """A text that says something, on one line; None when it is none."""
    text = " ".join(value.split())[:_LONGEST_NAME] if isinstance(value, str) else ""
    return text or None


def address(value: Any) -> str | None:
    """A mail address, if it looks like one."""
    return value if isinstance(value, str) and _EMAIL.fullmatch(value) else None


def locale(*values: Any) -> str:
    """The first of these that is a language; people whose language nobody knows are told in English."""
    for value in values:
        text = value.replace("_", "-") if isinstance(value, str) else ""
        if _LOCALE.fullmatch(text):
            return text
    return "en"


def page(url: Any, title: Any = None) -> Place | None:
    """Where on the host product somebody is; None when the chat has no page of theirs."""
    there = isinstance(url, str) and re.match(r"https?://", url)
    return Place(url[:_LONGEST_ADDRESS], words(title)) if there else None


def moment(seconds: Any) -> datetime:
    """A time in whole seconds since 1970."""
    return datetime.fromtimestamp(int(seconds), UTC)


def _link(found: re.Match[str]) -> str:
    url, shown = unescape(found[1]), found[2]
    return shown if plain(shown) in (url, "") else f"{shown} ({found[1]})"
