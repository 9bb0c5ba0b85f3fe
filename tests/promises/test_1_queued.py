"""Promise 1 over the limit: whatever came at once is taken, waits, and in the end is there, once, with everybody told.

Sweeps die at the table on their way, and come again.
"""

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest

from chalicelib.entrances.clock import sweep
from chalicelib.observe import now
from chalicelib.settings.reporting import reporting
from chalicelib.store import keys, overdue
from chalicelib.store.cases import get_case, get_report
from chalicelib.store.tables import Row
from chalicelib.team import team
from infra.engine import Engine
from tests.conftest import World
from tests.events import host_token
from tests.pump import Killed, Pump, Reaper
from tests.unit.entrances.conftest import Api
from tests.unit.entrances.test_http_reports import a_body

AT_ONCE = 5


@pytest.fixture
def few_at_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A team whose people may send five reports an hour."""
    said = team().model_dump(mode="json")
    said["limits"] |= {"reports_by_a_person": {"an_hour": AT_ONCE}, "reports_from_a_network": {"an_hour": AT_ONCE}}
    (tmp_path / "wilco.json").write_text(json.dumps(said), encoding="utf-8")
    monkeypatch.setenv("WILCO_TEAM_FILE", str(tmp_path / "wilco.json"))
    team.cache_clear()
    reporting.cache_clear()


@pytest.fixture
def pump_now(table: str, store_engine: Engine, world: World) -> Iterator[Pump]:
    """A pump whose clock is the sweep's."""
    made = Pump(store_engine, world.queue, now())
    yield made
    made.close()


def the_time_comes() -> None:
    """What waits for its turn has it, and what a sweep left behind is overdue: as if hours had passed."""
    for whom in ("turn", "facts"):
        for number, row in enumerate(list(Row.waiting.query(whom))):
            overdue.put_off(keys.Key(row.pk, row.sk), now() - timedelta(hours=1) + timedelta(seconds=number))


@pytest.mark.usefixtures("few_at_once")
@pytest.mark.parametrize("dies_at", [0, 2, *range(3, 24), 101, 202])
def test_fifty_reports_of_one_person_and_some_of_nobody(world: World, pump_now: Pump, dies_at: int) -> None:
    api, receipts = Api(), []
    for number in range(50):
        said = {} if number % 5 else {"identity": host_token({"jti": f"token-{number}"})}
        answer = api.post("/v1/reports", a_body(key=f"click-{number:04}", **said))
        assert answer.status_code == 202
        receipts.append(json.loads(answer.body))
    assert Counter(receipt["queued"] for receipt in receipts) == {False: 2 * AT_ONCE, True: 40}
    pump_now.run()
    reaper = Reaper(dies_at)
    for _ in range(3):
        the_time_comes()
        with reaper.at_the_table(), suppress(Killed):
            sweep()
    assert reaper.came == bool(dies_at)
    the_time_comes()
    sweep()
    pump_now.run()
    reports = [get_report(receipt["report_id"]) for receipt in receipts]
    (case_id,) = {report.case_id for report in reports if report}
    case = get_case(case_id)
    assert case is not None
    assert case.affected == 40 + 1, "forty of whom nobody knows who they are, and Anna once"
    assert list(Row.waiting.query("turn")) == list(Row.waiting.query("facts")) == []
    assert len(world.jira.issues) == 1
    assert [mail.headers["X-Wilco-Kind"] for mail in world.mail.sent] == ["received"]
    queued_tokens = [row.pk for row in Row.scan() if row.pk.startswith("TOKEN#")]
    assert len(queued_tokens) == 10
