"""Promise 9: a lost webhook heals. Jira moves on and tells nobody; the comparison finds it, once."""

from datetime import timedelta

from chalicelib.decisions.comparing import compare
from chalicelib.entrances.http_reports import accept
from chalicelib.model.status import Status
from chalicelib.store.cases import get_case
from chalicelib.store.commit import commit
from tests.builders import NOW, a_report
from tests.conftest import World
from tests.promises.merging import merge
from tests.pump import Pump

LATER = NOW + timedelta(days=400)  # whatever the clocks of the fakes say, it was long ago


def compared(pump: Pump, case_id: str, after: timedelta) -> None:
    at = LATER + after
    commit(compare([case_id], at), at)
    pump.now = at
    pump.run()


def kinds(world: World) -> list[str]:
    return [mail.headers["X-Wilco-Kind"] for mail in world.mail.sent]


def drift_lines(world: World) -> list[str]:
    return [kept.message.text for kept in world.slack.messages if "never reached us" in kept.message.text]


def test_what_jira_never_told_is_found_told_and_reported_once(world: World, pump: Pump) -> None:
    case_id = accept(a_report(), None, NOW).case_id
    pump.run()
    (kept,) = world.jira.issues.values()
    compared(pump, case_id, timedelta())
    assert drift_lines(world) == [], "nothing has happened yet"

    kept.status, kept.updated_at = "Done", world.jira._tick()
    world.jira.say(kept.issue, "[public] It was the cache.", "5b10a-erin")
    world.jira.say(kept.issue, "between us: what a mess", "5b10a-erin")
    kept.updated_at = world.jira._tick()
    for minutes in (15, 30, 45):
        compared(pump, case_id, timedelta(minutes=minutes))

    case = get_case(case_id)
    assert case is not None
    assert case.status is Status.RESOLVED
    assert sorted(kinds(world)) == ["answer", "received", "resolved"]
    (line,) = drift_lines(world)
    assert kept.issue.key in line


def test_a_change_that_its_webhook_may_still_tell_is_left_to_it(world: World, pump: Pump) -> None:
    case_id = accept(a_report(), None, NOW).case_id
    pump.run()
    (kept,) = world.jira.issues.values()
    kept.status, kept.updated_at = "Done", LATER - timedelta(seconds=90)
    compared(pump, case_id, timedelta())
    assert drift_lines(world) == []
    compared(pump, case_id, timedelta(minutes=1))
    assert len(drift_lines(world)) == 1


def test_a_case_that_slack_never_saw_is_shown(world: World, pump: Pump) -> None:
    case_id = accept(a_report(), None, NOW).case_id
    pump.give_up("slack:shown")
    pump.run()
    compared(pump, case_id, timedelta())
    case = get_case(case_id)
    assert case is not None
    assert case.thread is not None


def test_an_issue_that_is_gone_surprises_nobody(world: World, pump: Pump) -> None:
    case_id = accept(a_report(), None, NOW).case_id
    pump.run()
    world.jira.issues.clear()
    compared(pump, case_id, timedelta())
    assert drift_lines(world) == []


def test_what_became_of_a_merged_cases_card_has_not_drifted_but_an_answer_on_it_has(world: World, pump: Pump) -> None:
    case_id = accept(a_report(), None, NOW).case_id
    into = accept(a_report(number=2, url="https://shop.example/basket"), None, NOW).case_id
    pump.run()
    merge(case_id, into)
    pump.run()
    (kept,) = [one for one in world.jira.issues.values() if f"wilco-{case_id}" in one.fields["labels"]]
    kept.status, kept.updated_at = "In Progress", world.jira._tick()
    compared(pump, case_id, timedelta())
    assert (drift_lines(world), kinds(world)) == ([], ["received", "received"])
    world.jira.say(kept.issue, "[public] It is the same as your other one.", "5b10a-erin")
    kept.updated_at = world.jira._tick()
    compared(pump, case_id, timedelta(minutes=15))
    assert kinds(world)[2:] == ["answer"]
