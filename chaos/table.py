"""Wilco's own account of itself: the rows of its table, read as what they are."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from chalicelib.model.case import Case, Follower, Issue, Thread
from chalicelib.model.orders import Destination, Order
from chalicelib.model.report import Report
from chalicelib.store import keys
from chalicelib.store.changes import WAITS_FOR_FACTS, WAITS_FOR_ITS_TURN
from chalicelib.store.codec import load
from infra.local_stack import LocalStack

Item = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Line:
    """An order and how it ended; `outcome` is the vendor's id, or the reason."""

    order: Order
    state: str
    outcome: str


@dataclass(frozen=True, slots=True)
class Book:
    """Everything that is in the table. `affected` counts the people of each case by their rows."""

    cases: Mapping[str, Case]
    reports: Mapping[str, Report]
    followers: tuple[Follower, ...]
    affected: Mapping[str, int]
    lines: tuple[Line, ...]


class Table:
    """The table of a running stack."""

    def __init__(self, stack: LocalStack) -> None:
        self._dynamodb: Any = stack.engine.client("dynamodb")
        self._name = stack.outputs["TableName"]

    def case(self, case_id: str) -> Case | None:
        """One case, with the issue and the thread that it has by now."""
        key = keys.case(case_id)
        found = self._dynamodb.get_item(TableName=self._name, Key={"pk": {"S": key.pk}, "sk": {"S": key.sk}})
        return _case(found["Item"]) if "Item" in found else None

    def cases(self) -> list[Case]:
        """Every case."""
        only = {"FilterExpression": "sk = :case", "ExpressionAttributeValues": {":case": {"S": keys.CASE_SORT}}}
        return [_case(item) for item in self._items(**only) if "data" in item]

    def waiting(self) -> int:
        """How many rows somebody has to carry on."""
        return sum(
            self._count(whom) for whom in (WAITS_FOR_ITS_TURN, WAITS_FOR_FACTS, *(to.value for to in Destination))
        )

    def read(self) -> Book:
        """All of it."""
        items = list(self._items())
        by_kind = {name: [one for one in items if one["sk"]["S"].startswith(name)] for name in _KINDS}
        rows = [one for one in by_kind[keys.CASE_SORT] if "data" in one]  # a ward's has nothing but its number
        cases = {case.id: case for case in map(_case, rows)}
        reports = [load(Report, one["data"]["S"]) for one in by_kind[keys.REPORT_SORT]]
        return Book(
            cases,
            {report.id: report for report in reports},
            tuple(one for one in map(_follower, by_kind[keys.FOLLOWER_PREFIX]) if one.email),
            Counter(one["pk"]["S"].removeprefix("CASE#") for one in by_kind["PERSON#"]),
            tuple(map(_line, by_kind[keys.ORDER_PREFIX])),
        )

    def _count(self, whom: str) -> int:
        pages = self._dynamodb.get_paginator("query").paginate(
            TableName=self._name,
            IndexName="waiting",
            KeyConditionExpression="waits_for = :whom",
            ExpressionAttributeValues={":whom": {"S": whom}},
            Select="COUNT",
        )
        return sum(page["Count"] for page in pages)

    def _items(self, **only: Any) -> Iterator[Item]:
        for page in self._dynamodb.get_paginator("scan").paginate(TableName=self._name, **only):
            yield from page["Items"]


_KINDS = (keys.CASE_SORT, keys.REPORT_SORT, keys.FOLLOWER_PREFIX, "PERSON#", keys.ORDER_PREFIX)


def _follower(item: Item) -> Follower:
    return load(Follower, item["data"]["S"])


def _case(item: Item) -> Case:
    return replace(
        load(Case, item["data"]["S"]),
        issue=load(Issue, item["issue"]["S"]) if "issue" in item else None,
        thread=load(Thread, item["thread"]["S"]) if "thread" in item else None,
        affected=int(item["affected"]["N"]) if "affected" in item else 0,
        jira_status=item["jira_status"]["S"] if "jira_status" in item else None,
    )


def _line(item: Item) -> Line:
    return Line(load(Order, item["data"]["S"]), item["state"]["S"], item.get("outcome", {}).get("S", ""))
