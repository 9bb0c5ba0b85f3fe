"""Made-up identities on the deployed stack: all of them, and the mailbox stays empty."""

import time
from typing import Any

import pytest

from sandbox.credentials import PUBLISHED, Credentials
from sandbox.identity import sign
from tests.forgeries import forgeries
from tests.stack.flows.scene import Scene, problem

pytestmark = pytest.mark.stack


def test_no_token_that_does_not_hold_sends_a_mail(scene: Scene) -> None:
    ann, victim = scene.person("Ann"), scene.person("Victim")
    secret = Credentials.read(PUBLISHED).host_secret_shop
    now = int(time.time())
    claims: dict[str, Any] = {"iss": "shop", "aud": "wilco", "sub": "victim", "email": victim.email, "name": "V"}
    claims |= {"iat": now, "exp": now + 120, "jti": f"forged-{now}"}
    used = sign(ann, secret)
    scene.send(identity=used)
    made_up = [*forgeries(claims, secret), ("replayed", used)]
    for contact in (None, {"email": victim.email}):
        taken = {
            what: answer.status_code
            for what, token in made_up
            if (answer := scene.world.report(scene.click(identity=token, contact=contact))).status_code != 401
        }
        assert taken == {}
    assert "used" in problem(scene.world.report(scene.click(identity=used)))["detail"]
    scene.world.until_quiet()
    assert scene.told(victim) == []
    assert scene.told(ann) == ["received"]
    scene.move("Done")
    assert scene.told(victim) == []
    assert scene.told(ann) == ["received", "resolved"]
    assert len(scene.links()) == 2, "Ann's report and the thread"
