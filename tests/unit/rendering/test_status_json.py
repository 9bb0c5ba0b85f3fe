"""status.json: what readers of a Statuspage's summary look for, and our own beside it."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given

from chalicelib.model.case import Case, Issue
from chalicelib.rendering.status import Snapshot
from chalicelib.rendering.status_json import status_json
from tests.builders import NOW
from tests.outages import BROKEN, an_outage, over, told
from tests.unit.rendering.examples import LINKS, TEAM, extreme

ALL = ("prices", "orders", "media", "delivery")


def read(*outages: Case) -> Any:
    return json.loads(status_json(Snapshot("shop", outages, TEAM, NOW + timedelta(hours=1)), LINKS))


@pytest.mark.parametrize(
    ("outages", "indicator", "description"),
    [
        ((), "none", "All Systems Operational"),
        ((told(an_outage(), "monitoring"),), "minor", "Partially Degraded Service"),
        ((an_outage(),), "major", "Partial System Outage"),
        ((an_outage(*ALL),), "critical", "Major Service Outage"),
    ],
)
def test_the_indicator(outages: tuple[Case, ...], indicator: str, description: str) -> None:
    assert read(*outages)["status"] == {"indicator": indicator, "description": description}


def test_the_parts_of_a_summary() -> None:
    outage = told(an_outage("prices", "orders"), texts={"ru": "Нашли"}, next_by=NOW + timedelta(hours=2))
    said = read(outage)
    assert said["page"] | {"names": None} == {
        "id": "shop",
        "name": "The Shop",
        "names": None,
        "url": "https://status.example/shop/index.html",
        "time_zone": "Etc/UTC",
        "updated_at": "2026-11-21T13:00:00.000Z",
    }
    assert [(one["id"], one["status"]) for one in said["components"]] == [
        ("prices", "major_outage"),
        ("orders", "major_outage"),
        ("media", "operational"),
        ("delivery", "operational"),
    ]
    (incident,) = said["incidents"]
    assert (incident["name"], incident["names"]["ru"]) == ("Outage: Prices, Orders", "Сбой: Цены, Заказы")
    assert (incident["status"], incident["impact"]) == ("identified", "major")
    assert (incident["started_at"], incident["resolved_at"]) == ("2026-11-21T12:00:00.000Z", None)
    assert incident["next_update_by"] == "2026-11-21T14:00:00.000Z"
    assert incident["shortlink"] == f"https://status.example/shop/index.html#{outage.id}"
    newest, first = incident["incident_updates"]
    assert (newest["status"], newest["body"], newest["texts"]) == ("identified", "Нашли", {"ru": "Нашли"})
    assert (first["status"], first["body"], first["texts"]) == ("investigating", BROKEN["en"], BROKEN)
    assert [one["code"] for one in first["affected_components"]] == ["prices", "orders"]
    assert said["scheduled_maintenances"] == []


def test_what_is_over_is_past() -> None:
    said = read(over(told(an_outage(), "monitoring")))
    assert said["incidents"] == []
    (incident,) = said["past_incidents"]
    assert (incident["status"], incident["next_update_by"]) == ("resolved", None)
    assert (incident["monitoring_at"], incident["resolved_at"]) == (
        "2026-11-21T12:10:00.000Z",
        "2026-11-21T13:00:00.000Z",
    )


def test_nothing_of_people_or_of_jira() -> None:
    made = json.dumps(read(replace(an_outage(), affected=4817, issue=Issue("10001", "SHOP-7"))))
    for secret in ("4817", "SHOP-7", "Erin", "form-1"):
        assert secret not in made


@given(extreme)
def test_nothing_typed_is_more_than_text(typed: str) -> None:
    said = status_json(Snapshot("shop", (an_outage(texts={"en": typed, "ru": "x"}),), TEAM, NOW), LINKS)
    assert "<" not in said
    json.loads(said)
