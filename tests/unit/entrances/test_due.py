"""What the sweep finds due: promises and unanswered cases, each said once and counted once, on the real table."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from chalicelib.decisions import holding, reminding, slack_actions
from chalicelib.decisions.promises import promise
from chalicelib.entrances.due import look_at_promises, patience_of, remind
from chalicelib.entrances.facts import judge
from chalicelib.model.case import Case
from chalicelib.model.decision import CaseOpened, CaseUnmoved, Decision
from chalicelib.model.hours import Hours
from chalicelib.model.notice import Notice
from chalicelib.model.orders import SayInThread, TellFollowers
from chalicelib.model.promise import PromiseWaits
from chalicelib.model.sighting import IssueComment, Sighting
from chalicelib.observe import now
from chalicelib.store import keys
from chalicelib.store.cases import get_case
from chalicelib.store.codec import dump
from chalicelib.store.commit import Stale, commit
from chalicelib.store.orders import get_order, ledger
from chalicelib.store.overdue import exists
from chalicelib.store.promises import Counts, counts
from chalicelib.store.tables import Row
from chalicelib.team import Answers
from tests.builders import NOW, a_case

pytestmark = pytest.mark.usefixtures("table", "world")
MINUTE = timedelta(minutes=1)
CASE = a_case().id
PATIENCE = patience_of(Answers(remind_minutes=30, lead_minutes=60, holding_reply="looking"))


def at(minutes: float) -> datetime:
    return NOW + minutes * MINUTE


def case() -> Case:
    found = get_case(CASE)
    assert found is not None
    return found


def promised(minutes: int = 60, made: float = 0) -> None:
    """Erin promises an answer in so many minutes; people are told half an hour more."""
    made_at = at(made)
    new = promise("Erin", made_at + minutes * MINUTE, 30 * MINUTE, made_at)
    notice = Notice("holding", made_at, saved="looking")
    commit(holding.reply(case(), notice, new, 15 * MINUTE, "Erin", f"V{made}", made_at), made_at)


def opened() -> None:
    commit(Decision("before", (CaseOpened(a_case()),)), NOW)


def said() -> list[SayInThread]:
    """What Slack was told, without the replies themselves."""
    acts = [order.act for name in sorted(ledger(CASE)) if (order := get_order(CASE, name))]
    return [act for act in acts if isinstance(act, SayInThread) and act.said != "replied"]


def held() -> int:
    acts = [order.act for name in ledger(CASE) if (order := get_order(CASE, name))]
    return sum(isinstance(act, TellFollowers) and act.notice.saved == "looking" for act in acts)


def waiting(whom: str) -> list[str]:
    return [row.sk for row in Row.waiting.query(whom)]


def test_a_promise_is_warned_of_and_then_broken_each_once() -> None:
    opened()
    promised()
    for minutes in (0, 44):
        assert look_at_promises(at(minutes)) == 0
    for minutes in (46, 47, 60, 89):
        look_at_promises(at(minutes))
        assert [(act.said, act.mention) for act in said()] == [("promise_due", "U0ERIN")]
    for minutes in (91, 92, 200):
        look_at_promises(at(minutes))
        assert [(act.said, act.mention) for act in said()] == [("promise_broken", "U0PRIYA"), ("promise_due", "U0ERIN")]
    assert counts("shop", "2026-11") == Counts(kept=0, broken=1)
    assert case().promise is None
    assert waiting("promise") == []


def test_a_sweep_that_comes_late_says_once_that_it_is_broken(capsys: pytest.CaptureFixture[str]) -> None:
    opened()
    promised()
    look_at_promises(at(500))
    assert [act.said for act in said()] == ["promise_broken"]
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["product"] for line in lines if line["event"] == "promise_broken"] == ["shop"]


def test_a_promise_that_is_kept_is_said_to_nobody_and_counted() -> None:
    opened()
    promised()
    commit(slack_actions.take(case(), "Erin", None, at(50)), at(50))
    for minutes in (51, 91, 200):
        assert look_at_promises(at(minutes)) == 0
    assert said() == [SayInThread("status", case().status, by="Erin")]
    assert counts("shop", "2026-11") == Counts(kept=1, broken=0)
    assert counts("web", "2026-11") == Counts() == counts("shop", "2026-12")


def test_a_public_answer_keeps_it_and_its_second_telling_counts_nothing() -> None:
    opened()
    promised()
    comment = IssueComment("77", "Erin", "5b10a-erin", "[public] We have found it", at(20))
    key, data = keys.sighting(CASE, "jira:read:1:0"), dump(Sighting(CASE, None, comment))
    Row(*key, data=data, waits_for="facts", due_at=NOW.isoformat()).save()
    for _ in range(2):
        judge(key, data)
    assert counts("shop", f"{now():%Y-%m}").kept + counts("shop", f"{now():%Y-%m}").broken == 1
    assert case().promise is None
    assert "fan_out:answer:77:told" in ledger(CASE)


def test_what_was_decided_about_a_case_that_has_moved_since_is_not_written() -> None:
    opened()
    read = case()
    commit(slack_actions.take(read, "Erin", None, NOW), NOW)
    with pytest.raises(Stale):
        commit(Decision("late", (CaseUnmoved(read), PromiseWaits(CASE, NOW))), NOW)
    commit(Decision("now", (CaseUnmoved(case()), PromiseWaits(CASE, NOW))), NOW)


def test_a_new_promise_is_watched_in_the_place_of_the_old_one() -> None:
    opened()
    promised()
    promised(minutes=120, made=50)
    assert look_at_promises(at(95)) == 0
    assert look_at_promises(at(156)) == 1
    assert [act.due for act in said()] == [at(170)]
    assert counts("shop", "2026-11") == Counts(kept=1)


def test_a_reply_that_is_sent_twice_is_one() -> None:
    opened()
    promised()
    with pytest.raises(Stale):
        promised()
    assert (case().version, held()) == (2, 1)


def test_two_sweeps_beside_each_other_say_it_once() -> None:
    opened()
    promised()
    row = keys.promise(CASE)
    look_at_promises(at(46))
    Row(row.pk, row.sk).update([Row.due_at.set(at(45).isoformat())])  # as the other sweep had left it
    look_at_promises(at(46))
    assert [act.said for act in said()] == ["promise_due"]
    assert look_at_promises(at(91)) == 1


def test_a_row_that_can_not_be_judged_stops_the_others_for_a_minute_only() -> None:
    Row("CASE#none-1", "PROMISE", waits_for="promise", due_at="2000-01-01T00:00:00+00:00").save()
    opened()
    promised()
    with pytest.raises(LookupError):
        look_at_promises(at(91))
    assert look_at_promises(at(92)) == 1
    assert counts("shop", "2026-11") == Counts(broken=1)


def handed_over(minutes: float = 0) -> None:
    asked = reminding.remind_of(CASE, Hours(), PATIENCE, at(minutes))
    commit(Decision("handed over", (asked,)), at(minutes))


def test_nobody_answers() -> None:
    opened()
    handed_over()
    assert remind(at(29)) == 0
    for minutes in (31, 32, 59):
        remind(at(minutes))
        assert [(act.said, act.mention) for act in said()] == [("unanswered", "")]
        assert held() == 0
    for minutes in (61, 62, 300):
        remind(at(minutes))
        assert [act.mention for act in said()] == ["", "U0PRIYA"]
        assert held() == 1
    assert waiting("reminder") == []
    assert exists(keys.order(CASE, reminding.HOLDING_TOLD))


def test_a_case_that_is_handed_over_again_holds_nobody_twice() -> None:
    opened()
    for began in (0, 200):
        handed_over(began)
        remind(at(began + 31))
        remind(at(began + 61))
    assert len(said()) == 4
    assert held() == 1


def _taken(one: Case, when: datetime) -> Decision:
    return slack_actions.take(one, "Erin", None, when)


def _replied(one: Case, when: datetime) -> Decision:
    new = promise("Erin", when + 60 * MINUTE, MINUTE, when)
    return holding.reply(one, Notice("holding", when, "Soon"), new, MINUTE, "Erin", "V9", when)


@pytest.mark.parametrize("seen", [_taken, _replied])
@pytest.mark.parametrize("minutes", [10, 40])
def test_what_somebody_has_seen_is_not_brought_up(seen: Callable[[Case, datetime], Decision], minutes: int) -> None:
    opened()
    handed_over()
    if minutes > 30:
        remind(at(31))
    commit(seen(case(), at(minutes)), at(minutes))
    before = len(said())
    for later in (minutes + 1, 61, 400):
        remind(at(later))
    assert len(said()) == before
    assert held() == 0
    assert waiting("reminder") == []
