"""Renders Slack's mrkdwn and rich text as HTML.

Slack escapes three characters and no more; whatever else a text holds is inert here, as it is there.
"""

from __future__ import annotations

import html
import re

from sandbox.slack import directory
from sandbox.state import Json

_TOKEN = re.compile(
    r"""```(?P<pre>.+?)```
    |`(?P<code>[^`\n]+)`
    |<(?P<angle>[^<>\n]+)>
    |:(?P<emoji>[a-z0-9_+-]+):
    |(?P<bare>https?://[^\s<>|]+[\w/=])
    |(?<![\w*])\*(?P<bold>[^\s*](?:[^*\n]*[^\s*])?)\*(?![\w*])
    |(?<![\w_])_(?P<italic>[^\s_](?:[^_\n]*[^\s_])?)_(?![\w_])
    |(?<![\w~])~(?P<struck>[^\s~](?:[^~\n]*[^\s~])?)~(?![\w~])
    """,
    re.VERBOSE | re.DOTALL,
)
EMOJI = {
    "white_check_mark": "✅", "heavy_check_mark": "✔️", "x": "❌", "warning": "⚠️", "rotating_light": "🚨", "eyes": "👀",
    "large_blue_circle": "🔵", "large_green_circle": "🟢", "large_yellow_circle": "🟡", "red_circle": "🔴",
    "white_circle": "⚪", "hourglass": "⌛", "hourglass_flowing_sand": "⏳", "speech_balloon": "💬", "bell": "🔔",
    "tada": "🎉", "+1": "👍", "-1": "👎", "wave": "👋", "mag": "🔍", "email": "📧", "envelope": "✉️", "link": "🔗",
    "ticket": "🎫", "busts_in_silhouette": "👥", "bust_in_silhouette": "👤", "repeat": "🔁", "no_entry_sign": "🚫",
    "hammer_and_wrench": "🛠️", "fire": "🔥", "memo": "📝", "round_pushpin": "📍", "wrench": "🔧", "question": "❓",
    "arrows_counterclockwise": "🔄", "new": "🆕", "zap": "⚡", "globe_with_meridians": "🌐", "inbox_tray": "📥",
}  # fmt: skip


def _text(raw: str) -> str:
    """Return plain text: the three entities are resolved, then everything is escaped for HTML."""
    plain = raw.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return html.escape(plain)


def render(raw: str) -> str:
    """Return the HTML of mrkdwn, with quotes and line breaks."""
    out, quoted = [], False
    for part in re.split(r"(```.+?```)", raw, flags=re.DOTALL):
        if part.startswith("```") and len(part) > 6:
            out.append(f"<pre>{_text(part[3:-3].strip(chr(10)))}</pre>")
            continue
        for line in part.split("\n"):
            quote = line.startswith(("&gt;", ">"))
            if quote != quoted:
                out.append("<blockquote>" if quote else "</blockquote>")
                quoted = quote
            body = re.sub(r"^(&gt;|>)\s?", "", line) if quote else line
            out.append(inline(body) + "<br>")
    rendered = "".join([*out, "</blockquote>" if quoted else ""])
    rendered = re.sub(r"(<br>)+(</blockquote>|<pre>|$)", r"\2", rendered)
    return re.sub(r"(</pre>|</blockquote>)<br>", r"\1", rendered)


def inline(raw: str) -> str:
    """Return one stretch of mrkdwn."""
    out, at = [], 0
    for found in _TOKEN.finditer(raw):
        out.append(_text(raw[at : found.start()]))
        out.append(_shown(found))
        at = found.end()
    return "".join([*out, _text(raw[at:])])


def _shown(found: re.Match[str]) -> str:
    kind = str(found.lastgroup)
    body = found[kind]
    if kind == "angle":
        return _angle(body)
    if kind == "emoji":
        return EMOJI.get(body, _text(found[0]))
    if kind == "bare":
        return _link(body, body)
    if kind in ("pre", "code"):
        return f"<{kind}>{_text(body)}</{kind}>"
    tag = {"bold": "strong", "italic": "em", "struck": "s"}[kind]
    return f"<{tag}>{inline(body)}</{tag}>"


def _link(url: str, label: str) -> str:
    target = url.replace("&amp;", "&")
    if not target.startswith(("http://", "https://", "mailto:")):
        return _text(label)
    return f'<a href="{html.escape(target)}" rel="noopener">{_text(label)}</a>'


def _angle(body: str) -> str:
    """Return a link, a mention or a date: what stands between angle brackets."""
    target, _, label = body.partition("|")
    if target.startswith("@"):
        member = directory.MEMBERS.get(target[1:])
        return f'<span class="mention">@{_text(member.name if member else label or target[1:])}</span>'
    if target.startswith("#"):
        channel = directory.CHANNELS.get(target[1:])
        return f'<span class="mention">#{_text(channel.name if channel else label or target[1:])}</span>'
    if target.startswith("!date"):
        return _text(label)
    if target.startswith("!"):
        return f'<span class="mention here">@{_text(target[1:].partition("^")[0])}</span>'
    return _link(target, label or target)


def rich_text(block: Json) -> str:
    """Return a rich_text block."""
    return "".join(_part(part) for part in block["elements"])


def _part(part: Json) -> str:
    if part["type"] == "rich_text_list":
        tag = "ol" if part.get("style") == "ordered" else "ul"
        return f"<{tag}>{''.join(f'<li>{_part(one)}</li>' for one in part['elements'])}</{tag}>"
    body = "".join(_piece(piece) for piece in part["elements"])
    tag = {"rich_text_preformatted": "pre", "rich_text_quote": "blockquote"}.get(part["type"], "div")
    return f"<{tag}>{body}</{tag}>"


def _piece(piece: Json) -> str:
    kind = piece["type"]
    if kind == "link":
        return _link(piece["url"], html.escape(piece.get("text") or piece["url"], quote=False))
    if kind == "emoji":
        return EMOJI.get(piece["name"], f":{html.escape(piece['name'])}:")
    if kind == "user":
        return _angle(f"@{piece['user_id']}")
    # Rich text is not escaped by its sender, so it must not be unescaped here.
    body = html.escape(str(piece.get("text", ""))).replace("\n", "<br>")
    for style, tag in (("bold", "strong"), ("italic", "em"), ("strike", "s"), ("code", "code")):
        if piece.get("style", {}).get(style):
            body = f"<{tag}>{body}</{tag}>"
    return body
