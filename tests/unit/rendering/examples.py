"""One case to render, and people who type what nobody should."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import yaml
from hypothesis import strategies as st

from chalicelib.model.case import Case, Follower, Issue, Step
from chalicelib.model.orders import Notice, NoticeKind
from chalicelib.model.report import Client, Person, Place, Report, Trigger
from chalicelib.model.status import Status
from chalicelib.rendering.links import Links
from chalicelib.team import Team

TEAM = Team.model_validate(yaml.safe_load(Path(__file__).parents[3].joinpath("wilco.yaml").read_text(encoding="utf-8")))
LINKS = Links("https://wilco.example", "https://shop.atlassian.example", status_url="https://status.example")
OPENED = datetime(2026, 3, 5, 14, 3, tzinfo=UTC)

CASE = Case(
    id="3f9a1c-1",
    product="shop",
    fingerprint="3f9a1c",
    generation=1,
    area="prices",
    kind="wrong-value",
    place="shop.example/orders/:id",
    status=Status.RECEIVED,
    opened_at=OPENED,
    changed_at=OPENED,
    history=(Step(OPENED, Status.RECEIVED),),
    affected=12,
    issue=Issue("10001", "SHOP-7"),
    words="The total is 12 € too high",
    first_report=("r-1", "secret"),
)
REPORT = Report(
    id="r-1",
    token="secret",
    product="shop",
    key="k-1",
    digest="d",
    trigger=Trigger("prices", "wrong-value", None, "Price is wrong", "#total"),
    place=Place("https://shop.example/orders/17?from=mail", "Your order"),
    client=Client("Firefox 133.0", "Windows 10", "3.2.1", "1920x1080", "ru-RU", "Europe/Moscow"),
    person=Person("u-17", "Анна", "anna@example.com", "ru-RU"),
    fingerprint="3f9a1c",
    received_at=OPENED,
    case_id="3f9a1c-1",
    comment="The total is 12 € too high",
)
FOLLOWER = Follower("f0a1b2", CASE.id, "anna@example.com", "en-GB", "r-1", "secret", "Anna")
RUSSIAN = replace(FOLLOWER, locale="ru-RU", name="Анна")

NOTICE_KINDS: tuple[NoticeKind, ...] = (
    "received",
    "taken",
    "in_progress",
    "resolved",
    "declined",
    "reopened",
    "answer",
    "question",
    "holding",
)


def notice(kind: NoticeKind, text: str = "") -> Notice:
    return Notice(kind, OPENED, text)


_WEAPONS = (
    "{noformat}",
    "{NoFormat:title=x}",
    "{code}",
    "{html}",
    "[~accountid:5b10a-erin]",
    "[x|javascript:alert(1)]",
    "[https://evil.example|https://evil.example|smart-link]",
    "!http://evil.example/x.png!",
    "h1. ",
    "*bold*",
    "SHOP-1",
    "https://evil.example/a",
    "www.evil.example",
    "mailto:x@evil.example",
    "<!channel>",
    "<@U0ERIN>",
    "<https://evil.example|Jira>",
    "@here",
    "#general",
    "```",
    "`",
    "&amp;",
    "&",
    "~x~",
    "_x_",
    "> ",
    "<script>alert(1)</script>",
    '" onload="x',
    "<img src=x onerror=y>",
    "{{ 7 * 7 }}",
    "{% raw %}",
    "%(name)s",
    "{by}",
    "\r\nBcc: all@example.com",
    "\n\n",
    "\u202e",
    "\u200b",
    "\u2028",
    "\x00",
    "\x1b[31m",
    "\x85",
    "\ud800",
    "\ufeff",
    "👩‍👩‍👧",
)

#: What somebody may type: ordinary letters, every odd character, and every weapon known to us, in any order.
typed = st.lists(st.one_of(st.sampled_from(_WEAPONS), st.text(st.characters(), max_size=12)), max_size=12).map("".join)


class Long(str):
    """A text too long to print when a test fails."""

    _told: str

    def __new__(cls, part: str, times: int) -> "Long":
        text = super().__new__(cls, part * times)
        text._told = f"Long({part!r}, {times})"
        return text

    def __repr__(self) -> str:
        return self._told


#: As `typed`, but as long as no form should let through.
extreme = st.builds(Long, typed, st.sampled_from([1, 50, 500]))
