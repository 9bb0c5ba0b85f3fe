"""Renders Jira's wiki markup as HTML, so that a person sees on the issue what Jira would show.

Everything is escaped; a link leads to http, https or mailto only. What is escaped with a backslash stays text.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator

_INLINE = re.compile(
    r"""\\(?P<escaped>[^\w\s\\])
    |\\\\(?P<break>)\s?
    |\{\{(?P<mono>.+?)\}\}
    |\[~accountid:(?P<person>[\w:.-]+)\]
    |\[(?:(?P<label>[^|\[\]\n]+)\|)?(?P<url>(?:https?://|mailto:)[^\s\[\]|]+)(?:\|[\w-]+)?\]
    |(?P<bare>https?://[^\s<>"'|\[\]{}]+[\w/=&\#])
    |\{color(?::[#\w]+)?\}(?P<colour>)
    |(?<![\w*\\])\*(?P<bold>[^\s*](?:[^*\n]*[^\s*\\])?)\*(?![\w*])
    |(?<![\w_\\])_(?P<italic>[^\s_](?:[^_\n]*[^\s_\\])?)_(?![\w_])
    |(?<![\w-])-(?P<struck>[^\s-](?:[^\n-]*[^\s\\-])?)-(?![\w-])
    """,
    re.VERBOSE,
)
_FENCE = re.compile(
    r"(?<!\\)\{(?P<kind>noformat|code|quote|panel)(?::(?P<how>[^}\n]*))?\}(?P<inside>.*?)(?:(?<!\\)\{(?P=kind)\}|\Z)",
    re.DOTALL,
)
_HEADING = re.compile(r"^h([1-6])\.\s+(.*)")
_ITEM = re.compile(r"^([*#-]+)\s+(.*)")


def render(markup: str | None) -> str:
    """Return the HTML of a description or a comment. A fence that never ends goes on to the end, as in Jira."""
    text, at = (markup or "").replace("\r\n", "\n"), 0
    out: list[str] = []
    for fence in _FENCE.finditer(text):
        out += _blocks(text[at : fence.start()])
        out.append(_fenced(fence["kind"], fence["how"] or "", fence["inside"]))
        at = fence.end()
    return "\n".join(filter(None, [*out, *_blocks(text[at:])]))


def _fenced(kind: str, how: str, inside: str) -> str:
    if kind in ("noformat", "code"):
        return f"<pre>{html.escape(inside.strip(chr(10)))}</pre>"
    body = render(inside)
    if kind == "quote":
        return f"<blockquote>{body}</blockquote>"
    title = re.search(r"title=([^|]*)", how)
    head = f"<strong>{html.escape(title[1])}</strong>" if title else ""
    return f'<div class="panel-block">{head}{body}</div>'


def _blocks(text: str) -> Iterator[str]:
    lines = text.split("\n")
    at = 0
    while at < len(lines):
        if _is_single(lines[at]):
            yield _single(lines[at])
            at += 1
            continue
        belongs, shown = next((group for group in GROUPS if group[0](lines[at])), (_is_empty, _nothing))
        end = next((n for n in range(at, len(lines)) if not belongs(lines[n])), len(lines))
        yield shown(lines[at:end])
        at = end


def _single(line: str) -> str:
    if heading := _HEADING.match(line):
        return f"<h{heading[1]}>{inline(heading[2])}</h{heading[1]}>"
    if line.startswith("bq. "):
        return f"<blockquote><p>{inline(line[4:])}</p></blockquote>"
    return "<hr>"


def _items(lines: list[str]) -> str:
    """Return nested lists; the depth of an item is the number of its marks."""
    out: list[str] = []
    open_tags: list[str] = []
    for found in filter(None, map(_ITEM.match, lines)):
        depth, tag = len(found[1]), "ol" if found[1][-1] == "#" else "ul"
        while len(open_tags) > depth:
            out.append(f"</{open_tags.pop()}>")
        while len(open_tags) < depth:
            open_tags.append(tag)
            out.append(f"<{tag}>")
        out.append(f"<li>{inline(found[2])}</li>")
    return "".join([*out, *(f"</{tag}>" for tag in reversed(open_tags))])


def _table(lines: list[str]) -> str:
    rows = []
    for line in lines:
        # A bar inside a link, or behind a backslash, does not end a cell.
        cells = re.findall(r"(\|\|?)((?:\\.|\[[^\]]*\]|[^|])+)", line.strip())
        tags = [("th" if bar == "||" else "td", inline(text.strip())) for bar, text in cells if text.strip()]
        rows.append("<tr>" + "".join(f"<{tag}>{text}</{tag}>" for tag, text in tags) + "</tr>")
    return f"<table>{''.join(rows)}</table>"


def _paragraph(lines: list[str]) -> str:
    return "<p>" + "<br>".join(inline(line) for line in lines) + "</p>"


def _is_single(line: str) -> bool:
    return bool(_HEADING.match(line)) or line.startswith("bq. ") or line.strip() == "----"


def _is_item(line: str) -> bool:
    return bool(_ITEM.match(line)) and line.strip() != "----"


def _is_row(line: str) -> bool:
    return line.lstrip().startswith("|")


def _is_text(line: str) -> bool:
    return bool(line.strip()) and not (_is_single(line) or _is_item(line) or _is_row(line))


def _is_empty(line: str) -> bool:
    return not line.strip()


def _nothing(lines: list[str]) -> str:
    return ""


GROUPS: tuple[tuple[Callable[[str], bool], Callable[[list[str]], str]], ...] = (
    (_is_item, _items),
    (_is_row, _table),
    (_is_text, _paragraph),
)


def inline(text: str) -> str:
    """Return one line with its emphasis and links, everything else escaped."""
    out, at = [], 0
    for found in _INLINE.finditer(text):
        out.append(html.escape(text[at : found.start()]))
        out.append(_shown(found))
        at = found.end()
    return "".join([*out, html.escape(text[at:])])


def _shown(found: re.Match[str]) -> str:
    kind = str(found.lastgroup)
    if kind in ("url", "bare"):
        url = found[kind]
        label = inline(found["label"]) if found["label"] else html.escape(url)
        return f'<a href="{html.escape(url)}" rel="noopener">{label}</a>'
    simple = {"escaped": "{0}", "mono": "<code>{0}</code>", "person": "<span class=person>@{0}</span>"}
    if kind in simple:
        return simple[kind].format(html.escape(found[kind]))
    tag = {"bold": "strong", "italic": "em", "struck": "s"}.get(kind)
    if tag:
        return f"<{tag}>{inline(found[kind])}</{tag}>"
    return "<br>" if kind == "break" else ""
