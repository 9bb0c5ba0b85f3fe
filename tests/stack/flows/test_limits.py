"""Over the limit on the deployed stack: everything is taken, what is over waits, and in the end all of it is there."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.store.changes import WAITS_FOR_ITS_TURN
from chaos.stack import sweep
from sandbox.credentials import PUBLISHED, Credentials
from sandbox.identity import sign
from tests.stack.flows.scene import Scene

pytestmark = pytest.mark.stack
LIMIT = 30  # of a person, in wilco.yaml
SENT = 50


def the_turns_come(scene: Scene) -> int:
    """As if hours had passed; how many reports waited."""
    table, dynamodb = scene.world.stack.outputs["TableName"], scene.world.stack.engine.client("dynamodb")
    found = dynamodb.query(
        TableName=table,
        IndexName="waiting",
        KeyConditionExpression="waits_for = :turn",
        ExpressionAttributeValues={":turn": {"S": WAITS_FOR_ITS_TURN}},
    )["Items"]
    for number, row in enumerate(found):
        due = datetime.now(UTC) - timedelta(hours=1) + timedelta(seconds=number)
        dynamodb.update_item(
            TableName=table,
            Key={"pk": row["pk"], "sk": row["sk"]},
            UpdateExpression="SET due_at = :due",
            ConditionExpression="waits_for = :turn",
            ExpressionAttributeValues={":due": {"S": due.isoformat()}, ":turn": {"S": WAITS_FOR_ITS_TURN}},
        )
    return len(found)


def test_fifty_reports_of_one_person(scene: Scene) -> None:
    ann, boris = scene.person("Ann"), scene.person("Boris")
    secret = Credentials.read(PUBLISHED).host_secret_shop
    receipts: list[Any] = [scene.send(ann, identity=sign(ann, secret)) for _ in range(SENT)]
    queued = [receipt for receipt in receipts if receipt["queued"]]
    assert 0 < len(queued) <= SENT - LIMIT
    assert not scene.send(boris)["queued"], "another person behind the same address"
    scene.world.until_quiet()
    assert "waits for its turn" in scene.world.page_of(queued[-1]["tracking_url"])
    assert the_turns_come(scene) == len(queued)
    sweep(scene.world.stack)
    scene.world.until_quiet()
    states = [scene.world.state_of(receipt["tracking_url"]) for receipt in receipts]
    assert not [state for state in states if state["queued"]]
    assert "waits for its turn" not in scene.world.page_of(queued[-1]["tracking_url"])
    assert scene.issue()["fields"]["customfield_10050"] == 2, "Ann and Boris, each once"
    assert (scene.told(ann), scene.told(boris)) == (["received"], ["received"])
    assert len(scene.parents()) == 1
