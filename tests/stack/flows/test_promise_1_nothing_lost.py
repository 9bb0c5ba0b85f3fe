"""Promise 1: nothing accepted is lost. A vendor that is down delays, and afterwards everything has arrived once."""

import pytest

from tests.stack.flows.scene import Scene, in_jira_and_slack_once
from tests.stack.polling import eventually

pytestmark = pytest.mark.stack


@pytest.mark.parametrize(("vendor", "fault"), [("jira", "500"), ("jira", "drop"), ("slack", "500"), ("slack", "drop")])
def test_a_vendor_that_is_down_only_delays(scene: Scene, vendor: str, fault: str) -> None:
    ann, boris = scene.person("Ann"), scene.person("Boris", "ru")
    scene.world.break_down(vendor, fault)
    receipts = [scene.send(ann), scene.send(boris)]
    eventually(lambda: sum(scene.world.faults_that_struck().values()) >= 2)
    assert [scene.world.state_of(receipt["tracking_url"])["status"] for receipt in receipts] == ["received"] * 2
    scene.world.mend()
    scene.world.until_quiet()
    in_jira_and_slack_once(scene, receipts)
    assert scene.told(ann) == scene.told(boris) == ["received"]
