"""What a person typed, before any medium sees it: readable, of a known length, with nothing hidden in it.

Every reporter, engineer and page on the way is "a person" here. What a medium's own markup needs beyond this
(a quote in Jira, an entity in Slack) stands in that medium's file.
"""

import re
import unicodedata

ELLIPSIS = "…"
NAME_LIMIT = 60

_LINE_BREAKS = re.compile(r"\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")
_JOINERS = "\u200c\u200d"  # Persian words and family emoji are spelt with them
_HIDDEN_CATEGORIES = {"Cc", "Cf", "Cs"}  # controls, text direction and zero width, halves of surrogate pairs
_NOT_A_NAME = re.compile(r"[@:/\\<>]|\.\w")
_NOT_IN_A_NAME = re.compile(r"[^\w .'’-]|_")
_PLAIN_NAME = re.compile(r"[^\W_]+(?: [^\W_]+)*")


def clean(text: str) -> str:
    """The text without what a reader cannot see, with plain line ends and no long gaps."""
    lines = _LINE_BREAKS.sub("\n", text)
    seen = "\n".join(line if line.isprintable() else _without_hidden(line) for line in lines.split("\n"))
    return re.sub(r"\n(?:[^\S\n]*\n){2,}", "\n\n", seen).strip()


def one_line(text: str) -> str:
    """The cleaned text on one line."""
    return " ".join(clean(text).split())


def cut(text: str, limit: int) -> str:
    """At most `limit` UTF-16 units, the way Jira and JavaScript count; an ellipsis says that something is missing."""
    units = text.encode("utf-16-le")
    if len(units) <= 2 * limit:
        return text
    return units[: 2 * (limit - 1)].decode("utf-16-le", errors="ignore").rstrip() + ELLIPSIS


def person_name(text: str | None) -> str | None:
    """A name that cannot be an address, a link or markup; None when that is what it was."""
    if (
        text and len(text) <= NAME_LIMIT // 2 and _PLAIN_NAME.fullmatch(text)
    ):  # nearly all are, and a broadcast has many
        return text
    said = one_line(text or "")
    name = " ".join(_NOT_IN_A_NAME.sub("", said).split())
    if _NOT_A_NAME.search(said) or unlinked(name) != name:  # "evil.{}com" is an address only afterwards
        return None
    return cut(name, NAME_LIMIT) or None


def unlinked(text: str) -> str:
    """The text as it reads, but mail programs, which make links of whatever looks like one, leave it alone."""
    return re.sub(r"([.:/@])(?=\S)", "\\1\u200b", text)


def _without_hidden(line: str) -> str:
    return "".join(character for character in line if character == "\t" or not _hidden(character))


def _hidden(character: str) -> bool:
    if character in _JOINERS:
        return False
    code = ord(character)
    noncharacter = code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF  # Unicode's own name; XML refuses them
    return noncharacter or unicodedata.category(character) in _HIDDEN_CATEGORIES
