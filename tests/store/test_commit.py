"""One decision is one transaction: all of it, or nothing and the reason."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.model.decision import (
    CaseMoved,
    CaseOpened,
    CaseStands,
    Change,
    Decision,
    FollowerJoined,
    PersonCounted,
    ReportAccepted,
    RowSettled,
    ScreenshotMoved,
    TokenUsed,
)
from chalicelib.model.screenshot import Screenshot
from chalicelib.model.status import Status
from chalicelib.store import keys
from chalicelib.store.cases import get_case, get_report, person_counted
from chalicelib.store.commit import AlreadyAccepted, Stale, TokenReplayed, commit, settle
from chalicelib.store.orders import ledger
from chalicelib.store.screenshots import screenshots
from chalicelib.store.tables import Row
from tests.builders import NOW, a_case, a_follower, a_report, an_order

pytestmark = pytest.mark.usefixtures("table")
CASE = a_case()
REPORT = replace(a_report(), case_id=CASE.id)
OPENING = Decision("a new problem", (ReportAccepted(REPORT), CaseOpened(CASE)), (an_order(),))


def rows() -> set[tuple[str, str]]:
    return {(row.pk, row.sk) for row in Row.scan(consistent_read=True)}


def test_facts_and_orders_are_written_together() -> None:
    commit(OPENING, NOW)
    assert get_report(REPORT.id) == REPORT
    assert get_case(CASE.id) == CASE
    assert ledger(CASE.id) == {"slack:shown": "waiting"}


def test_nothing_is_there_before() -> None:
    assert get_report("none") is None
    assert get_case("none") is None
    assert not person_counted(CASE.id, "user:1")


def test_nothing_to_write_is_nothing_written() -> None:
    commit(Decision("older than what is known"), NOW)
    assert rows() == set()


@pytest.mark.parametrize(
    ("status", "successor", "known", "holds"),
    [
        (Status.RECEIVED, None, Status.RECEIVED, True),
        (Status.IN_PROGRESS, None, Status.RECEIVED, True),
        (Status.REOPENED, None, Status.TAKEN, True),
        (Status.DECLINED, None, Status.DECLINED, True),
        (Status.RESOLVED, None, Status.RECEIVED, False),
        (Status.DECLINED, None, Status.RECEIVED, False),
        (Status.REOPENED, None, Status.DECLINED, False),
        (Status.RESOLVED, None, Status.DECLINED, False),
        (Status.DECLINED, 2, Status.DECLINED, False),
        (Status.RECEIVED, 2, Status.RECEIVED, False),
    ],
)
def test_a_case_takes_a_report_only_while_it_stands_as_it_was_known(
    status: Status, successor: int | None, known: Status, holds: bool
) -> None:
    commit(Decision("before", (CaseOpened(a_case(status, successor=successor)),)), NOW)
    decision = Decision("one more", (ReportAccepted(REPORT), CaseStands(a_case(known))))
    if holds:
        commit(decision, NOW)
        assert get_report(REPORT.id) == REPORT
        return
    with pytest.raises(Stale) as refused:
        commit(decision, NOW)
    assert refused.value.rows == [keys.case(CASE.id)]
    assert get_report(REPORT.id) is None


def test_a_case_that_is_not_there_takes_no_report() -> None:
    with pytest.raises(Stale):
        commit(Decision("one more", (ReportAccepted(REPORT), CaseStands(CASE))), NOW)
    assert rows() == set()


def test_a_case_is_opened_once() -> None:
    commit(OPENING, NOW)
    with pytest.raises(Stale) as refused:
        commit(Decision("again", (CaseOpened(CASE),)), NOW)
    assert refused.value.rows == [keys.case(CASE.id)]


def test_a_case_moves_from_the_version_before() -> None:
    commit(OPENING, NOW)
    taken = a_case(Status.TAKEN, version=2, owner="Erin")
    commit(Decision("taken", (CaseMoved(taken),)), NOW)
    assert get_case(CASE.id) == taken
    for version in (1, 2, 4):
        with pytest.raises(Stale):
            commit(Decision("moved", (CaseMoved(a_case(Status.RESOLVED, version=version)),)), NOW)
    assert get_case(CASE.id) == taken


def test_a_move_keeps_what_deliveries_and_the_count_have_brought() -> None:
    commit(OPENING, NOW)
    commit(Decision("counted", (PersonCounted(CASE.id, "user:17"),)), NOW)
    commit(Decision("seen", (CaseMoved(a_case(Status.TAKEN, version=2, jira_status="In Progress")),)), NOW)
    commit(Decision("moved", (CaseMoved(a_case(Status.RESOLVED, version=3)),)), NOW)
    case = get_case(CASE.id)
    assert case is not None
    assert (case.affected, case.jira_status, case.status) == (1, "In Progress", Status.RESOLVED)


def test_a_place_for_a_picture_is_given_once_and_moves_from_the_version_before() -> None:
    place = Screenshot(REPORT.id, 1, "image/png", "upload-1", NOW)
    for step in (place, replace(place, version=2, kept=True)):
        commit(Decision("moved", (ScreenshotMoved(step),)), NOW)
        with pytest.raises(Stale):
            commit(Decision("moved", (ScreenshotMoved(replace(step, upload="upload-2")),)), NOW)
        assert screenshots(REPORT.id) == [step]
    commit(Decision("another", (ScreenshotMoved(replace(place, number=2)),)), NOW)
    assert [one.number for one in screenshots(REPORT.id)] == [1, 2]


def test_a_person_is_counted_once() -> None:
    commit(OPENING, NOW)
    commit(Decision("counted", (PersonCounted(CASE.id, "user:17"),)), NOW)
    with pytest.raises(Stale) as refused:
        commit(Decision("counted", (PersonCounted(CASE.id, "user:17"),)), NOW)
    assert refused.value.rows == [keys.person(CASE.id, "user:17")]
    case = get_case(CASE.id)
    assert case is not None
    assert case.affected == 1
    assert person_counted(CASE.id, "user:17")


def test_a_follower_who_follows_already_is_named_in_the_refusal() -> None:
    commit(OPENING, NOW)
    joined = Decision("joined", (FollowerJoined(a_follower()),))
    commit(joined, NOW)
    with pytest.raises(Stale) as refused:
        commit(joined, NOW)
    assert refused.value.rows == [keys.follower(CASE.id, a_follower().id)]


def test_the_same_click_again_brings_back_what_was_accepted() -> None:
    commit(OPENING, NOW)
    retry = replace(REPORT, token="another", received_at=NOW + timedelta(seconds=3))
    with pytest.raises(AlreadyAccepted) as known:
        commit(Decision("again", (ReportAccepted(retry), CaseOpened(CASE)), (an_order(),)), NOW)
    assert known.value.report == REPORT


def test_a_hosts_token_is_good_for_one_report() -> None:
    token = TokenUsed("shop", "token-1", NOW)
    commit(replace(OPENING, changes=(*OPENING.changes, token)), NOW)
    other = replace(a_report(number=2), case_id=CASE.id)
    with pytest.raises(TokenReplayed):
        commit(Decision("one more", (ReportAccepted(other), CaseStands(CASE), token)), NOW)
    assert get_report(other.id) is None
    commit(Decision("another host's", (replace(token, product="web"),)), NOW)


def test_the_same_click_with_the_same_token_is_the_same_click() -> None:
    decision = replace(OPENING, changes=(*OPENING.changes, TokenUsed("shop", "token-1", NOW)))
    commit(decision, NOW)
    with pytest.raises(AlreadyAccepted):
        commit(decision, NOW)


def test_an_order_is_made_once() -> None:
    commit(OPENING, NOW)
    with pytest.raises(Stale) as refused:
        commit(Decision("again", orders=(an_order(),)), NOW)
    assert refused.value.rows == [keys.order(CASE.id, "slack:shown")]


def test_tokens_and_orders_do_not_stay_for_ever() -> None:
    commit(replace(OPENING, changes=(*OPENING.changes, TokenUsed("shop", "t", NOW))), NOW)
    mortal = {row.sk: row.ttl for row in Row.scan() if row.ttl}
    assert mortal == {"USED": NOW.timestamp(), "ORDER#slack:shown": (NOW + timedelta(days=90)).timestamp()}


def test_a_settled_row_waits_for_nobody() -> None:
    commit(OPENING, NOW)
    commit(Decision("judged", (RowSettled(*keys.report(REPORT.id)),)), NOW)
    assert [row.sk for row in Row.waiting.query("facts")] == []
    assert get_report(REPORT.id) == REPORT


def test_a_row_that_is_gone_can_not_be_settled() -> None:
    with pytest.raises(Stale):
        commit(Decision("judged", (RowSettled(*keys.report("none")),)), NOW)


def test_settling_decides_again_on_what_was_stale_and_gives_up_in_the_end() -> None:
    commit(OPENING, NOW)
    told: list[Stale | None] = []

    def decide(stale: Stale | None) -> Decision:
        told.append(stale)
        return Decision("again", (CaseOpened(CASE),))

    with pytest.raises(Stale):
        settle(decide, NOW, tries=3)
    assert told[0] is None
    assert [stale.rows for stale in told[1:] if stale] == [[keys.case(CASE.id)]] * 2


CHANGES: list[Change] = [
    ReportAccepted(REPORT),
    TokenUsed("shop", "t", NOW),
    CaseOpened(CASE),
    FollowerJoined(a_follower()),
    PersonCounted(CASE.id, "user:17"),
]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: type(change).__name__)
def test_whatever_else_a_decision_says_is_not_written_when_one_part_is_stale(change: Change) -> None:
    other = a_case(id="other-1")
    with pytest.raises(Stale):
        commit(Decision("in part", (change, CaseStands(other)), (an_order(),)), NOW)
    assert rows() == set()
