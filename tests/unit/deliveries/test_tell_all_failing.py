"""A broadcast whose worker dies at any step, and whose mails are refused: the rest is told, nobody twice."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from chalicelib import wiring
from chalicelib.deliveries import pacing, to_mail
from chalicelib.deliveries.once import Later, deliver
from chalicelib.errors import Rejected, Retryable, Unknown
from chalicelib.model.broadcast import Progress, TellAll
from chalicelib.model.decision import CaseMoved, CaseOpened, Decision, FollowerJoined, MailsStopped
from chalicelib.model.mail import COPIES_AT_MOST
from chalicelib.model.orders import Destination, Notice
from chalicelib.model.outage import Outage, Update, ward_of
from chalicelib.ports import Quota
from chalicelib.store import gates, keys
from chalicelib.store.codec import load
from chalicelib.store.commit import commit
from chalicelib.store.orders import LEASE, ledger, replay
from chalicelib.store.tables import Row
from tests.broadcasts import CASE, NOTICE, PEOPLE, Time, carry_out, check_nobody_twice, outcome, row, run, told
from tests.builders import NOW, a_case, a_follower, an_order
from tests.conftest import World
from tests.pump import Killed, Reaper, Watched

pytestmark = pytest.mark.usefixtures("followed")


class TestDying:
    def test_wherever_the_worker_dies_the_rest_is_told_nobody_twice_and_the_unknown_are_counted(
        self, world: World, time: Time, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """At each step of all: either side of each call to the table and to SES, with and without waits."""
        begins = NOW
        for rate in (100_000.0, 75.0):
            world.mail.rate = Quota(rate, 1_000_000)
            steps = self.dies_at(Reaper(), world, monkeypatch, f"{rate:.0f}", begins)
            assert sum(name == "before send_many" for name in steps) >= 2
            for number, name in enumerate(steps, 1):
                if name == "before send_many" or name.startswith("after"):  # nothing happens from there to the next
                    begins += timedelta(minutes=5)
                    self.dies_at(Reaper(number), world, monkeypatch, f"{rate:.0f}-{number}", begins)

    def dies_at(
        self, reaper: Reaper, world: World, monkeypatch: pytest.MonkeyPatch, cause: str, begins: datetime
    ) -> list[str]:
        world.mail.sent.clear()
        order_id = told(cause)
        monkeypatch.setattr(wiring, "bulk_mailer", lambda: Watched(world.mail, reaper))
        try:
            with reaper.at_the_table():
                carry_out(order_id, begins)
        except Killed:
            pass
        in_its_hands = self.sending(order_id) if row(order_id).state == "claimed" else ()
        run(cause, begins + LEASE + timedelta(seconds=1))
        heard = check_nobody_twice(world)
        everybody = {a_follower(number).email for number in range(PEOPLE)}
        not_heard = everybody - set(heard)
        assert not_heard in (set(), {a_follower(int(one[-4:])).email for one in in_its_hands})
        unknown = len(in_its_hands)
        assert outcome(order_id) == f"done: {PEOPLE - unknown} told, 0 refused, {unknown} unknown"
        return reaper.steps

    def sending(self, order_id: str) -> tuple[str, ...]:
        noted = row(order_id).progress
        return load(Progress, noted).sending if noted else ()

    def test_while_it_waits_for_its_turn_nobody_is_in_its_hands(
        self, world: World, time: Time, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        world.mail.rate = Quota(20, 1_000_000)
        seen = []
        order_id = told()

        def looked_at(seconds: float) -> None:
            seen.append(self.sending(order_id))
            time.passes(seconds)

        monkeypatch.setattr(pacing, "sleep", looked_at)
        run()
        assert seen == [()] * len(seen)
        assert len(seen) >= 2

    def test_it_is_told_as_other_unknown_mails_are(
        self, world: World, time: Time, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        reaper = Reaper()
        monkeypatch.setattr(wiring, "bulk_mailer", lambda: Watched(world.mail, reaper))
        world.mail.commit_then_fail(Unknown("timed out"))
        told()
        run()
        (line,) = [line for line in capsys.readouterr().out.splitlines() if '"order_unknown"' in line]
        assert '"people":50' in line
        assert '"destination":"mail"' in line
        assert "example.com" not in line
        assert outcome() == "done: 25 told, 0 refused, 50 unknown"
        assert len(check_nobody_twice(world)) == PEOPLE

    def test_what_is_overtaken_meanwhile_is_not_told_and_the_unknown_are_counted_all_the_same(
        self, world: World, time: Time, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        first, second = (Update(number, NOW, "Erin", "investigating", {"en": "We look"}) for number in (1, 2))
        outage = a_case(id="outage-1", fingerprint="outage-1", outage=Outage(("prices",), (first,)))
        commit(Decision("declared", (CaseOpened(outage), FollowerJoined(a_follower(1, case_id="outage-1")))), NOW)
        ward = ward_of("outage-1", a_follower(1).id)
        told(case_id=ward, notice=Notice("update", NOW, update=first))
        dying = Watched(world.mail, Reaper(3))
        monkeypatch.setattr(wiring, "bulk_mailer", lambda: dying)
        key = keys.order(ward, "mail:told")
        with pytest.raises(Killed):
            deliver(key, to_mail.carry_out, NOW)
        newer = replace(outage, outage=Outage(("prices",), (first, second)), version=2)
        commit(Decision("updated", (CaseMoved(newer),)), NOW)
        deliver(key, to_mail.carry_out, NOW + LEASE)
        left = Row.get(*key)
        assert (left.state, left.outcome) == ("done", "overtaken by newer news: 0 told, 0 refused, 1 unknown")

    def test_a_line_that_drops_each_time_rests_before_it_has_lost_many(self, world: World, time: Time) -> None:
        world.mail.fail_next(*[Unknown("timed out")] * 5)
        order_id, now = told(), NOW
        for _ in range(2):
            with pytest.raises(Later) as later:
                carry_out(order_id, now)
            now += timedelta(seconds=later.value.seconds)
        assert gates.read(Destination.MAIL).failures == 2


class TestRefusals:
    def test_who_is_throttled_in_the_middle_of_a_chunk_goes_again_and_nobody_else(
        self, world: World, time: Time
    ) -> None:
        world.mail.throttled = {a_follower(number).email for number in range(30, 50)}
        told()
        run()
        assert len(check_nobody_twice(world)) == PEOPLE
        assert outcome() == "done: 75 told, 0 refused, 0 unknown"
        assert world.mail.calls.count("quota") == 2, "the account's rate is not what we thought"

    def test_an_account_that_takes_nobody_is_left_alone_for_a_while(self, world: World, time: Time) -> None:
        world.mail.throttled = {a_follower(number).email for number in range(PEOPLE)}
        order_id = told()
        with pytest.raises(Later) as later:
            carry_out(order_id)
        assert later.value.seconds == 2
        assert load(Progress, row(order_id).progress or "").left[:COPIES_AT_MOST] == tuple(
            a_follower(number).id for number in range(COPIES_AT_MOST)
        )
        run()
        assert len(check_nobody_twice(world)) == PEOPLE

    def test_a_call_that_ses_did_not_carry_out_goes_again(self, world: World, time: Time) -> None:
        order_id = told()
        world.mail.fail_on("send_many", Retryable("503"))
        with pytest.raises(Later):
            carry_out(order_id)
        run()
        assert len(check_nobody_twice(world)) == PEOPLE
        assert outcome() == "done: 75 told, 0 refused, 0 unknown"

    def test_who_is_refused_for_good_is_counted_and_the_others_are_told(
        self, world: World, time: Time, capsys: pytest.CaptureFixture[str]
    ) -> None:
        commit(Decision("joined", (FollowerJoined(a_follower(900, email="nobody")),)), NOW)
        told()
        run()
        assert outcome() == "done: 75 told, 1 refused, 0 unknown"
        assert '"event":"order_failed"' in capsys.readouterr().out

    def test_a_letter_that_is_refused_whole_fails_and_goes_on_when_it_is_mended(self, world: World, time: Time) -> None:
        order_id = told()
        world.mail.fail_on("send_many", Rejected("no such template"))
        carry_out(order_id)
        assert outcome() == "failed: no such template"
        replay(keys.order(CASE.id, order_id), NOW)
        run()
        assert outcome() == "done: 75 told, 0 refused, 0 unknown"
        assert len(check_nobody_twice(world)) == PEOPLE

    def test_whoever_stops_the_mails_meanwhile_is_not_told(self, world: World, time: Time) -> None:
        order_id = told()
        world.mail.throttled = {a_follower(number).email for number in range(COPIES_AT_MOST)}
        with pytest.raises(Later):
            carry_out(order_id)
        stopped = [a_follower(number) for number in (3, 70)]
        commit(Decision("stopped", tuple(MailsStopped(CASE.id, one.id, NOW) for one in stopped)), NOW)
        run()
        assert not {one.email for one in stopped} & set(check_nobody_twice(world))
        assert outcome() == "done: 73 told, 0 refused, 0 unknown"

    def test_nothing_to_tell_is_recorded(self, world: World) -> None:
        order = an_order(id="mail:odd", case_id="none", destination=Destination.MAIL, act=TellAll(NOTICE))
        commit(Decision("ordered", orders=(order,)), NOW)
        deliver(keys.order("none", "mail:odd"), to_mail.carry_out, NOW)
        assert ledger("none")["mail:odd"] == "failed"
