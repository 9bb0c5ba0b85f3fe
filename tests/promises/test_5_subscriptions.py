"""Promises 3, 5 and 10 for subscribers of a status page: asked once, told each thing once, out by one press."""

import re
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlencode

import pytest

from chalicelib.decisions.outages import Draft
from chalicelib.entrances import outages
from chalicelib.model.case import Case
from chalicelib.observe import now
from chalicelib.ports import Mail
from chalicelib.store import open_cases
from tests.conftest import World
from tests.outages import BROKEN, OVER
from tests.pump import Pump
from tests.unit.entrances.conftest import Api

ANNA, BORIS = "anna@example.com", "boris@example.com"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture
def api(pump: Pump) -> Api:
    pump.now = now()
    return Api()


@pytest.fixture
def subscribed(api: Api, world: World, pump: Pump) -> Callable[[str], None]:
    """Somebody asks on the page, reads the mail, and says yes."""

    def subscribe(address: str) -> None:
        api.post("/v1/status/shop/subscriptions", {"email": address, "locale": "en"})
        pump.run()
        link = path(re.search(r"https://\S+/s/\S+", mails(world, address)[-1].text))
        assert api.post(link, urlencode({"answer": "yes"}).encode(), FORM).status_code == 200
        pump.run()

    return subscribe


def mails(world: World, address: str) -> list[Mail]:
    return [mail for mail in world.mail.sent if mail.to == address]


def kinds(world: World, address: str) -> list[str]:
    return [mail.headers["X-Wilco-Kind"] for mail in mails(world, address)]


def path(found: re.Match[str] | None) -> str:
    assert found is not None
    return found[0].strip("<>").removeprefix("https://wilco.example")


def declared(pump: Pump) -> Case:
    case = outages.declare("shop", ("prices",), Draft("form-1", BROKEN), (), "Erin", pump.now)
    open_cases._seen.clear()
    pump.run()
    return case


def updated(pump: Pump, case: Case, cause: str, **given: str) -> None:
    pump.now += timedelta(minutes=20)
    draft = Draft(cause, OVER, "resolved") if given else Draft(cause, BROKEN, "identified")
    outages.update(case.id, draft, "Erin", pump.now)
    pump.run()


def test_an_address_that_somebody_typed_gets_one_question(api: Api, world: World, pump: Pump) -> None:
    for product in ("shop", "shop", "web"):
        api.post(f"/v1/status/{product}/subscriptions", {"email": ANNA})
        api.post(f"/v1/status/{product}/subscriptions", urlencode({"email": ANNA}).encode(), FORM)
    pump.run()
    case = declared(pump)
    updated(pump, case, "form-2")
    assert kinds(world, ANNA) == ["confirm"]


def test_a_subscriber_hears_each_thing_once(subscribed: Callable[[str], None], world: World, pump: Pump) -> None:
    subscribed(ANNA)
    case = declared(pump)
    updated(pump, case, "form-2")
    updated(pump, case, "form-3", ends="yes")
    assert kinds(world, ANNA) == ["confirm", "outage", "update", "over"]
    for mail in mails(world, ANNA)[1:]:
        assert f"https://status.example/shop/en/index.html#{case.id}" in mail.text
        assert "because you have subscribed to the status page" in mail.text
        assert mail.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert "/t/" not in mail.text + mail.html, "there is no report of theirs"


def test_one_press_in_the_middle_of_an_outage(
    api: Api, subscribed: Callable[[str], None], world: World, pump: Pump
) -> None:
    subscribed(ANNA)
    case = declared(pump)
    subscribed(BORIS)
    stop = path(re.search(r"<\S+>", mails(world, ANNA)[-1].headers["List-Unsubscribe"]))
    assert api.post(stop, b"List-Unsubscribe=One-Click", FORM).status_code == 200
    updated(pump, case, "form-2")
    assert kinds(world, ANNA) == ["confirm", "outage"]
    assert kinds(world, BORIS) == ["confirm", "outage", "update"], "who subscribes meanwhile is told what is known"
