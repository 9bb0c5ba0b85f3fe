"""Surge mode by Slack's forms: opened, checked, shown as people will read it, and sent once."""

import json
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.decisions.outages import Draft
from chalicelib.entrances import outages
from chalicelib.entrances.facts import judge
from chalicelib.model.case import Case
from chalicelib.model.decision import CaseOpened, Decision, FollowerJoined
from chalicelib.observe import now
from chalicelib.store import keys
from chalicelib.store.cases import get_case
from chalicelib.store.commit import commit
from chalicelib.store.open_cases import OUTAGES, open_cases_now
from chalicelib.store.orders import ledger
from chalicelib.store.overdue import row_data
from tests.builders import a_case, a_follower
from tests.conftest import World
from tests.events import slack_command, slack_press, slack_request
from tests.slack_forms import slack_view
from tests.unit.entrances.conftest import Api

Given = Mapping[str, str | Sequence[str] | None]
WORDS = {"words_en": "Prices are wrong.", "words_ru": "Цены неверны."}
FILLED: Given = {**WORDS, "areas": ["shop/prices"]}


@pytest.fixture
def opened(api: Api, world: World) -> dict[str, Any]:
    """The form of `/wilco outage`."""
    answer = api.post("/v1/slack/commands", *slack_command("outage"))
    assert (answer.status_code, answer.body) == (200, b"")
    return dict(world.slack.views[-1][1])


def send(api: Api, view: Mapping[str, Any], given: Given, view_id: str = "V0FORM") -> dict[str, Any]:
    answer = api.post("/v1/slack/interactions", *slack_request(slack_view(view, given, view_id)))
    assert answer.status_code == 200, answer.body
    said: dict[str, Any] = json.loads(answer.body) if answer.body else {}
    return said


def the_outage() -> Case:
    (case,) = open_cases_now("shop", [OUTAGES])
    return case


def cases_join() -> None:
    """As the stream's reader does it."""
    key = keys.joining(the_outage().id)
    judge(key, row_data(key) or "")


def an_outage() -> Case:
    return outages.declare("shop", ("prices",), Draft("form-0", {"en": "Broken", "ru": "Сломано"}), (), "Erin", now())


def press(api: Api, world: World, action: str, case: Case) -> dict[str, Any]:
    sent = slack_press(action, case.id, trigger_id=f"trigger-{len(world.slack.views)}")
    answer = api.post("/v1/slack/interactions", *slack_request(sent))
    assert answer.status_code == 200, answer.body
    return dict(world.slack.views[-1][1]) if world.slack.views else {}


def test_declared_after_it_was_shown(api: Api, opened: dict[str, Any]) -> None:
    own, other = a_case(opened_at=now()), a_case(id="other-1", fingerprint="other", opened_at=now() - timedelta(days=2))
    commit(Decision("opened", (CaseOpened(own), CaseOpened(other))), now())
    shown = send(api, opened, FILLED)
    assert shown["response_action"] == "update"
    assert open_cases_now("shop", [OUTAGES]) == [], "nothing goes out by the first form"
    assert all(words in str(shown["view"]["blocks"]) for words in WORDS.values())
    assert send(api, shown["view"], {}) == {}
    case = the_outage()
    assert case.outage is not None
    assert (case.outage.areas, case.outage.newest.by) == (("prices",), "Erin")
    assert case.outage.newest.next_by is not None
    cases_join()
    joined = get_case(own.id)
    assert joined is not None
    assert joined.merged_into == case.id
    assert (get_case(other.id) or other).merged_into is None, "older than what the detector looks at"
    assert send(api, shown["view"], {}) == {}, "sent twice"
    assert the_outage() == case


def test_a_case_that_was_opened_while_the_form_was_read_is_part_of_it(api: Api, opened: dict[str, Any]) -> None:
    left_out = a_case(id="other-1", fingerprint="other", opened_at=now())
    commit(Decision("opened", (CaseOpened(left_out),)), now())
    shown = send(api, opened, FILLED)
    late = a_case(opened_at=now())
    commit(Decision("opened", (CaseOpened(late),)), now())
    send(api, shown["view"], {"cases": []})
    cases_join()
    assert (get_case(late.id) or late).merged_into == the_outage().id
    assert (get_case(left_out.id) or left_out).merged_into is None, "it was shown, and somebody left it out"


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({**WORDS, "areas": []}, "areas"),
        ({**WORDS, "areas": ["shop/prices", "web/site"]}, "areas"),
        ({**FILLED, "words_ru": ""}, "words_ru"),
        ({**FILLED, "words_en": "", "words_ru": ""}, "words_en"),
        ({**FILLED, "words_en": '"' * 1000, "words_ru": '"' * 1000}, "words_en"),
    ],
)
def test_what_has_to_change_stands_at_its_field(api: Api, opened: dict[str, Any], given: Given, field: str) -> None:
    said = send(api, opened, given)
    assert said["response_action"] == "errors"
    assert set(said["errors"]) == {field}


def test_in_one_language_where_somebody_says_so(api: Api, opened: dict[str, Any]) -> None:
    shown = send(api, opened, {**FILLED, "words_en": "", "untranslated": ["yes"]})
    assert "English, marked as not translated" in str(shown["view"]["blocks"])
    send(api, shown["view"], {})
    assert (the_outage().outage or an_outage().outage).newest.texts == {"ru": "Цены неверны."}  # type: ignore[union-attr]


@pytest.mark.parametrize(("action", "stage"), [("write_update", "monitoring"), ("end_outage", "resolved")])
def test_an_update_says_how_many_are_told_before_it_goes(api: Api, world: World, action: str, stage: str) -> None:
    case = an_outage()
    commit(Decision("joined", tuple(FollowerJoined(a_follower(n, case_id=case.id)) for n in range(3))), now())
    form = press(api, world, action, case)
    shown = send(api, form, {**WORDS, "stage": "monitoring"}, "V0UPDATE")
    assert "*3 people are told*, each once." in str(shown["view"]["blocks"])
    assert send(api, shown["view"], {}, "V0UPDATE") == {}
    assert send(api, shown["view"], {}, "V0UPDATE") == {}, "sent twice"
    after = get_case(case.id)
    assert after is not None
    assert after.outage is not None
    assert (after.outage.newest.stage, after.outage.newest.number, after.is_open) == (stage, 2, stage != "resolved")
    assert "fan_out:update:2:told" in ledger(case.id)


def test_a_form_that_comes_too_late_tells_nobody(api: Api, world: World) -> None:
    case = an_outage()
    form = press(api, world, "write_update", case)
    shown = send(api, form, WORDS, "V0LATE")
    outages.update(case.id, Draft("form-end", {"en": "Over", "ru": "Всё"}, "resolved"), "Erin", now())
    assert "the outage is over" in str(send(api, form, WORDS, "V1LATE"))
    assert "it is over" in str(send(api, shown["view"], {}, "V0LATE"))
    after = get_case(case.id)
    assert after is not None
    assert after.outage is not None
    assert after.outage.newest.number == 2
    assert "Nobody was told anything" in str(press(api, world, "end_outage", case)["blocks"])


def test_it_is_opened_again_by_one_press(api: Api, world: World) -> None:
    case = an_outage()
    outages.update(case.id, Draft("form-end", {"en": "Over", "ru": "Всё"}, "resolved"), "Erin", now())
    press(api, world, "reopen_outage", case)
    press(api, world, "reopen_outage", case)
    after = the_outage()
    assert after.outage is not None
    assert after.outage.newest.number == 3
