"""A dialog that is handed over: somebody is reminded until it is answered, and at night whoever is on duty is paged."""

import json
import os
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from chalicelib.entrances import dialogs
from chalicelib.model.decision import CaseOpened, Decision
from chalicelib.model.dialog import Dialog
from chalicelib.model.orders import SayInThread
from chalicelib.observe import now
from chalicelib.store import entries
from chalicelib.store.commit import commit
from chalicelib.store.dialogs import linked
from chalicelib.store.tables import Row
from chalicelib.team import team
from tests.builders import NOW, a_case, a_dialog, an_escalation

pytestmark = pytest.mark.usefixtures("table", "world")
DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
FIRST, SECOND = Dialog("carrot", "1001"), Dialog("carrot", "1002")


def hand_over(dialog: Dialog, **given: Any) -> str:
    """The case that the dialog belongs to now."""
    asked = an_escalation(id=f"ask-{dialog.id}", dialog=dialog, **given)
    dialogs.hand_over(asked, replace(a_dialog(), dialog=dialog))
    found = linked(dialog)
    assert found is not None
    return found.link.case_id


def paged(case_id: str) -> list[str]:
    every = [entry.order for entry in entries.of_case(case_id)]
    acts = [order.act for one in every for order in (one, *(deep for then in one.then for deep in (then, *then.then)))]
    return [act.mention for act in acts if isinstance(act, SayInThread) and act.said == "paging"]


@pytest.fixture
def nobody_is_there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The team works on another day of the week than today, and Erin is on duty all the time."""
    far = DAYS[(now().weekday() + 3) % 7]
    shift = {"who": "Erin", "days": DAYS, "from": "00:00", "to": "24:00"}
    file = json.loads(Path(os.environ["WILCO_TEAM_FILE"]).read_text(encoding="utf-8"))
    file["hours"] = {"days": {far: ["09:00-18:00"]}, "shifts": [shift]}
    (tmp_path / "wilco.json").write_text(json.dumps(file), encoding="utf-8")
    monkeypatch.setenv("WILCO_TEAM_FILE", str(tmp_path / "wilco.json"))
    team.cache_clear()


def test_a_reminder_waits_for_what_is_handed_over() -> None:
    case_id = hand_over(FIRST)
    (row,) = Row.waiting.query("reminder")
    assert row.pk == f"CASE#{case_id}"
    assert now() + timedelta(minutes=28) < row_due(row) < now() + timedelta(minutes=31)
    assert paged(case_id) == []


def test_one_dialog_more_puts_no_reminder_off() -> None:
    """In an outage one comes every few minutes, and the channel would never hear that nobody answers."""
    case_id = hand_over(FIRST)
    (before,) = Row.waiting.query("reminder")
    assert hand_over(SECOND, joins=case_id, area="prices") == case_id
    (after,) = Row.waiting.query("reminder")
    assert row_due(after) == row_due(before)


def row_due(row: Any) -> Any:
    return type(now()).fromisoformat(row.due_at)


def test_what_somebody_has_is_not_brought_up() -> None:
    commit(Decision("before", (CaseOpened(a_case(owner="Erin")),)), NOW)
    assert hand_over(FIRST, joins=a_case().id) == a_case().id
    assert list(Row.waiting.query("reminder")) == []


def test_two_dialogs_of_one_urgent_case_page_once(nobody_is_there: None) -> None:
    commit(Decision("before", (CaseOpened(a_case(impact="blocks")),)), NOW)
    for dialog in (FIRST, SECOND):
        assert hand_over(dialog, joins=a_case().id) == a_case().id
    assert paged(a_case().id) == ["U0ERIN"]


def test_what_can_wait_pages_nobody(nobody_is_there: None) -> None:
    assert paged(hand_over(FIRST)) == []


def test_a_new_urgent_case_pages_behind_its_thread(nobody_is_there: None) -> None:
    assert paged(hand_over(FIRST, kind="does-not-work")) == ["U0ERIN"]
