"""Who counts in an area, and what the team is told of it: once, until it is dismissed or over."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from chalicelib.decisions.suspecting import Seen, begin, bucket_of, came, dismiss, look, minute_of
from chalicelib.model.decision import Decision
from chalicelib.model.orders import Destination
from chalicelib.model.surge import Watch
from chalicelib.model.surge_acts import SUSPECTED, ShowSuspicion
from chalicelib.model.suspicion import AreaLearnt, PersonCame, Suspicion, SuspicionMoved, Watched
from tests.builders import NOW, a_quiet_area, a_report

WATCH, MINUTE = Watch(), minute_of(NOW)
QUIET = a_quiet_area()


def written(decision: Decision, before: Seen) -> Seen:
    """What stands in the store afterwards."""
    watched, suspicion = before.watched, before.suspicion
    for change in decision.changes:
        match change:
            case AreaLearnt(after):
                watched = after
            case SuspicionMoved(after):
                suspicion = after
    return Seen(watched, before.people, suspicion if watched.suspicion else None)


def looked(people: Mapping[int, int], minutes: int = 0, watched: Watched = QUIET) -> tuple[Decision, Seen]:
    seen = Seen(watched, {MINUTE + at: came for at, came in people.items()})
    decision = look(seen, "C0WILCO", WATCH, NOW + timedelta(minutes=minutes))
    return decision, written(decision, seen)


def again(seen: Seen, minutes: int, people: Mapping[int, int] | None = None) -> tuple[Decision, Seen]:
    more = {MINUTE + at: came for at, came in (people or {}).items()}
    seen = replace(seen, people={**seen.people, **more})
    decision = look(seen, "C0WILCO", WATCH, NOW + timedelta(minutes=minutes))
    return decision, written(decision, seen)


def suspicion_of(seen: Seen) -> Suspicion:
    assert seen.suspicion is not None
    return seen.suspicion


@pytest.mark.parametrize(
    ("last", "counts"), [(None, True), (MINUTE, False), (MINUTE - 719, False), (MINUTE - 720, True)]
)
def test_a_person_counts_again_after_the_longest_window(last: int | None, counts: bool) -> None:
    one = PersonCame("shop", "prices", "user:17", MINUTE, MINUTE + 3, MINUTE + 3 - 720)
    at = NOW if last else NOW + timedelta(minutes=3)
    assert came(a_report(), last, at) == (
        (replace(one, minute=MINUTE, last=MINUTE - 720) if last else one,) if counts else ()
    )


def test_they_count_when_they_are_looked_at() -> None:
    """The bucket of a click from an hour ago is learnt already."""
    (change,) = came(a_report(received_at=NOW - timedelta(hours=1)), None, NOW)
    assert change.bucket == bucket_of(MINUTE)


def test_what_nobody_watched_yet_is_watched_from_now_on() -> None:
    (change,) = begin("shop", "prices", NOW).changes
    assert isinstance(change, AreaLearnt)
    assert (change.watched.version, change.watched.state.learnt) == (1, MINUTE - 5)
    assert look(Seen(change.watched, {MINUTE: 500}), "C0WILCO", WATCH, NOW).why == "nothing unusual"


@pytest.mark.parametrize("people", [{}, {0: 1}, {0: 2}, {-5: 1, 0: 1}])
def test_few_people_are_no_news(people: Mapping[int, int]) -> None:
    decision, _ = looked(people)
    assert (decision.why, decision.orders) == ("nothing unusual", ())


@pytest.mark.parametrize(
    ("people", "minutes", "reason"),
    [
        ({0: 14}, 1, "14 people in 5 minutes; usual is 0–1"),
        ({0: 5, 5: 9}, 6, "14 people in 15 minutes; usual is 0–1"),
        ({0: 14}, 5, "14 people in 15 minutes; usual is 0–1"),  # they came just before the bucket was over
    ],
)
def test_more_than_chance_would_bring_is_told_once(people: Mapping[int, int], minutes: int, reason: str) -> None:
    decision, after = looked(people, minutes)
    raised = suspicion_of(after)
    assert (decision.why, raised.found.reason) == ("a surge is suspected", reason)
    assert (raised.product, raised.area, raised.channel, raised.version) == ("shop", "prices", "C0WILCO", 1)
    assert after.watched.suspicion == raised.id
    (order,) = decision.orders
    assert (order.id, order.case_id, order.act) == (SUSPECTED, raised.id, ShowSuspicion())
    assert (order.destination, order.group.partition(":")[0]) == (Destination.SLACK, "surge")
    assert len(order.group) < 128, "the longest name of a lane"


def test_while_it_stands_nothing_is_told_again() -> None:
    _, seen = looked({0: 14}, 1)
    for minutes in (*range(2, 180, 7), *range(180, 185)):
        decision, seen = again(seen, minutes, {minutes - minutes % 5: 14})
        assert (decision.why, decision.orders) == ("it stands", ())


def test_it_is_over_after_hours_of_calm() -> None:
    decision, seen = looked({0: 14}, 1)
    raised, told = suspicion_of(seen), []
    for minutes in range(2, 1_500, 5):
        decision, seen = again(seen, minutes)
        told += [
            (minutes, change.suspicion, decision.orders)
            for change in decision.changes
            if isinstance(change, SuspicionMoved)
        ]
    ((minutes, over, (order,)),) = told
    assert minutes > 180
    assert over.over_since is not None
    assert NOW < over.over_since < NOW + timedelta(minutes=minutes - 170)
    assert (order.id, order.case_id) == (f"{SUSPECTED}:v2", raised.id)
    assert seen.watched.suspicion is None


def test_a_sweep_that_was_stopped_for_a_day_catches_up() -> None:
    _, seen = looked({0: 14}, 1)
    decision, seen = again(seen, 1_440)
    assert (decision.why, seen.suspicion) == ("it is over", None)


def test_the_bucket_before_is_not_learnt_for_good_yet() -> None:
    """Somebody may be counted there at this very moment."""
    _, seen = looked({}, 6)
    assert seen.watched.state.learnt == MINUTE - 5
    _, seen = again(seen, 7, {0: 14})
    assert seen.suspicion is not None


def dismissed(seen: Seen, at: datetime = NOW + timedelta(minutes=2)) -> tuple[Decision, Seen]:
    decision = dismiss(seen, "Erin", WATCH, at)
    return decision, written(decision, seen)


def test_not_an_outage_is_shown_and_raises_the_bar() -> None:
    _, before = looked({0: 4}, 1)
    decision, seen = dismissed(before)
    assert suspicion_of(seen).dismissed_by == "Erin"
    assert seen.watched.state.doubt > before.watched.state.doubt
    assert [order.id for order in decision.orders] == [f"{SUSPECTED}:v2"]
    decision, seen = again(seen, 6)
    assert (decision.why, decision.orders) == ("it is over", ()), "whoever dismissed it need not hear that"
    assert again(seen, 7, {5: 1})[0].orders == (), "hardly more than what was dismissed"
    assert again(seen, 9, {5: 500})[0].why == "a surge is suspected"


def test_it_is_dismissed_once_and_while_it_stands() -> None:
    _, seen = looked({0: 14}, 1)
    _, after = dismissed(seen)
    assert dismissed(after)[0] == Decision("dismissed already")
    assert dismissed(replace(seen, suspicion=None))[0] == Decision("it is over already")
