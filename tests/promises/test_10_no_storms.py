"""Promise 10: storms are impossible by construction. Caps, a second person's yes, a kill switch, a circuit."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from chalicelib.decisions.outages import Draft, declare, declared
from chalicelib.decisions.second_yes import agree
from chalicelib.deliveries import fan_out
from chalicelib.deliveries.by_pages import PAGE
from chalicelib.deliveries.circuit import pause
from chalicelib.entrances.http_reports import accept
from chalicelib.model.decision import CaseOpened, Decision, FollowerJoined
from chalicelib.model.orders import AskToSend, Destination, Notice, SayInThread, TellFollowers
from chalicelib.model.subscription import Subscribed, Subscriber
from chalicelib.store import gates
from chalicelib.store.commit import commit
from chalicelib.store.mailed import Caps, Turn, may_mail
from chalicelib.store.orders import Claim
from chalicelib.store.subscribers import following
from chalicelib.team import team
from tests.builders import NOW, a_case, a_follower, a_report, an_order
from tests.conftest import World
from tests.outages import BROKEN
from tests.pump import Pump

CAPS = Caps(ten_minutes=3, hour=5, day=7, all_in_a_minute=100, all_in_a_day=1000)
ADDRESS = "anna@example.com"


def sent(times: Sequence[datetime], caps: Caps = CAPS, address: str = ADDRESS) -> int:
    return sum(may_mail(address, caps, at).goes for at in times)


@pytest.mark.usefixtures("table")
@pytest.mark.parametrize(
    ("minutes", "let_through"),
    [
        ([0] * 9, 3),  # ten minutes
        (range(0, 60, 5), 5),  # the hour
        (range(0, 600, 20), 7),  # the day
        (range(0, 1440, 240), 6),  # slow enough
    ],
)
def test_nobody_gets_more_than_the_caps(minutes: Sequence[int], let_through: int) -> None:
    midnight = NOW.replace(hour=0)
    assert sent([midnight + timedelta(minutes=at) for at in minutes]) == let_through


@pytest.mark.usefixtures("table")
def test_all_together_are_capped_and_the_wait_ends_with_the_window() -> None:
    caps = replace(CAPS, all_in_a_minute=10)
    assert sum(may_mail(f"p{number}@example.com", caps, NOW).goes for number in range(40)) == 10
    assert may_mail("late@example.com", caps, NOW + timedelta(seconds=45)) == Turn(
        goes=False, wait=timedelta(seconds=15)
    )
    assert may_mail("late@example.com", caps, NOW + timedelta(seconds=60)) == Turn(goes=True)


@pytest.mark.usefixtures("table")
def test_an_address_in_other_letters_is_the_same_person() -> None:
    assert sent([NOW] * 4) == 3
    assert sent([NOW], address=ADDRESS.upper()) == 0


@pytest.mark.usefixtures("table")
def test_a_large_audience_waits_for_a_second_person() -> None:
    many = team().limits.ask_above + 1
    commit(Decision("opened", (CaseOpened(a_case()),)), NOW)
    for first in range(0, many, 90):
        joined = tuple(FollowerJoined(a_follower(number)) for number in range(first, min(many, first + 90)))
        commit(Decision("joined", joined), NOW)
    told = an_order(
        id="fan_out:v2:told",
        destination=Destination.FAN_OUT,
        act=TellFollowers(Notice("answer", NOW, "Hello"), by="Erin"),
    )

    (question,) = fan_out.carry_out(Claim(told, 1, 0, False), NOW).further
    assert isinstance(question.act, AskToSend)
    assert question.act.audience == many

    by_herself = agree(a_case(), told, "Erin")
    assert [type(order.act) for order in by_herself.orders] == [SayInThread]

    agreed, _ = agree(a_case(), told, "Priya").orders
    assert len(fan_out.carry_out(Claim(agreed, 1, 0, False), NOW).further) == PAGE + 1


@pytest.mark.usefixtures("table")
def test_many_subscribers_wait_for_a_second_person() -> None:
    many = team().limits.ask_above + 1
    for first in range(0, many, 90):
        page = range(first, min(many, first + 90))
        people = (Subscriber("shop", f"p{number}@example.com", "en", f"t{number}", NOW) for number in page)
        commit(Decision("subscribed", tuple(map(Subscribed, people))), NOW)
    declaring = declare("shop", ("prices",), Draft("form-1", BROKEN), "Erin", NOW)
    outage, held = declared(declaring), declaring.orders[-1]
    commit(declaring, NOW)

    (question,) = fan_out.carry_out(Claim(held, 1, 0, False), NOW).further
    assert isinstance(question.act, AskToSend)
    assert (question.act.audience, question.act.by) == (many, "Erin")
    assert question.act.notice.update
    assert question.act.notice.update.texts == BROKEN
    assert (
        following(outage.id, [Subscriber("shop", "p0@example.com", "en", "t0", NOW).follows(outage.id, NOW).id])
        == set()
    ), "nobody is told before"

    by_herself = agree(outage, held, "Erin")
    assert [type(order.act) for order in by_herself.orders] == [SayInThread]

    agreed, _ = agree(outage, held, "Priya").orders
    done = fan_out.carry_out(Claim(agreed, 1, 0, False), NOW)
    assert done.reference == f"{PAGE} more follow it"
    (rest,) = done.further
    assert fan_out.carry_out(Claim(rest, 1, 0, False), NOW).reference == f"{PAGE} more follow it"


@pytest.mark.parametrize(
    ("failures", "seconds"), [(0, None), (4, None), (5, 30), (6, 60), (7, 120), (8, 240), (9, 300), (1000, 300)]
)
def test_a_destination_that_fails_is_left_alone_for_longer_and_longer(failures: int, seconds: int | None) -> None:
    assert pause(failures) == (timedelta(seconds=seconds) if seconds else None)


@pytest.mark.usefixtures("table")
def test_the_circuit_opens_closes_and_opens_again_at_once() -> None:
    def closed_until(at: datetime) -> datetime | None:
        return gates.gate(Destination.JIRA, at).closed_until(at)

    for _ in range(5):
        assert closed_until(NOW) is None
        gates.failed(Destination.JIRA, NOW, pause)
    assert closed_until(NOW) == NOW + timedelta(seconds=30)
    assert gates.gate(Destination.SLACK, NOW).closed_until(NOW) is None, "the others go on"

    later = NOW + timedelta(seconds=31)
    assert closed_until(later) is None
    gates.failed(Destination.JIRA, later, pause)
    assert closed_until(later) == later + timedelta(seconds=60)

    gates.worked(Destination.JIRA, later)
    gates.failed(Destination.JIRA, later, pause)
    assert closed_until(later) is None, "one failure after a success is only one"


@pytest.mark.usefixtures("table")
def test_the_kill_switch_holds_until_it_is_released() -> None:
    gates.hold(Destination.MAIL, "erin", NOW)
    assert gates.gate(Destination.MAIL, NOW).closed_until(NOW)
    much_later = NOW + timedelta(days=3)
    assert gates.gate(Destination.MAIL, much_later).closed_until(much_later)
    gates.release(Destination.MAIL)
    after = much_later + timedelta(seconds=6)
    assert gates.gate(Destination.MAIL, after).closed_until(after) is None


@pytest.mark.usefixtures("table")
def test_a_cap_of_ours_does_not_close_the_gate_for_everybody(world: World, pump: Pump) -> None:
    mails = team().limits.mails_to_a_person.ten_minutes
    for number in range(mails + 6):
        accept(a_report(number=number, url=f"https://shop.example/{'x' * (number + 1)}"), None, NOW)
    pump.run()
    assert pump.now - NOW >= timedelta(minutes=9), "the rest had to wait for the next window"
    assert len(world.mail.sent) == mails + 6
    assert gates.gate(Destination.MAIL, pump.now).failures == 0
