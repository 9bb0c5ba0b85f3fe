"""Each command, on the engine's table: what it shows, what it changes, what it refuses."""

from argparse import Namespace
from datetime import timedelta

import pytest

from chalicelib.model.decision import CaseOpened, Decision
from chalicelib.model.orders import Destination, Notice, Tell
from chalicelib.store import gates, keys, orders
from chalicelib.store.commit import commit
from chalicelib.store.orders import Outcome
from ops import commands
from ops.__main__ import main
from ops.commands import NotDone
from ops.output import Line
from tests.builders import NOW, a_case, a_follower, an_order
from tests.conftest import World

pytestmark = pytest.mark.usefixtures("table", "world")
CASE = a_case()
OPENED = an_order(id="jira:opened", destination=Destination.JIRA)
SHOWN = an_order(id="slack:shown")
TOLD = an_order(
    id="mail:told",
    destination=Destination.MAIL,
    group="lane",
    act=Tell(a_follower(), Notice("answer", NOW, "a secret")),
)
WAITS = an_order(id="mail:waits", destination=Destination.MAIL, group="lane")
REFUSED = f"{CASE.id}/{OPENED.id}"


@pytest.fixture(autouse=True)
def ledger(table: str) -> None:
    """One order in each state."""
    for number, order in enumerate((OPENED, SHOWN, TOLD, WAITS)):
        opened = (CaseOpened(CASE),) if not number else ()
        commit(Decision("ordered", opened, (order,)), NOW + timedelta(minutes=number))
    failed, done, unknown = (orders.claim(keys.order(CASE.id, one.id), NOW) for one in (OPENED, SHOWN, TOLD))
    assert failed
    assert done
    assert unknown
    orders.fail(failed, "project is gone", NOW)
    orders.finish(done, Outcome("17.4"), NOW)
    orders.leave_unknown(unknown, "timed out", NOW)


def listed(state: str | None = None, destination: Destination | None = None, case: str | None = None) -> list[Line]:
    return commands.list_orders(Namespace(state=state, destination=destination, case=case, limit=100))


def ids(lines: list[Line]) -> list[str]:
    return [str(line["order"]).partition("/")[2] for line in lines]


def never(question: str) -> bool:
    raise AssertionError(question)


@pytest.mark.parametrize(
    ("state", "destination", "found"),
    [
        (None, None, ["jira:opened", "mail:told", "mail:waits"]),
        ("waiting", None, ["mail:waits"]),
        ("failed", None, ["jira:opened"]),
        ("unknown", None, ["mail:told"]),
        (None, Destination.MAIL, ["mail:told", "mail:waits"]),
        ("failed", Destination.MAIL, []),
    ],
)
def test_what_is_not_delivered_is_listed_oldest_first(
    state: str | None, destination: Destination | None, found: list[str]
) -> None:
    assert ids(listed(state, destination)) == found


def test_a_case_shows_its_whole_ledger_or_a_part_of_it() -> None:
    assert [line["state"] for line in listed(case=CASE.id)] == ["failed", "done", "unknown", "waiting"]
    assert ids(listed("done", case=CASE.id)) == ["slack:shown"]


def test_a_line_says_since_when_how_often_and_why_and_nothing_of_a_person() -> None:
    assert listed("failed") == [
        {
            "order": REFUSED,
            "destination": "jira",
            "state": "failed",
            "since": NOW,
            "attempts": 1,
            "outcome": "project is gone",
        }
    ]
    assert not {a_follower().email, "a secret"} & set(str(listed()).split("'"))


def test_an_order_is_explained_with_its_gate() -> None:
    gates.hold(Destination.MAIL, "erin", NOW)
    said = commands.explain(Namespace(order=f"{CASE.id}/{WAITS.id}"), NOW)
    assert "mail is held by erin" in str(said)
    with pytest.raises(NotDone, match="there is no order"):
        commands.explain(Namespace(order=f"{CASE.id}/none"), NOW)


def test_a_replayed_order_waits_and_is_sent(world: World) -> None:
    (line,) = commands.replay(Namespace(orders=[REFUSED], yes=True), NOW, never)
    assert (line["order"], line["sent_again"]) == (REFUSED, "jira")
    assert [(order.destination, order.order_id, order.group) for order in world.queue.sent] == [
        (Destination.JIRA, OPENED.id, OPENED.group)
    ]
    assert set(ids(listed("waiting"))) == {OPENED.id, WAITS.id}


def test_it_asks_first_and_says_when_somebody_may_hear_it_twice(world: World) -> None:
    asked: list[str] = []

    def no(question: str) -> bool:
        asked.append(question)
        return False

    for reference in (REFUSED, f"{CASE.id}/{TOLD.id}"):
        with pytest.raises(NotDone, match="stays as it is"):
            commands.replay(Namespace(orders=[reference], yes=False), NOW, no)
    assert ["twice" in question for question in asked] == [False, True]
    assert world.queue.sent == []
    assert ids(listed("failed") + listed("unknown")) == [OPENED.id, TOLD.id]


@pytest.mark.parametrize("order", [SHOWN, WAITS])
def test_only_what_needs_a_person_is_replayed(order: object, world: World) -> None:
    with pytest.raises(NotDone, match="only what failed or is unknown"):
        commands.replay(Namespace(orders=[f"{CASE.id}/{order.id}"], yes=False), NOW, never)  # type: ignore[attr-defined]
    assert world.queue.sent == []


def test_the_kill_switch_says_who_and_since_when() -> None:
    held = {
        line["destination"]: line for line in commands.hold(Namespace(destination=Destination.MAIL, by="erin"), NOW)
    }
    assert (held["mail"]["held_by"], held["mail"]["held_since"]) == ("erin", NOW)
    assert held["jira"]["held_by"] is None
    commands.release(Namespace(destination=Destination.MAIL))
    assert [line["held_by"] for line in commands.list_gates()] == [None] * len(Destination)


def test_it_does_not_guess_where_to_work(capsys: pytest.CaptureFixture[str], unused_endpoint: str) -> None:
    assert main(["--endpoint", unused_endpoint, "gates"]) == 2
    assert "does `make up` run?" in capsys.readouterr().err


def test_what_is_done_can_not_be_found_without_its_case(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["orders", "--state", "done"])
    assert "--case" in capsys.readouterr().err
