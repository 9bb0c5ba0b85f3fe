"""What people see: every page answers, and nothing that a person typed becomes markup of ours."""

from __future__ import annotations

import httpx
import pytest

from sandbox.jira import wiki
from sandbox.slack import mrkdwn
from tests.sandbox.running import Running

EVIL = "<script>alert(1)</script>"
BUG = {"project": {"key": "SHOP"}, "issuetype": {"name": "Bug"}, "summary": EVIL, "description": f"*b* {EVIL}"}


@pytest.mark.parametrize(
    ("markup", "html"),
    [
        ("*bold* and _it_ and -del-", "<p><strong>bold</strong> and <em>it</em> and <s>del</s></p>"),
        ("h3. Title", "<h3>Title</h3>"),
        ("* one\n** two", "<ul><li>one</li><ul><li>two</li></ul></ul>"),
        ("||a||\n|b|", "<table><tr><th>a</th></tr><tr><td>b</td></tr></table>"),
        ("[text|http://e.com/?a=1&b=2]", '<p><a href="http://e.com/?a=1&amp;b=2" rel="noopener">text</a></p>'),
        ("[x|javascript:alert(1)]", "<p>[x|javascript:alert(1)]</p>"),
        ("{noformat}*x* <b>{noformat}", "<pre>*x* &lt;b&gt;</pre>"),
        (r"\*no\* \{noformat\} \[x\]", "<p>*no* {noformat} [x]</p>"),
        ("{quote}said{quote}", "<blockquote><p>said</p></blockquote>"),
        ("{panel:title=T}in{panel}", '<div class="panel-block"><strong>T</strong><p>in</p></div>'),
        (EVIL, "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ('"quoted" & fine', "<p>&quot;quoted&quot; &amp; fine</p>"),
    ],
)
def test_wiki_markup(markup: str, html: str) -> None:
    assert wiki.render(markup) == html


@pytest.mark.parametrize(
    ("raw", "html"),
    [
        ("*b* _i_ ~s~ `c`", "<strong>b</strong> <em>i</em> <s>s</s> <code>c</code>"),
        ("<http://e.com?a=1&amp;b=2|here>", '<a href="http://e.com?a=1&amp;b=2" rel="noopener">here</a>'),
        ("<javascript:alert(1)|here>", "here"),
        ("<@U0ERIN> <!here>", '<span class="mention">@Erin Walsh</span> <span class="mention here">@here</span>'),
        ("&lt;!channel&gt; @channel", "&lt;!channel&gt; @channel"),
        ("&lt;script&gt;", "&lt;script&gt;"),
        ("```\n*x* &lt;b&gt;\n```", "<pre>*x* &lt;b&gt;</pre>"),
        ("&gt; said\nafter", "<blockquote>said</blockquote>after"),
        ("snake_case_name 2*3*4", "snake_case_name 2*3*4"),
    ],
)
def test_mrkdwn(raw: str, html: str) -> None:
    assert mrkdwn.render(raw) == html


def test_rich_text_is_escaped_once() -> None:
    elements = [{"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "&lt; <b>"}]}]
    assert mrkdwn.rich_text({"elements": elements}) == "<pre>&amp;lt; &lt;b&gt;</pre>"


def test_every_page_answers_and_escapes(sandbox: Running) -> None:
    key = sandbox.jira().create_issue(fields=BUG).key
    blocks = [
        {
            "type": "rich_text",
            "elements": [{"type": "rich_text_preformatted", "elements": [{"type": "text", "text": EVIL}]}],
        }
    ]
    ts = sandbox.slack().chat_postMessage(channel="C0WILCO", text=EVIL, blocks=blocks)["ts"]
    sandbox.slack().chat_postMessage(channel="C0WILCO", text="&lt;script&gt;", thread_ts=ts)
    for path in (
        "/", "/shop", "/shop/orders/48151", "/shop/orders/7", "/shop/products/camp-lantern?utm_source=x",
        "/jira/board", "/jira/board?part=1&project=WEB", f"/jira/browse/{key}", f"/jira/browse/{key}?part=1",
        "/jira/browse/SHOP-999999", "/slack", f"/slack?channel=C0WILCO&thread={ts}", "/slack/modal", "/mail",
        "/panel", "/panel?part=1", "/static/base.js",
        "/hosts/strict", "/hosts/spa", "/hosts/spa/prices", "/hosts/rtl", "/hosts/hostile", "/hosts/shadow?lang=ru",
    ):  # fmt: skip
        answer = httpx.get(sandbox.url + path)
        assert answer.status_code == 200, path
        assert EVIL not in answer.text, path


@pytest.mark.parametrize("path", ["/shop", "/hosts/strict", "/hosts/spa", "/hosts/rtl"])
def test_a_host_page_allows_scripts_by_name_and_nothing_inline(sandbox: Running, path: str) -> None:
    answer = httpx.get(sandbox.url + path)
    policy = dict(part.strip().split(" ", 1) for part in answer.headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert "unsafe" not in str(policy)
    assert policy["script-src"].startswith(("'self' http", "'nonce-"))
    assert sandbox.front in policy["connect-src"]
    assert f'src="{sandbox.front}/widget.js" data-wilco-product="shop"' in answer.text


def test_a_permalink_leads_to_the_thread(sandbox: Running) -> None:
    client = sandbox.slack()
    ts = client.chat_postMessage(channel="C0MEDIA", text="x")["ts"]
    link = client.chat_getPermalink(channel="C0MEDIA", message_ts=ts)["permalink"]
    answer = httpx.get(link, follow_redirects=True)
    assert answer.url.path == "/slack"
    assert f'data-ts="{ts}"' in answer.text
