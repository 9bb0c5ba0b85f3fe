"""A case that stands among the followers of another: who is told through it, who is not, and how many they are."""

from datetime import timedelta

import pytest

from chalicelib.deliveries.fan_out import carry_out
from chalicelib.deliveries.once import deliver
from chalicelib.model.case import Follower, follower_id
from chalicelib.model.decision import CaseOpened, Decision, FollowerJoined, MailsStopped
from chalicelib.model.dialog import Dialog
from chalicelib.model.dialog_acts import AssignDialog
from chalicelib.model.orders import AskToSend, Destination, Notice, Order, Tell, TellFollowers
from chalicelib.model.owner_acts import AssignDialogs
from chalicelib.store import keys
from chalicelib.store.commit import commit
from chalicelib.store.entries import get_entry
from chalicelib.store.followers import audience
from chalicelib.store.merged import people
from chalicelib.store.orders import ledger
from chalicelib.store.tables import Row
from tests.builders import NOW, a_case

pytestmark = pytest.mark.usefixtures("table")
INTO, ONE, TWO, DEEP = "into-1", "one-1", "two-1", "deep-1"
AT = NOW + timedelta(hours=1)


def person(case_id: str, name: str) -> Follower:
    address = f"{name}@example.com"
    return Follower(follower_id(case_id, address), case_id, address, "en", "r", "t", joined_at=NOW)


def stands_for(case_id: str, into: str, joined_at: object = NOW) -> Follower:
    return Follower(f"case:{case_id}", into, "", "", "", "", joined_at=joined_at, of_case=case_id)  # type: ignore[arg-type]


def following(*followers: Follower) -> None:
    for start in range(0, len(followers), 50):
        commit(Decision("joined", tuple(map(FollowerJoined, followers[start : start + 50]))), NOW)


def carried_out(act: TellFollowers | AssignDialogs, order_id: str = "fan_out:v5:told") -> list[Order]:
    """All orders for people and dialogs, whatever had to be fanned out for them."""
    commit(Decision("told", orders=(Order(order_id, INTO, Destination.FAN_OUT, INTO, act),)), NOW)
    left, made = [(INTO, order_id)], []
    while left:
        case_id, name = left.pop()
        deliver(keys.order(case_id, name), carry_out, NOW)
        for other in (INTO, ONE, TWO, DEEP):
            for found, state in ledger(other).items():
                entry = get_entry(other, found)
                assert entry is not None
                if state == "waiting" and entry.order.destination is Destination.FAN_OUT:
                    left.append((other, found))
                elif state == "waiting" and entry.order not in made:
                    made.append(entry.order)
    return made


def told(notice: Notice | None = None) -> list[tuple[str, str]]:
    made = carried_out(TellFollowers(notice or Notice("resolved", AT)))
    return sorted((order.act.follower.email[:4], order.case_id) for order in made if isinstance(order.act, Tell))


def test_people_are_told_in_the_first_of_the_cases_that_they_follow() -> None:
    following(person(INTO, "anna"), stands_for(ONE, INTO), stands_for(TWO, INTO), stands_for(DEEP, ONE))
    following(person(ONE, "anna"), person(ONE, "bert"), person(DEEP, "bert"), person(DEEP, "cleo"))
    following(person(TWO, "anna"), person(TWO, "cleo"), person(TWO, "dora"))
    assert told() == [("anna", INTO), ("bert", ONE), ("cleo", DEEP), ("dora", TWO)]
    assert set(ledger(DEEP)) >= {f"fan_out:{ONE}:{INTO}:v5:told"}


def test_what_happened_before_the_merge_is_not_told_to_its_people() -> None:
    following(person(INTO, "anna"), stands_for(ONE, INTO, AT + timedelta(seconds=1)), person(ONE, "bert"))
    assert told() == [("anna", INTO)]


@pytest.mark.parametrize(("stopped_at", "hears"), [(NOW, [("anna", ONE)]), (AT + timedelta(seconds=1), [])])
def test_who_has_stopped_the_mails_of_one_case_still_hears_of_the_other(
    stopped_at: object, hears: list[tuple[str, str]]
) -> None:
    """Unless they stopped them after it happened: they may have heard it by then."""
    anna = person(INTO, "anna")
    following(anna, stands_for(ONE, INTO), person(ONE, "anna"))
    commit(Decision("stopped", (MailsStopped(INTO, anna.id, stopped_at),)), NOW)  # type: ignore[arg-type]
    assert told() == hears


def test_people_behind_a_merged_case_count_for_the_second_yes() -> None:
    following(person(INTO, "anna"), stands_for(ONE, INTO), stands_for(DEEP, ONE))
    following(*(person(ONE, f"one-{number}") for number in range(300)))
    following(*(person(DEEP, f"deep-{number}") for number in range(220)))
    assert audience(INTO) == 521
    (asked,) = carried_out(TellFollowers(Notice("resolved", AT)))
    assert isinstance(asked.act, AskToSend)
    assert asked.act.audience == 521


def test_more_than_a_page_of_merged_cases() -> None:
    following(*(stands_for(f"far{number}-1", INTO) for number in range(60)))
    commit(
        Decision("told", orders=(Order("fan_out:v5:told", INTO, Destination.FAN_OUT, INTO, tell()),)),
        NOW,
    )
    deliver(keys.order(INTO, "fan_out:v5:told"), carry_out, NOW)
    (rest,) = [name for name, state in ledger(INTO).items() if state == "waiting"]
    deliver(keys.order(INTO, rest), carry_out, NOW)
    assert all(set(ledger(f"far{number}-1")) == {f"fan_out:{INTO}:v5:told"} for number in range(60))


def tell() -> TellFollowers:
    return TellFollowers(Notice("resolved", AT))


def test_the_new_owner_is_given_each_dialog() -> None:
    dialogs = [Dialog("support", str(number)) for number in range(3)]
    rows = [
        Follower(one.lane, case_id, "", "en", "r", "t", dialog=one)
        for one, case_id in zip(dialogs, (INTO, ONE, DEEP), strict=True)
    ]
    following(*rows, person(INTO, "anna"), stands_for(ONE, INTO), stands_for(DEEP, ONE))
    made = carried_out(AssignDialogs("Erin"), "fan_out:v5:dialogs")
    assert {(order.group, order.act) for order in made} == {(one.ref, AssignDialog(one, "Erin")) for one in dialogs}


def test_people_are_paged_whatever_their_ids_are() -> None:
    names = [f"user:{number}" for number in range(7)] + ["Анна", "~tilde", "a b#c", "\U0001f600"]
    commit(Decision("opened", (CaseOpened(a_case(id=ONE)),)), NOW)
    for name in names:
        key = keys.person(ONE, name)
        Row(key.pk, key.sk).save()
    found: list[str] = []
    while page := people(ONE, found[-1] if found else None, 3):
        found += page
    assert sorted(found) == sorted(names)
