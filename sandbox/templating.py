"""The pages' templates: one Jinja environment that escapes everything by default."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape
from starlette.responses import HTMLResponse

from sandbox.jira import adf, wiki
from sandbox.slack import directory, mrkdwn

_ADDRESS = re.compile(r"(https?://[^\s<>\"']+[^\s<>\"'.,;:!?)])")
_environment = Environment(
    loader=FileSystemLoader(Path(__file__).with_name("templates")),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def _clock(seconds: float | str) -> str:
    return f"{datetime.fromtimestamp(float(seconds), UTC):%H:%M}"


def _moment(seconds: float | str) -> str:
    return f"{datetime.fromtimestamp(float(seconds), UTC):%d %b %Y, %H:%M:%S} UTC"


def _member(ident: str) -> directory.Member:
    return directory.MEMBERS[ident]


def _linked(text: str) -> Markup:
    """Show a text as it is, with its addresses to be clicked."""
    pieces = _ADDRESS.split(text)
    shown = [
        Markup('<a href="{0}" rel="noopener">{0}</a>').format(piece) if n % 2 else escape(piece)
        for n, piece in enumerate(pieces)
    ]
    return Markup("").join(shown)


_FILTERS: dict[str, Callable[[Any], Any]] = {
    "wiki": lambda value: Markup(wiki.render(adf.as_wiki(value))),
    "mrkdwn": lambda text: Markup(mrkdwn.render(text)),
    "rich_text": lambda block: Markup(mrkdwn.rich_text(block)),
    "emoji": lambda name: mrkdwn.EMOJI.get(name, f":{name}:"),
    "linked": _linked,
    "clock": _clock,
    "moment": _moment,
    "member": _member,
    "initials": lambda name: "".join(word[0] for word in name.split()[:2]).upper(),
}
_environment.filters |= _FILTERS


def page(template: str, **known: Any) -> HTMLResponse:
    """Return a rendered page."""
    return HTMLResponse(_environment.get_template(template).render(**known))
