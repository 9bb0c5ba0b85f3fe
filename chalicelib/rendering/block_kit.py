"""Slack's Block Kit, as far as it is used: its texts and blocks, and typed words within them (promise 6).

What a person typed is escaped and stands in code, where Slack formats nothing; every mrkdwn text is `verbatim`, so
that no address and no #name becomes a link. Where Slack takes plain text only, it shows it as it is.
"""

import re
from typing import Any

from chalicelib.rendering.typed import clean, cut, one_line

HEADER_LIMIT = 150
PLACE_LIMIT = 300

Block = dict[str, Any]


def header(title: str) -> Block:
    """A heading, cut to Slack's limit."""
    return {"type": "header", "text": plain(cut(one_line(title), HEADER_LIMIT))}


def section(text: str) -> Block:
    """A paragraph of mrkdwn."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": True}}


def plain(text: str) -> Block:
    """A text that is shown as it is."""
    return {"type": "plain_text", "text": text, "emoji": False}


def modal(title: str, blocks: list[Block]) -> Block:
    """A window that can be closed."""
    return {"type": "modal", "title": plain(title), "close": plain("Close"), "blocks": blocks}


def link(address: str, text: str) -> str:
    """A link of ours in mrkdwn."""
    return f"<{address}|{text}>"


def escape(text: str) -> str:
    """Slack's three control characters, as its documentation asks ("Escaping text")."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def code(text: str) -> str:
    """Something typed, within a line."""
    return f"`{_shown(one_line(text), PLACE_LIMIT) or 'no place'}`"


def quote(text: str, limit: int) -> str:
    """Something typed, on lines of its own."""
    return f"```\n{_shown(clean(text), limit)}\n```"


def _shown(text: str, limit: int) -> str:
    """Typed text for inside code, escaped, at most `limit` long, never cut within an entity."""
    safe = escape(text.replace("`", "'"))
    return re.sub(r"&[a-z]{0,3}…$", "…", cut(safe, limit))
