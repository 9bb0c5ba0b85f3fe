"""Promise 5: no mail to anyone who has not been vouched for. Wilco can't be made a spam cannon."""

import json
import re
import time
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest

from chalicelib.decisions.contact import ask
from chalicelib.decisions.jira_news import look_again
from chalicelib.observe import now
from chalicelib.store import keys
from chalicelib.store.cases import get_report
from chalicelib.store.commit import Stale, commit, settle
from chalicelib.store.tables import Row
from chalicelib.team import team
from tests.builders import ANONYMOUS, NOW, a_report
from tests.conftest import World
from tests.events import host_token
from tests.pump import Pump
from tests.unit.entrances.conftest import Api
from tests.unit.entrances.test_http_reports import a_body

VICTIM = "victim@example.com"
LURE = "Win a prize at https://evil.example/now or write to boss@evil.example <b>today</b>"


@pytest.fixture
def api(pump: Pump) -> Api:
    return Api()


def report(api: Api, number: int = 1, **given: Any) -> Any:
    body = {"key": f"click-{number:04}", "contact": {"email": VICTIM}} | given
    return api.post("/v1/reports", a_body(**body))


def kinds(world: World, address: str = VICTIM) -> list[str]:
    return [mail.headers["X-Wilco-Kind"] for mail in world.mail.sent if mail.to.casefold() == address]


def everything_happens(world: World, pump: Pump, case_id: str) -> None:
    """The case is taken, answered and resolved."""
    (issue,) = world.jira.issues.values()
    world.jira.say(issue.issue, "[public] We know", "5b10a-erin")
    for day, status in enumerate(("In Progress", "Done"), 1):
        issue.status, issue.updated_at = status, NOW + timedelta(days=day)
        commit(look_again(case_id, f"webhook-{day}", world.jira.comments(issue.issue)[0].id), NOW)
        pump.run()


def test_a_strangers_address_gets_one_question_and_then_nothing(api: Api, world: World, pump: Pump) -> None:
    receipt = json.loads(report(api).body)
    assert receipt["mailed"] is False
    pump.run()
    assert kinds(world) == ["confirm"]
    case = get_report(receipt["report_id"])
    assert case is not None
    everything_happens(world, pump, case.case_id)
    assert kinds(world) == ["confirm"]


def test_the_question_carries_nothing_that_a_stranger_wrote(api: Api, world: World, pump: Pump) -> None:
    lured: dict[str, Any] = {
        "comment": LURE,
        "place": {"url": "https://evil.example/win-a-prize?to=boss@evil.example", "title": LURE},
        "trigger": {"area": "prices", "kind": "wrong-value", "label": LURE[:200], "element": LURE, "fingerprint": LURE},
        "client": {"browser": LURE, "os": LURE, "app_version": LURE, "locale": "en-evil"},
    }
    report(api, **lured)
    pump.run()
    (mail,) = world.mail.sent
    said = mail.subject + mail.text + mail.html + str(dict(mail.headers)) + str(dict(mail.tags))
    for word in ("evil", "prize", "Win", "boss", "today", "shop.example/orders"):
        assert word not in said
    links = set(re.findall(r"https?://[^\s\"<>]+", mail.text + mail.html))
    assert len(links) == 1
    assert links.pop().startswith("https://wilco.example/c/")


def test_me_too_for_somebody_else_is_one_question(api: Api, world: World, pump: Pump) -> None:
    first = json.loads(report(api, 1, identity=host_token(), contact=None).body)
    pump.run()
    known = get_report(first["report_id"])
    assert known is not None
    for number in (2, 3):
        joined = report(api, number, joins=known.case_id, place={"url": f"https://shop.example/{'x' * number}"})
        assert json.loads(joined.body)["mailed"] is False
    pump.run()
    everything_happens(world, pump, known.case_id)
    assert kinds(world) == ["confirm"]
    assert kinds(world, "anna@example.com")[-1] == "resolved"


BAD = [
    {"secret": "x" * 32},
    {"claims": {"exp": int(time.time()) - 3600, "iat": int(time.time()) - 3700}},
    {"secret": "", "algorithm": "none"},
    {"claims": {"aud": "somebody-else"}},
    {"claims": {"iss": "somebody-else"}},
    {"claims": {"jti": None}},
    {"claims": {"exp": int(time.time()) + 86_400}},
    {"claims": {"sub": ""}},
]


