"""More people than usual: the team is told once, and says that it is no outage."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.store import keys
from chalicelib.store.codec import dump
from chaos.stack import sweep
from tests.builders import a_quiet_area
from tests.stack.flows.scene import Scene

pytestmark = pytest.mark.stack
PEOPLE = 6
AREA = "delivery"  # nobody else's in these flows


def suspicions(scene: Scene) -> list[dict[str, Any]]:
    return [one for one in scene.world.messages() if "· Delivery (The Shop)" in one["text"]]


def watched_for_half_a_day(scene: Scene) -> None:
    """As if the stack had been up so long: an area that nobody has watched raises no suspicion in its first hours."""
    watched = a_quiet_area(datetime.now(UTC), AREA)
    key = keys.watched("shop", AREA)
    row = {"pk": {"S": key.pk}, "sk": {"S": key.sk}, "data": {"S": dump(watched.state)}, "version": {"N": "1"}}
    tables = scene.world.stack.engine.client("dynamodb")
    tables.put_item(TableName=scene.world.stack.outputs["TableName"], Item=row)
    tables.close()


def test_a_suspected_surge_is_told_once_and_dismissed(scene: Scene) -> None:
    watched_for_half_a_day(scene)
    trigger = {"area": AREA, "kind": "late-data", "label": "Parcel", "element": "#parcel"}
    for number in range(PEOPLE):
        scene.send(scene.person("abcdefgh"[number]), trigger=trigger)
    scene.world.until_quiet()
    for _ in range(2):
        sweep(scene.world.stack)
        scene.world.until_quiet()
    (told,) = suspicions(scene)
    # The schedule may have looked before everybody was counted.
    assert re.match(
        r"⚠️ Suspected surge · Delivery \(The Shop\): [3-6] people in \d+ minutes; usual is 0–", told["text"]
    )
    answer = scene.world.press(told["ts"], "not_an_outage", "U0ERIN")
    assert (answer["status"], answer["error"]) == (200, None)
    scene.world.until_quiet()
    (told,) = suspicions(scene)
    assert told["text"].startswith("🔕 Not an outage, says Erin")
    assert scene.key in str(told["blocks"])
    assert "actions" not in [block["type"] for block in told["blocks"]], "there is nothing left to press"
