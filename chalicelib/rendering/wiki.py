"""Jira's wiki markup as plain words, since what an engineer writes publicly is read by people who have no Jira; and
plain words in a block that is no markup."""

import re

from chalicelib.rendering.typed import clean, cut

_MENTION = re.compile(r"\[~[^\]\n]*\]\s?")
_LINK = re.compile(r"\[([^|\]\n]+)\|([^|\]\n]+)(?:\|[^\]\n]*)?\]")
_BARE_LINK = re.compile(r"\[((?:https?|mailto):[^|\]\n]+)\]")
_IMAGE = re.compile(r"!\S[^!\n]*!")
_MACRO = re.compile(r"\{(?:noformat|code|quote|panel|color|anchor)(?::[^}\n]*)?\}")
_HEADING = re.compile(r"^(?:h[1-6]|bq)\.\s+", re.MULTILINE)
_EMPHASIS = re.compile(r"(?<![\w*_+])([*_+])(?=\S)([^\n]*?\S)\1(?![\w*_+])")


def plain_text(markup: str) -> str:
    """The words without mentions, macros and emphasis; a link keeps its address. Unknown markup stays as typed."""
    text = _MENTION.sub("", markup)
    text = _LINK.sub(_spelt_out, text)
    text = _BARE_LINK.sub(r"\1", text)
    for dropped in (_IMAGE, _MACRO, _HEADING):
        text = dropped.sub("", text)
    return _EMPHASIS.sub(r"\2", text)


def quoted(text: str, limit: int) -> str:
    """A block in which nothing is markup, whatever was typed."""
    inside = re.sub(r"\{(?=\s*noformat)", "(", cut(clean(text), limit), flags=re.IGNORECASE)
    return "{noformat}\n" + inside + "\n{noformat}"


def _spelt_out(link: re.Match[str]) -> str:
    words, address = link.groups()
    return address if words == address else f"{words} ({address})"
