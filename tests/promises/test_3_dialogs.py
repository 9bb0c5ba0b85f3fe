"""Promises 1 to 4 for support dialogs: nothing handed over is lost, one issue, each told once, all of it linked.

The process is ended at every step that it has, one run for each, and each write to the chat is also carried out and
then lost on the way back.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest

from chalicelib import wiring
from chalicelib.decisions import escalation, intake, slack_actions
from chalicelib.entrances.clock import sweep
from chalicelib.errors import DeliveryError, Permanent, Retryable, Unknown
from chalicelib.model.decision import Decision
from chalicelib.model.dialog import Dialog
from chalicelib.model.dialog_changes import ToldByMail
from chalicelib.model.person import Person, Place
from chalicelib.observe import now
from chalicelib.store.cases import get_case
from chalicelib.store.commit import Stale, commit
from chalicelib.store.dialogs import linked
from chalicelib.store.followers import get_follower
from chalicelib.store.orders import ledger
from chalicelib.team import team
from tests.builders import ANNA, NOW, a_report, an_escalation
from tests.conftest import World
from tests.pump import Pump, Reaper, Watched

ELIF = Person("carrot:elif", "Elif")
PAGE = Place("https://shop.example/orders/17", "Order 17")


def begun(world: World, person: Person = ELIF) -> Dialog:
    world.slack.now = now()  # readings are judged at the time of day, and Slack is searched since then
    return Dialog("carrot", world.desk.start("My order shows 0.00", person, PAGE))


def hand_over(dialog: Dialog, act: str = "view-1") -> None:
    commit(escalation.asked(an_escalation(id=act, dialog=dialog), dialog), NOW)


def case_of(dialog: Dialog) -> str:
    found = linked(dialog)
    assert found is not None, "it was not handed over"
    return found.link.case_id


def check_once(world: World, dialog: Dialog, step: str = "") -> None:
    """One issue with the dialog among its links; in the dialog one note with its key, and one reply."""
    (issue,) = [kept for kept in world.jira.issues.values() if f"wilco:dialog:{dialog.ref}" in kept.links]
    kept = world.desk.dialogs[dialog.id]
    ours = [line.text for line in world.desk.written(dialog.id) if line.who == "note"]
    assert sum(issue.issue.key in note for note in ours) == 1, step
    assert sum("We have your report" in said for said in kept.seen_by_person) == 1, step
    assert kept.tags == ["bug"], step
    lines = [one for one in world.slack.messages if one.thread_ts and "handed over" in one.message.text]
    assert sum(dialog.id in one.message.text for one in lines) == 1, step


def test_a_dialog_is_handed_over_once(world: World, pump: Pump) -> None:
    dialog = begun(world)
    hand_over(dialog)
    pump.run()
    check_once(world, dialog)
    with pytest.raises(Stale):
        hand_over(dialog)
    assert set(ledger(case_of(dialog)).values()) == {"done"}


def test_no_killed_worker_says_anything_twice(world: World, pump: Pump, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every step of the whole way is a place to die, one run for each; each run is another dialog."""
    at, came = 0, True
    while came:
        at += 1
        reaper = Reaper(at)
        vendors = {"tracker": world.jira, "channel": world.slack}
        for name, vendor in vendors.items():
            monkeypatch.setattr(wiring, name, _handing(Watched(vendor, reaper)))
        monkeypatch.setattr(wiring, "desk", _handing(Watched(world.desk, reaper)))
        dialog = begun(world)
        hand_over(dialog, f"view-{at}")
        with reaper.at_the_table():
            pump.run()
        came = reaper.came
        check_once(world, dialog, f"killed at step {at}, {reaper.steps[at - 1]}" if came else "not killed")
    assert at > 40, "the way has become suspiciously short"


@pytest.mark.parametrize("error", [Unknown("the answer was lost"), Retryable("503")])
@pytest.mark.parametrize("call", ["read", "note", "reply", "tag"])
def test_a_chat_in_trouble_delays_and_neither_drops_nor_doubles(
    world: World, pump: Pump, call: str, error: DeliveryError
) -> None:
    dialog = begun(world)
    world.desk.fail_on(call, error)
    hand_over(dialog)
    pump.run()
    check_once(world, dialog)


def test_a_note_whose_answer_was_lost_is_there_once(world: World, pump: Pump) -> None:
    dialog = begun(world)
    hand_over(dialog)
    world.desk.commit_then_fail(Unknown("1"), Unknown("2"), Unknown("3"))
    pump.run()
    check_once(world, dialog)


def test_a_dialog_that_cannot_be_read_is_handed_over_with_what_the_operator_said(world: World, pump: Pump) -> None:
    dialog = Dialog("carrot", "404")
    hand_over(dialog)
    pump.run()
    (issue,) = world.jira.issues.values()
    assert an_escalation().words in issue.fields["description"]
    assert any("could not be read" in kept.message.text for kept in world.slack.messages)


def test_two_operators_at_once_make_one_case(world: World, pump: Pump) -> None:
    dialog = begun(world)
    world.desk.label(dialog.id, "bug")
    hand_over(dialog, "view-1")
    hand_over(dialog, "view-2")
    commit(escalation.heard(dialog, "part-1"), NOW)
    pump.run()
    assert len(world.jira.issues) == 1
    check_once(world, dialog)