@pytest.mark.parametrize("token", BAD)
def test_an_identity_that_does_not_hold_sends_no_mail_at_all(
    api: Api, world: World, pump: Pump, token: dict[str, Any]
) -> None:
    claims = {"email": VICTIM} | token.get("claims", {})
    forged = host_token(claims, **{name: said for name, said in token.items() if name != "claims"})
    assert report(api, identity=forged).status_code == 401
    pump.run()
    assert world.mail.sent == []


def test_a_replayed_identity_mails_its_own_person_once(api: Api, world: World, pump: Pump) -> None:
    token = host_token()
    assert report(api, 1, identity=token).status_code == 202
    for number in range(2, 6):
        assert report(api, number, identity=token).status_code == 401
    pump.run()
    assert [(mail.to, mail.headers["X-Wilco-Kind"]) for mail in world.mail.sent] == [("anna@example.com", "received")]
    assert kinds(world) == [], "who is vouched for needs no other address"


def test_many_reports_with_one_address_are_one_question(api: Api, world: World, pump: Pump) -> None:
    for number in range(30):
        spelt = f"v.ictim+{number}@gmail.com" if number % 2 else "Victim@gmail.com"
        place = {"url": f"https://shop.example/{'x' * (number % 5 + 1)}"}
        assert report(api, number, contact={"email": spelt}, place=place).status_code == 202
    pump.run()
    assert [mail.headers["X-Wilco-Kind"] for mail in world.mail.sent] == ["confirm"]


@pytest.mark.usefixtures("table")
def test_a_thousand_questions_are_one(world: World) -> None:
    asked = 0
    for number in range(1000):
        stranger = a_report(number=number, person=ANONYMOUS, case_id="case-1")

        def decide(stale: Stale | None, stranger: Any = stranger) -> Any:
            return ask(stranger, VICTIM, f"code-{stranger.id}", 10_000, NOW, may_mail=stale is None, settled=None)

        asked += len(settle(decide, NOW).orders)
    assert asked == 1


def test_many_addresses_are_capped_in_an_hour(api: Api, world: World, pump: Pump) -> None:
    cap = team().limits.confirmations_an_hour
    for hour in (now(), now() + timedelta(hours=1)):
        Row(*keys.asked(f"all#{hour:%Y-%m-%dT%H}"), asks=cap - 3).save()
    for number in range(10):
        assert report(api, number, contact={"email": f"p{number}@example.com"}).status_code == 202
    pump.run()
    assert 3 <= len(world.mail.sent) <= 6, "the rest would have to ask again"


@pytest.mark.parametrize("path", ["/v1/reports/{}/contact", "/t/{}/contact"])
def test_the_answer_does_not_say_whether_a_mail_goes(api: Api, world: World, pump: Pump, path: str) -> None:
    first, second = (json.loads(report(api, n, contact=None).body)["reference"] for n in (1, 2))

    def leave(reference: str, address: str) -> tuple[int, str]:
        json_body: Any = {"email": address}
        body = json_body if path.startswith("/v1") else urlencode(json_body).encode()
        answer = api.post(path.format(reference), body)
        return answer.status_code, answer.body.decode().replace(reference, "").replace(reference.split(".")[0], "")

    answers = {leave(first, VICTIM), leave(first, VICTIM), leave(second, VICTIM)}
    answers |= {leave(second, f"p{number}@example.com") for number in range(8)}
    assert len(answers) == 1
    pump.run()
    assert kinds(world) == ["confirm"]
    assert len(world.mail.sent) == 1 + 4, "a report takes five addresses"


def test_the_owner_says_yes_and_hears_what_happens_from_then_on(api: Api, world: World, pump: Pump) -> None:
    receipt = json.loads(report(api).body)
    pump.run()
    (mail,) = world.mail.sent
    (link,) = re.findall(r"https://wilco\.example(/c/\S+)", mail.text)
    assert api.get(link).status_code == 200
    form = urlencode({"answer": "yes", "report": receipt["report_id"]}).encode()
    for _ in range(2):
        assert api.post(link, form).status_code == 200
    pump.run()
    assert kinds(world) == ["confirm"], "no receipt"
    case = get_report(receipt["report_id"])
    assert case is not None
    everything_happens(world, pump, case.case_id)
    assert kinds(world)[0] == "confirm"
    assert kinds(world)[-1] == "resolved"
    report(api, 2, place={"url": "https://shop.example/elsewhere"})
    pump.run()
    assert kinds(world)[-1] == "resolved", "another problem, for which nobody has vouched"
