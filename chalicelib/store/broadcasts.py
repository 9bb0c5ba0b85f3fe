"""What a broadcast reads and writes: its people, by pages, and how far it has come, in the row of its order.

In DynamoDB's own terms: a Row looks at each of its attributes, which takes a third of what a recipient may cost.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from pynamodb.exceptions import VerboseClientError

from chalicelib.model.broadcast import Progress
from chalicelib.model.case import Follower
from chalicelib.store import keys
from chalicelib.store.codec import dump, load
from chalicelib.store.followers import as_follower
from chalicelib.store.orders import LEASE, Busy, Claim
from chalicelib.store.tables import Row, connection


@dataclass(frozen=True, slots=True)
class Page:
    """Some of a case's followers in the order of their ids, and whether there are more behind them."""

    people: Sequence[Follower]
    more: bool


def page(case_id: str, after: str | None, limit: int) -> Page:
    """The followers behind `after`."""
    partition = {"S": keys.case(case_id).pk}
    query: dict[str, Any] = {
        "TableName": Row.Meta.table_name,
        "KeyConditionExpression": "pk = :pk AND begins_with(sk, :followers)",
        "ExpressionAttributeValues": {":pk": partition, ":followers": {"S": keys.FOLLOWER_PREFIX}},
        "ProjectionExpression": "#data, stopped_at",
        "ExpressionAttributeNames": {"#data": "data"},
        "Limit": limit,
        "ConsistentRead": True,
    }
    if after is not None:
        query["ExclusiveStartKey"] = {"pk": partition, "sk": {"S": f"{keys.FOLLOWER_PREFIX}{after}"}}
    answer: Mapping[str, Any] = connection().dispatch("Query", query)
    return Page([_follower(item) for item in answer["Items"]], "LastEvaluatedKey" in answer)


def these(case_id: str, ids: Sequence[str]) -> list[Follower]:
    """The followers of these ids, in their order."""
    partition = keys.case(case_id).pk
    rows = Row.batch_get([(partition, f"{keys.FOLLOWER_PREFIX}{one}") for one in ids]) if ids else ()
    found = {row.sk.removeprefix(keys.FOLLOWER_PREFIX): as_follower(row) for row in rows}
    return [found[one] for one in ids if one in found]


def note(claim: Claim, progress: Progress, now: datetime) -> None:
    """How far the order has come, as long as it is in our hands, where it then stays for another lease.

    Raises Busy when it is in somebody else's.
    """
    key = keys.order(claim.order.case_id, claim.order.id)
    values = {":lease": {"N": str(int((now + LEASE).timestamp()))}, ":progress": {"S": dump(progress)}}
    ours = {":claimed": {"S": "claimed"}, ":attempt": {"N": str(claim.attempt)}}
    update = {
        "TableName": Row.Meta.table_name,
        "Key": {"pk": {"S": key.pk}, "sk": {"S": key.sk}},
        "UpdateExpression": "SET progress = :progress, leased_until = :lease",
        "ConditionExpression": "#state = :claimed AND attempts = :attempt",
        "ExpressionAttributeNames": {"#state": "state"},
        "ExpressionAttributeValues": {**values, **ours},
    }
    try:
        connection().dispatch("UpdateItem", update)
    except VerboseClientError as error:
        if error.response["Error"]["Code"] != "ConditionalCheckFailedException":
            raise
        raise Busy(claim.order.id) from error


def noted(claim: Claim) -> Progress | None:
    """How far the order had come when it was claimed; None when nothing was noted."""
    return load(Progress, claim.progress) if claim.progress else None


def _follower(item: Mapping[str, Mapping[str, str]]) -> Follower:
    joined, stopped = load(Follower, item["data"]["S"]), item.get("stopped_at")
    return replace(joined, stopped_at=datetime.fromisoformat(stopped["S"])) if stopped else joined
