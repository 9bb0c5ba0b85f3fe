"""The metrics that CloudWatch counts from our lines: each is of a line that is really logged, and watched or shown."""

import json
import re
from collections.abc import Mapping
from datetime import timedelta
from fnmatch import fnmatchcase
from typing import Any

import pytest
from chalice.test import Client

from app import app
from chalicelib.deliveries import to_jira
from chalicelib.deliveries.once import Act, Later, deliver
from chalicelib.entrances.promises import tell_kept
from chalicelib.errors import NotYet, Permanent, Retryable, Unknown
from chalicelib.model.decision import CaseOpened, Decision
from chalicelib.model.orders import CompareCases, Destination
from chalicelib.model.promise import PromiseCounted
from chalicelib.observe import now
from chalicelib.store import keys
from chalicelib.store.commit import commit
from chalicelib.store.orders import Claim, Outcome
from tests.builders import NOW, a_case, an_order
from tests.conftest import World
from tests.infra.conftest import Resources

Lines = list[dict[str, Any]]
PATTERN = re.compile(r'\{ \$\.event = "([a-z_*]+)" \}')
ENDINGS: Mapping[str, Exception] = {
    "failed": Permanent("gone"),
    "unknown": Unknown("timed out"),
    "put_back": Retryable("503"),
    "stepped_aside": NotYet("too early"),
}


def _of_type(resources: Resources, kind: str) -> dict[str, dict[str, Any]]:
    return {name: one["Properties"] for name, one in resources.items() if one["Type"] == kind}


def _ending(error: Exception) -> Act:
    def act(claim: Claim, now: Any) -> Outcome:
        raise error

    return act


def _compare(claim: Claim, _: Any) -> Outcome:
    return to_jira.carry_out(claim, now())


@pytest.fixture
def lines(table: str, world: World, capsys: pytest.CaptureFixture[str]) -> Lines:
    """What is logged when orders end in every way, and when the sweep runs."""
    commit(Decision("opened", (CaseOpened(a_case()),)), NOW)
    acts: dict[str, Act] = {name: _ending(error) for name, error in ENDINGS.items()}
    acts["done"] = lambda claim, at: Outcome("1.2")
    for name, act in acts.items():
        order = an_order(id=name, destination=Destination.MAIL)
        commit(Decision("ordered", orders=(order,)), now())
        try:
            deliver(keys.order(order.case_id, order.id), act, now())
        except Later:
            continue
    compared = an_order(id="compare", destination=Destination.JIRA, act=CompareCases((a_case().id,)))
    commit(Decision("ordered", orders=(compared,)), now() - timedelta(hours=1))
    Client(app).lambda_.invoke("sweep", {"detail": {}} | dict.fromkeys(_EVENT_NAMES, ""))
    deliver(keys.order(compared.case_id, compared.id), _compare, now())
    tell_kept(Decision("both", tuple(PromiseCounted("shop", "2026-11", kept) for kept in (True, False))))
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


_EVENT_NAMES = ("version", "id", "detail-type", "source", "account", "region", "time", "resources")


def _counted(filter_: Mapping[str, Any], lines: Lines) -> Lines:
    match = PATTERN.fullmatch(filter_["FilterPattern"])
    assert match, filter_["FilterPattern"]
    return [line for line in lines if fnmatchcase(line["event"], match[1])]


def test_each_filter_finds_what_it_counts(resources: Resources, lines: Lines) -> None:
    for name, filter_ in _of_type(resources, "AWS::Logs::MetricFilter").items():
        counted = _counted(filter_, lines)
        assert counted, f"{name} counts a line that nobody logs"
        (metric,) = filter_["MetricTransformations"]
        wanted = [metric["MetricValue"], *(one["Value"] for one in metric.get("Dimensions", []))]
        fields = [selector.removeprefix("$.") for selector in wanted if selector.startswith("$.")]
        for line in counted:
            assert line.keys() >= set(fields), f"{name} reads fields that are not there"
        assert isinstance(counted[0].get(fields[0], 0), int | str)


def test_every_ending_is_counted_by_destination(resources: Resources, lines: Lines) -> None:
    counted = _counted(_of_type(resources, "AWS::Logs::MetricFilter")["MailOutcomes"], lines)
    ended = {(line["destination"], line["event"]) for line in counted}
    assert ended >= {("mail", f"order_{ending}") for ending in [*ENDINGS, "done"]}


def test_the_backlog_is_as_old_as_its_oldest_order(lines: Lines) -> None:
    told = {line["destination"]: line["oldest_seconds"] for line in lines if line["event"] == "backlog"}
    assert told.keys() == set(Destination)
    assert told["jira"] >= 3600
    assert told["slack"] == 0


def test_an_alarm_watches_only_what_is_counted(resources: Resources) -> None:
    counted = {
        (metric["MetricName"], frozenset(one["Key"] for one in metric.get("Dimensions", [])))
        for filter_ in _of_type(resources, "AWS::Logs::MetricFilter").values()
        for metric in filter_["MetricTransformations"]
    }
    ours = [alarm for alarm in _of_type(resources, "AWS::CloudWatch::Alarm").values() if _is_ours(alarm)]
    watched = {(alarm["MetricName"], frozenset(one["Name"] for one in alarm.get("Dimensions", []))) for alarm in ours}
    assert watched <= counted
    assert {name for name, _ in watched} == {"OldestOrder", "Orders", "LostOrders"}


def test_every_destination_has_an_alarm_for_what_waits_and_what_failed(resources: Resources) -> None:
    watched = {
        (alarm["MetricName"], *(one["Value"] for one in alarm["Dimensions"]))
        for alarm in _of_type(resources, "AWS::CloudWatch::Alarm").values()
        if _is_ours(alarm) and "Dimensions" in alarm
    }
    for destination in Destination:
        assert ("OldestOrder", destination.value) in watched
        assert ("Orders", destination.value, "order_failed") in watched
    assert ("Orders", "mail", "order_unknown") in watched


def test_the_dashboard_shows_every_metric(resources: Resources) -> None:
    body = resources["Dashboard"]["Properties"]["DashboardBody"]["Fn::Sub"]
    assert json.loads(body)["widgets"]
    for filter_ in _of_type(resources, "AWS::Logs::MetricFilter").values():
        assert filter_["MetricTransformations"][0]["MetricName"] in body


def _is_ours(alarm: Mapping[str, Any]) -> bool:
    """Not one of the namespaces that AWS fills."""
    return not isinstance(alarm["Namespace"], str)
