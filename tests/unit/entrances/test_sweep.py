"""Once a minute: what was lost on its way is found by the table's own account, and sent on."""

from datetime import timedelta

import pytest
from chalice.test import Client

from app import app
from chalicelib.entrances.http_reports import accept
from chalicelib.model.decision import CaseOpened, Decision
from chalicelib.model.orders import SWEEP, Destination
from chalicelib.observe import now
from chalicelib.store import keys, orders
from chalicelib.store.cases import get_case
from chalicelib.store.commit import commit
from chalicelib.store.orders import Outcome
from chalicelib.store.tables import Row
from tests.builders import NOW, a_case, a_report, an_order
from tests.conftest import World

pytestmark = pytest.mark.usefixtures("table")
LONG_AGO = now() - timedelta(minutes=10)


def sweep() -> None:
    event = {"version": "0", "id": "1", "detail-type": "", "source": "aws.events", "account": "", "region": ""}
    Client(app).lambda_.invoke("sweep", event | {"time": "", "resources": [], "detail": {}})


def sent(world: World) -> list[tuple[Destination, str, str]]:
    return [(order.destination, order.order_id, order.group) for order in world.queue.sent]


def test_orders_that_nobody_carried_on_are_sent_again(world: World) -> None:
    lost = [an_order(id=f"it:{to}", destination=to, group=f"lane-{to}") for to in Destination]
    commit(Decision("lost", (CaseOpened(a_case()),), tuple(lost)), LONG_AGO)
    sweep()
    assert sorted(sent(world)) == sorted((to, f"it:{to}", f"lane-{to}") for to in Destination)
    sweep()
    assert len(world.queue.sent) == len(Destination), "it has five minutes now"


def test_what_is_on_its_way_is_left_alone(world: World) -> None:
    commit(Decision("new", (CaseOpened(a_case()),), (an_order(id="new"), an_order(id="done"))), now())
    claim = orders.claim(keys.order(a_case().id, "done"), now())
    assert claim is not None
    orders.finish(claim, Outcome(""), now())
    sweep()
    assert sent(world) == []


def test_a_report_that_was_not_counted_is(world: World) -> None:
    report = accept(a_report(), None, LONG_AGO)
    sweep()
    case = get_case(report.case_id)
    assert case is not None
    assert case.affected == 1
    assert list(Row.waiting.query("facts")) == []


def test_a_fact_that_can_not_be_judged_stops_the_others_for_a_minute_only(world: World) -> None:
    Row("REPORT#odd", "REPORT", data="{}", waits_for="facts", due_at="2000-01-01T00:00:00+00:00").save()
    report = accept(a_report(), None, LONG_AGO)
    with pytest.raises(ValueError, match="validation"):
        sweep()
    sweep()
    case = get_case(report.case_id)
    assert case is not None
    assert case.affected == 1


def test_the_log_says_what_was_lost(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    sweep()
    assert '"level":"INFO","event":"swept","orders":0,"facts":0' in capsys.readouterr().out
    commit(Decision("lost", (CaseOpened(a_case()),), (an_order(),)), LONG_AGO)
    sweep()
    assert '"level":"WARNING","event":"swept","orders":1' in capsys.readouterr().out


def test_a_desk_that_has_no_api_is_not_asked_for_tags(
    world: World, desks: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chalicelib.entrances.clock.now", lambda: NOW)
    sweep()
    asked = {row.sk.split(":")[2] for row in Row.query(keys.case(SWEEP).pk, Row.sk.startswith("ORDER#chat:tagged:"))}
    assert asked == {"carrot", "inter", "zen", "woot"}
