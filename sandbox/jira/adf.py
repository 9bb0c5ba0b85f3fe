"""Between the Atlassian Document Format of REST version 3 and the wiki markup of version 2, as far as text goes."""

from __future__ import annotations

from typing import Any

from sandbox.state import Json

_BLOCKS = {"paragraph", "heading", "codeBlock", "blockquote", "panel", "listItem", "rule"}


def as_wiki(value: Any) -> str | None:
    """Return the text of what is stored, which may be markup already or a document."""
    if value is None or isinstance(value, str):
        return value
    return _text(value).strip()


def _text(node: Json) -> str:
    if node.get("type") == "hardBreak":
        return "\n"
    text = str(node.get("text", "")) + "".join(_text(child) for child in node.get("content", ()))
    for mark in node.get("marks", ()):
        text = _marked(text, mark)
    return _blocked(text, node)


def _marked(text: str, mark: Json) -> str:
    if mark["type"] == "link":
        return f"[{text}|{mark['attrs']['href']}]"
    around = {"strong": "*", "em": "_", "strike": "-"}.get(mark["type"], "")
    return f"{around}{text}{around}"


def _blocked(text: str, node: Json) -> str:
    kind = node.get("type")
    if kind == "heading":
        return f"h{node.get('attrs', {}).get('level', 3)}. {text}\n"
    if kind == "codeBlock":
        return f"{{noformat}}{text}{{noformat}}\n"
    if kind == "listItem":
        return f"* {text.strip()}\n"
    return f"{text}\n" if kind in _BLOCKS else text


def as_document(value: Any) -> Json | None:
    """Return a document of what is stored: markup becomes one paragraph for each of its lines."""
    if value is None or isinstance(value, dict):
        return value
    lines = [{"type": "text", "text": line} if line else None for line in str(value).split("\n")]
    paragraphs = [{"type": "paragraph", "content": [line] if line else []} for line in lines]
    return {"type": "doc", "version": 1, "content": paragraphs}