def test_a_tag_that_no_webhook_told_is_found(world: World, pump: Pump, monkeypatch: pytest.MonkeyPatch) -> None:
    """Promise 9, for the chat."""
    dialog = begun(world)
    world.desk.label(dialog.id, "bug")
    monkeypatch.setattr("chalicelib.entrances.clock.now", lambda: NOW)
    sweep()
    pump.run()
    check_once(world, dialog)
    sweep()
    pump.run()
    assert len(world.jira.issues) == 1


def test_what_is_said_in_support_and_concerns_nobody_is_kept_nowhere(world: World, pump: Pump, table: str) -> None:
    dialog = begun(world)
    world.desk.remark(dialog.id, "he seems nice")
    commit(escalation.heard(dialog, "part-1"), NOW)
    pump.run()
    assert linked(dialog) is None
    assert world.jira.issues == {} and world.slack.messages == []


def test_a_note_that_names_an_issue_joins_it(world: World, pump: Pump) -> None:
    first, second = begun(world), begun(world)
    hand_over(first)
    pump.run()
    (issue,) = world.jira.issues.values()
    world.desk.remark(second.id, f"/bug {issue.issue.key} the second one today")
    commit(escalation.heard(second, "part-1"), NOW)
    pump.run()
    assert len(world.jira.issues) == 1
    for dialog in (first, second):
        check_once(world, dialog)
    assert any("the second one today" in one.message.text for one in world.slack.messages)


def test_a_person_without_an_address_is_asked_for_one_by_one_press(world: World, pump: Pump) -> None:
    """Until they have confirmed it they are told in the dialog, and from then on by mail alone."""
    dialog = begun(world)
    hand_over(dialog)
    pump.run()
    (line,) = [one.message for one in world.slack.messages if one.thread_ts and "handed over" in one.message.text]
    (button,) = line.blocks[-1]["elements"]
    case_id, _, follower_id = button["value"].partition("/")
    case, asked = get_case(case_id), get_follower(case_id, follower_id)
    assert case is not None and asked is not None
    for _ in range(2):
        with suppress(Stale):
            commit(slack_actions.ask_address(case, asked, "Erin", NOW), NOW)
        pump.run()
    said = world.desk.dialogs[dialog.id].seen_by_person
    assert sum("Where may we write to you?" in one for one in said) == 1
    commit(Decision("confirmed", (ToldByMail(case_id, follower_id),)), NOW)
    after = get_follower(case_id, follower_id)
    assert slack_actions.ask_address(case, after, "Erin", NOW).orders == ()
    commit(slack_actions.take(case, "Erin", None, now()), NOW)
    pump.run()
    assert len(world.desk.dialogs[dialog.id].seen_by_person) == len(said), "mail tells them now"
    assert "With an engineer" in world.desk.dialogs[dialog.id].notes[-1]


def test_an_operator_adds_later_and_the_engineers_read_it_once(world: World, pump: Pump) -> None:
    dialog = begun(world)
    world.desk.remark(dialog.id, "/bug prices it is 0")
    commit(escalation.heard(dialog, "part-1"), NOW)
    pump.run()
    world.desk.remark(dialog.id, "/bug the second one today")
    for cause in ("part-2", "part-3"):
        commit(escalation.heard(dialog, cause), NOW)
        pump.run()
    (issue,) = world.jira.issues.values()
    assert sum("the second one today" in comment.body for comment in issue.comments) == 1
    assert not any("it is 0" in comment.body for comment in issue.comments), "the issue has it already"


def test_a_dialog_that_is_gone_says_so_and_holds_up_nobody(world: World, pump: Pump) -> None:
    dialog, other = begun(world), begun(world)
    hand_over(dialog)
    world.desk.fail_on("note", Permanent("the dialog is gone or hidden"))
    hand_over(other)
    pump.run()
    assert "failed" in ledger(case_of(dialog)).values()
    check_once(world, other)


def test_who_follows_by_mail_already_is_not_told_in_the_dialog_as_well(
    world: World, pump: Pump, rewritten: Any
) -> None:
    """Anna has clicked, and then she asks in the chat, at a desk that tells everybody there."""
    desks = team().model_dump(mode="json")["desks"]
    rewritten(desks={"carrot": {**desks["carrot"], "tells": "dialog"}})
    receipt = intake.accept(a_report(), intake.Known(), NOW, timedelta(days=14))
    commit(receipt, NOW)
    pump.run()
    dialog, case_id = begun(world, ANNA), intake.outcome(receipt)[1].id
    commit(escalation.asked(an_escalation(dialog=dialog, joins=case_id), dialog), NOW)
    pump.run()
    case = get_case(case_of(dialog))
    assert case is not None and case.id == case_id
    commit(slack_actions.take(case, "Erin", None, now()), now())
    pump.run()
    assert [mail.to for mail in world.mail.sent] == [ANNA.email] * 2
    assert world.desk.dialogs[dialog.id].seen_by_person == ["My order shows 0.00"]


def _handing(made: object) -> Callable[..., object]:
    def handed(*_: object) -> object:
        return made

    return handed
