"""One notice for many by mail: everybody once, at the account's pace, whatever dies or is refused on the way."""

import json
import os
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from chalicelib.deliveries import pacing
from chalicelib.deliveries.once import Later
from chalicelib.deliveries.tell_all import chunk_size
from chalicelib.model.broadcast import Progress
from chalicelib.model.decision import Decision, FollowerJoined, MailsStopped
from chalicelib.model.mail import COPIES_AT_MOST
from chalicelib.model.orders import Destination
from chalicelib.ports import Quota
from chalicelib.store import gates
from chalicelib.store.codec import dump, load
from chalicelib.store.commit import commit
from chalicelib.store.tables import Row
from chalicelib.team import team
from tests.broadcasts import CASE, PEOPLE, Time, carry_out, check_nobody_twice, outcome, parts, row, run, told
from tests.builders import DIALOG, NOW, a_follower
from tests.conftest import World

pytestmark = pytest.mark.usefixtures("followed")


def test_everybody_is_told_once_fifty_at_a_time(world: World, time: Time) -> None:
    told()
    run()
    assert sorted(check_nobody_twice(world)) == sorted(a_follower(number).email for number in range(PEOPLE))
    assert world.mail.calls == ["quota", "send_many", "send_many"]
    assert outcome() == "done: 75 told, 0 refused, 0 unknown"
    marks = {mail.headers["X-Wilco-Order"] for mail in world.mail.sent}
    assert len(marks) == PEOPLE
    assert f"{CASE.id}/mail:told:follower-0007" in marks


def test_who_does_not_want_it_or_can_not_have_it_is_left_out(world: World) -> None:
    dialog = replace(a_follower(900), id="dialog:1", email="", dialog=DIALOG)
    merged = replace(a_follower(901), id="case:other", email="", of_case="other")
    late = a_follower(902, joined_at=NOW + timedelta(seconds=1))
    commit(Decision("joined", tuple(FollowerJoined(one) for one in (dialog, merged, late))), NOW)
    commit(Decision("stopped", (MailsStopped(CASE.id, a_follower(7).id, NOW),)), NOW)
    told(except_for=a_follower(8).id)
    run()
    expected = {a_follower(number).email for number in range(PEOPLE)} - {a_follower(n).email for n in (7, 8)}
    assert set(check_nobody_twice(world)) == expected


def test_each_in_their_language_and_by_their_name(world: World) -> None:
    boris = a_follower(901, locale="ru", name="Борис О’Нил")
    anna = a_follower(902, name="Anna {{token}}")
    commit(Decision("joined", (FollowerJoined(boris), FollowerJoined(anna))), NOW)
    told()
    run()
    by_address = {mail.to: mail for mail in world.mail.sent}
    assert "Здравствуйте, Борис О’Нил!" in by_address[boris.email].text
    assert "Hello, Anna token!" in by_address[anna.email].html
    assert by_address[boris.email].from_name != by_address[anna.email].from_name
    assert "Hello!" in by_address[a_follower(1).email].text


class TestStopping:
    def test_the_kill_switch_stops_between_chunks_and_keeps_what_is_done(
        self, world: World, time: Time, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        world.mail.rate = Quota(10, 1_000_000)

        def held_while_it_waits(seconds: float) -> None:
            time.passes(seconds + 6)  # the gate is read every five seconds
            if len(time.waited) == 1:
                gates.hold(Destination.MAIL, "erin", NOW)

        order_id = told()
        with monkeypatch.context() as meanwhile:
            meanwhile.setattr(pacing, "sleep", held_while_it_waits)
            with pytest.raises(Later) as later:
                carry_out(order_id)
        assert later.value.seconds == 60
        assert len(check_nobody_twice(world)) == 10
        gates.release(Destination.MAIL)
        run(now=NOW + timedelta(minutes=2))
        assert len(check_nobody_twice(world)) == PEOPLE

    def test_when_its_time_is_up_the_rest_is_the_next_order(self, world: World, time: Time) -> None:
        time.a_look = 4.0
        told()
        run()
        assert len(parts()) > 1
        assert list(parts())[:2] == ["mail:told", "mail:told:1"]
        assert outcome(list(parts())[-1]) == "done: 75 told, 0 refused, 0 unknown"
        assert len(check_nobody_twice(world)) == PEOPLE
        assert len({mail.headers["X-Wilco-Order"].rsplit(":", 1)[0] for mail in world.mail.sent}) == 1

    def test_the_caps_of_all_together_hold_for_it_too(self, world: World, time: Time, capped: int) -> None:
        told()
        ended = run()
        assert ended - NOW >= timedelta(minutes=PEOPLE // capped - 1)
        assert len(check_nobody_twice(world)) == PEOPLE
        assert gates.read(Destination.MAIL).failures == 0, "a limit of our own is no failure of SES"

    @pytest.fixture
    def capped(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> int:
        """The team's file caps all mails at so many in a minute, less than a chunk."""
        file = json.loads(Path(os.environ["WILCO_TEAM_FILE"]).read_text(encoding="utf-8"))
        file["limits"]["mails_a_minute"] = 40
        (tmp_path / "wilco.json").write_text(json.dumps(file), encoding="utf-8")
        monkeypatch.setenv("WILCO_TEAM_FILE", str(tmp_path / "wilco.json"))
        team.cache_clear()
        return 40

    @pytest.mark.parametrize("quota", [Quota(14, 0), Quota(0, 1000)])
    def test_an_account_that_may_not_send_waits(self, world: World, time: Time, quota: Quota) -> None:
        world.mail.rate = quota
        with pytest.raises(Later) as later:
            carry_out(told())
        assert later.value.seconds == 900
        assert world.mail.sent == []

    def test_who_lost_the_order_to_somebody_else_sends_nothing_more(
        self, world: World, time: Time, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        world.mail.rate = Quota(50, 1_000_000)
        order_id = told()

        def stolen(seconds: float) -> None:
            row(order_id).update([Row.attempts.add(1)])
            time.passes(seconds)

        monkeypatch.setattr(pacing, "sleep", stolen)
        with pytest.raises(Later):
            carry_out(order_id)
        assert len(world.mail.sent) == 50


@pytest.mark.parametrize(
    ("a_second", "size"), [(1, 1), (0.5, 1), (14, 14), (50, 50), (51, 25), (75, 37), (120, 40), (200, 50), (1000, 50)]
)
def test_a_whole_number_of_chunks_makes_up_a_second(a_second: float, size: int) -> None:
    assert chunk_size(a_second) == size
    assert 1 <= size <= COPIES_AT_MOST


def test_what_is_noted_is_read_again() -> None:
    progress = Progress(done="b", left=("a",), sending=("b",), told=3, refused=1, unknown=2, part=4)
    assert load(Progress, dump(progress)) == progress
