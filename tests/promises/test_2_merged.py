"""Promises 2 and 3 when a case turns out to be the same as another: one goes on, nobody is missed or told twice."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.entrances.http_reports import accept
from chalicelib.entrances.reference import find
from chalicelib.model.status import Status
from chalicelib.observe import now
from chalicelib.store import cases
from tests.conftest import World
from tests.promises.merging import (
    BASKET,
    ORDERS,
    SEARCH,
    check_merged,
    everybody,
    merge,
    moved,
    report_of,
    reported,
    the_case,
    told,
)
from tests.pump import Pump


@pytest.fixture(autouse=True)
def one_clock(world: World) -> None:
    """Slack's, by which a message is found again, is the one of the cases."""
    world.slack.now = now()


def test_one_case_goes_on_and_everybody_hears_each_thing_once(world: World, pump: Pump) -> None:
    case, into = reported(BASKET, [1, 2, 3]), reported(SEARCH, [3, 4])
    pump.run()
    merge(case, into)
    pump.run()
    check_merged(world, case, into, people=4)
    assert told(world, "declined") == Counter()
    assert len(world.mail.sent) == 5, "receipts, and nothing about the merge"
    moved(world, into, "Done")
    pump.run()
    assert told(world, "resolved") == everybody(1, 2, 3, 4)
    assert {mail.headers["X-Wilco-Case"] for mail in world.mail.sent if mail.to == "person-1@example.com"} == {case}
    assert the_case(case).status is Status.RECEIVED
    open_issues = [kept for kept in world.jira.issues.values() if kept.status not in ("Done", "Won't Do")]
    assert open_issues == []


def test_their_own_link_shows_the_life_of_the_case_that_goes_on(world: World, pump: Pump) -> None:
    mine = accept(report_of(1, BASKET), None, now())
    into = reported(SEARCH, [2])
    pump.run()
    merge(mine.case_id, into)
    moved(world, into, "In Progress")
    pump.run()
    (mail,) = [one for one in world.mail.sent if one.headers["X-Wilco-Kind"] == "in_progress" and "person-1" in one.to]
    first = next(one for one in world.mail.sent if one.to == mail.to)
    assert mail.headers["References"] == first.headers["References"], "one conversation"
    assert mail.subject == first.subject
    assert f"/t/{mine.id}.{mine.token}" in mail.text
    _, seen = find(f"{mine.id}.{mine.token}", now())
    assert (seen.id, seen.status) == (mine.case_id, Status.IN_PROGRESS)
    assert [step.status for step in seen.history] == [Status.RECEIVED, Status.IN_PROGRESS]


def test_what_the_other_case_is_already_they_hear_once(world: World, pump: Pump) -> None:
    case, into = reported(BASKET, [1]), reported(SEARCH, [2])
    pump.run()
    moved(world, into, "In Progress")
    pump.turn(6)  # its own news is still on the way
    merge(case, into)
    pump.run()
    assert told(world, "in_progress") == everybody(1, 2)


def test_a_chain_and_two_that_were_merged_into_the_same(world: World, pump: Pump) -> None:
    """Person 1 follows all four, 2 the first and the last, 3 the two in between."""
    first, second, third = reported(BASKET, [1, 2]), reported(SEARCH, [1, 3, 5]), reported("cart", [1, 3, 4])
    end = reported(ORDERS, [1, 2, 6])
    pump.run()
    for case, into in ((first, second), (second, end), (third, end)):
        merge(case, into)
        pump.turn(3)
    pump.run()
    assert the_case(end).affected == 6
    moved(world, end, "Done")
    pump.run()
    assert told(world, "resolved") == everybody(1, 2, 3, 4, 5, 6)


def test_who_asks_for_a_merged_case_finds_the_one_that_goes_on(world: World, pump: Pump) -> None:
    first, second, end = reported(BASKET, [1]), reported(SEARCH, [2]), reported(ORDERS, [3])
    merge(second, end)
    merge(first, second)
    assert the_case(first).merged_into == end
    assert merge(end, first) == "it is the same case"
    assert accept(report_of(4, BASKET), None, now()).case_id == end
    assert accept(report_of(5, "help"), None, now(), joins=second).case_id == end, "me too"
    pump.run()
    assert the_case(end).affected == 5
    moved(world, end, "Done")
    pump.run()
    assert told(world, "resolved") == everybody(1, 2, 3, 4, 5)
    assert accept(report_of(6, BASKET), None, now()).case_id == end, "closed lately, so it is reopened"
    assert the_case(end).status is Status.REOPENED


def test_a_process_that_remembers_the_case_as_open_loses_nothing(world: World, pump: Pump) -> None:
    case, into = reported(BASKET, [1]), reported(SEARCH, [2])
    old = cases.remembered(the_case(case).fingerprint)
    assert old is not None
    merge(case, into)
    cases.remember(old)
    assert accept(report_of(3, BASKET), None, now()).case_id == into
    pump.run()
    assert len(world.jira.issues) == 2
    assert the_case(into).affected == 3


def test_long_after_the_end_the_problems_own_line_goes_on(world: World, pump: Pump) -> None:
    case, into = reported(BASKET, [1]), reported(SEARCH, [2])
    merge(case, into)
    pump.run()
    moved(world, into, "Done")
    pump.run()
    later = now() + timedelta(days=60)
    report = accept(replace(report_of(3, BASKET), received_at=later), None, later)
    assert report.case_id == case.removesuffix("-1") + "-2"
    pump.run()
    (issue,) = [kept for kept in world.jira.issues.values() if f"wilco-{report.case_id}" in kept.fields["labels"]]
    assert len(issue.related) == 2, "related to both"


def test_what_somebody_does_to_the_merged_card_is_no_news(world: World, pump: Pump) -> None:
    case, into = reported(BASKET, [1]), reported(SEARCH, [2])
    pump.run()
    merge(case, into)
    pump.run()
    mails = len(world.mail.sent)
    moved(world, case, "In Progress")
    pump.run()
    moved(world, case, "Done")
    pump.run()
    assert len(world.mail.sent) == mails
    assert (the_case(case).status, the_case(into).status) == (Status.RECEIVED, Status.RECEIVED)
    lines = [one.message.text for one in world.slack.messages if one.thread_ts]
    assert len([line for line in lines if "it is merged" in line]) == 1
