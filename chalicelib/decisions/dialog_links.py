"""Which support dialog an operator means: a link in what they wrote, or the bare id where there is one desk only."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from chalicelib.model.dialog import Dialog

_TOKEN = re.compile(r"\S+")
_BARE_ID = re.compile(r"[0-9]{1,20}")
# Digits, a UUID, or what a team's own tool calls it; punctuation behind it is the sentence's.
_ID = r"(?P<id>[A-Za-z0-9](?:[A-Za-z0-9_-]|[.:@](?=[A-Za-z0-9_-])){0,127})(?![A-Za-z0-9_-])"
# What stands around a link: a quote, a bracket, the name that Slack writes behind it.
_NOT_BEFORE = r"(?<![A-Za-z0-9_./@-])"


@dataclass(frozen=True, slots=True)
class Named:
    """A dialog that was named in some words, and the words without it."""

    dialog: Dialog
    words: str


def named(text: str, panels: Mapping[str, str], *, bare: bool = True) -> Named | None:
    """The first dialog that `text` names; `panels` are the desks' addresses of a dialog, with `{id}` in each.

    A link counts wherever it stands; with or without `www.`, and whatever follows the id in it. A bare id counts at
    the beginning, where `bare` allows it, and only when there is no second desk that it might be from.
    """
    for token in _TOKEN.finditer(text):
        for desk, panel in panels.items():
            if link := _pattern(panel).search(token[0]):
                return Named(Dialog(desk, link["id"]), _without(text, token))
    first = _TOKEN.search(text)
    if first and bare and len(panels) == 1 and _BARE_ID.fullmatch(first[0]):
        return Named(Dialog(next(iter(panels)), first[0]), _without(text, first))
    return None


def _pattern(panel: str) -> re.Pattern[str]:
    """What stands before the id is the desk's own; behind it, the provider may say what it likes."""
    before = re.sub(r"^https?://(www\.)?", "", panel.partition("{id}")[0], flags=re.IGNORECASE)
    return re.compile(f"{_NOT_BEFORE}(?:https?://)?(?:www\\.)?{re.escape(before)}{_ID}", re.IGNORECASE)


def _without(text: str, token: re.Match[str]) -> str:
    return f"{text[: token.start()].rstrip()} {text[token.end() :].lstrip()}".strip()
