"""What tests are about, with sensible defaults: a test names only what matters to it."""

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from chalicelib.decisions.fingerprint import fingerprint
from chalicelib.decisions.surge import catch_up
from chalicelib.model.case import Case, Follower, Step
from chalicelib.model.dialog import Dialog, DialogLine, DialogState, Escalation
from chalicelib.model.orders import Destination, Order, ShowCase
from chalicelib.model.report import Client, Person, Place, Report, Trigger
from chalicelib.model.status import Status
from chalicelib.model.surge import Area, Watch
from chalicelib.model.suspicion import Watched

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
FINGERPRINT = "mfzwizltoq2gk"

ANNA = Person("user:17", "Anna", "anna@example.com", "en")
ANONYMOUS = Person("report:click-0001")


def a_person(number: int) -> Person:
    """One of many people, vouched for."""
    return Person(f"user:{number}", f"Person {number}", f"person-{number}@example.com")


def a_trigger(**given: Any) -> Trigger:
    """A button at the price of an order."""
    return replace(Trigger(area="prices", kind="wrong-value"), **given)


def a_report(**given: Any) -> Report:
    """A click of Anna's. `number` tells clicks apart; `url`, `kind` and `area` say where and what."""
    number = given.pop("number", 1)
    trigger = a_trigger(**{name: given.pop(name) for name in ("kind", "area") if name in given})
    place = Place(given.pop("url", "https://shop.example/orders/17"))
    report = Report(
        id=f"report-{number:04}",
        token=f"secret-{number:04}",
        product="shop",
        key=f"click-{number:04}",
        digest=f"digest-{number:04}",
        trigger=trigger,
        place=place,
        client=Client(browser="Firefox 133.0", os="Windows 10"),
        person=ANNA,
        fingerprint="",
        received_at=NOW,
    )
    report = replace(report, **given)
    named = report.fingerprint or fingerprint(report.product, report.trigger, report.place.url)
    return replace(report, fingerprint=named)


def a_case(status: Status = Status.RECEIVED, **given: Any) -> Case:
    """The case that `a_report` opens, in any status."""
    case = Case(
        id=f"{FINGERPRINT}-1",
        product="shop",
        fingerprint=FINGERPRINT,
        generation=1,
        area="prices",
        kind="wrong-value",
        place="shop.example/orders/:id",
        status=status,
        opened_at=NOW,
        changed_at=NOW,
        history=(Step(NOW, status),),
        first_report=("report-0001", "secret-0001"),
    )
    return replace(case, **given)


def a_follower(number: int = 1, **given: Any) -> Follower:
    """Somebody who is told about `a_case`; their ids sort by number."""
    follower = Follower(
        id=f"follower-{number:04}",
        case_id=a_case().id,
        email=f"person-{number}@example.com",
        locale="en",
        report_id=f"report-{number:04}",
        token=f"secret-{number:04}",
    )
    return replace(follower, **given)


DIALOG = Dialog("carrot", "9007199254740993007")  # an id that no float can hold


def a_line(who: Literal["person", "operator", "note"], text: str, minutes: int = 0, **given: Any) -> DialogLine:
    """A message in the dialog, so many minutes after NOW."""
    name = {"person": None, "operator": "Daria Belova", "note": "Daria Belova"}[who]
    return replace(DialogLine(f"part-{minutes}", who, text, NOW + timedelta(minutes=minutes), name), **given)


def a_dialog(**given: Any) -> DialogState:
    """Anna asks about her order, and Daria answers."""
    lines = (a_line("person", "My order shows 0.00", -9), a_line("operator", "I am looking into it", -8))
    page = Place("https://shop.example/orders/17", "Order 17")
    return replace(DialogState(DIALOG, ANNA, lines, page=page), **given)


def an_escalation(**given: Any) -> Escalation:
    """Daria hands the dialog over."""
    words = given.pop("words", "The price is 0.00, but she has paid")
    made = Escalation("view-1", "Daria Belova", NOW, "shop", "prices", "wrong-value", DIALOG, words)
    return replace(made, **given)


def an_order(**given: Any) -> Order:
    """Show `a_case` in Slack."""
    case_id = given.get("case_id", a_case().id)
    order = Order("slack:shown", case_id, Destination.SLACK, case_id, ShowCase())
    unknown = given.keys() - {field.name for field in fields(Order)}
    assert not unknown, unknown
    return replace(order, **given)


def a_quiet_area(at: datetime = NOW, area: str = "prices") -> Watched:
    """An area of the shop that was watched for half a day until then, in which nobody came."""
    minute = int(at.timestamp()) // 60
    bucket = minute - minute % 5
    return Watched("shop", area, catch_up(Area(learnt=bucket - 725), {}, bucket - 5, Watch()), version=1)
