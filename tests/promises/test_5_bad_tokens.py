"""Promise 5 against whoever makes up an identity: forged, expired, replayed or without a signature, nobody gets mail.

Through the real entrance, with and without an address left beside it, on a problem that nobody knows, on an open one
and on a closed one that would tell its answer at once.
"""

import json
from datetime import timedelta
from typing import Any

import jwt
import pytest

from chalicelib.decisions.jira_news import look_again
from chalicelib.settings.products import Identity
from chalicelib.settings.reporting import reporting
from chalicelib.store.cases import get_case, get_report
from chalicelib.store.commit import commit
from chalicelib.store.tables import Row
from tests.builders import NOW
from tests.conftest import World
from tests.events import HOST_SECRET, host_token
from tests.forgeries import forgeries
from tests.pump import Pump
from tests.unit.entrances.conftest import Api
from tests.unit.entrances.test_http_reports import a_body
from tests.unit.entrances.test_identity_eddsa import PEM, PUBLIC

VICTIM = "victim@example.com"
CONTACTS: list[Any] = [None, {"email": VICTIM}]
STANDS = [None, "In Progress", "Done", "Won't Do"]


def claims() -> dict[str, Any]:
    said: dict[str, Any] = jwt.decode(host_token({"email": VICTIM}), options={"verify_signature": False})
    return said


def the_case_is(status: str | None, api: Api, world: World, pump: Pump) -> None:
    """Boris has reported the same problem before, and it stands so in Jira."""
    if status is None:
        return
    boris = host_token({"jti": "boris", "sub": "18", "email": "boris@example.com"})
    receipt = json.loads(api.post("/v1/reports", a_body(key="click-boris", identity=boris)).body)
    pump.run()
    report = get_report(receipt["report_id"])
    assert report is not None
    (issue,) = world.jira.issues.values()
    issue.status, issue.updated_at = status, NOW + timedelta(days=1)
    commit(look_again(report.case_id, "webhook", None), NOW)
    pump.run()
    case = get_case(report.case_id)
    assert case is not None
    assert case.status.closed == (status != "In Progress")


def everything() -> list[Any]:
    return sorted((row.serialize() for row in Row.scan()), key=lambda row: (row["pk"]["S"], row["sk"]["S"]))


@pytest.mark.parametrize("contact", CONTACTS, ids=["", "contact"])
@pytest.mark.parametrize("status", STANDS)
def test_no_token_that_does_not_hold_mails_anybody_or_leaves_anything(
    world: World, pump: Pump, status: str | None, contact: Any
) -> None:
    api = Api()
    the_case_is(status, api, world, pump)
    before, mails = everything(), len(world.mail.sent)
    answers = {
        what: api.post("/v1/reports", a_body(key=f"click-{number:04}", identity=token, contact=contact)).status_code
        for number, (what, token) in enumerate(forgeries(claims(), HOST_SECRET))
    }
    assert {what: status for what, status in answers.items() if status != 401} == {}
    pump.run()
    assert len(world.mail.sent) == mails
    assert everything() == before


@pytest.mark.parametrize("contact", CONTACTS, ids=["", "contact"])
@pytest.mark.parametrize("status", STANDS)
def test_a_token_that_was_used_mails_nobody_again(world: World, pump: Pump, status: str | None, contact: Any) -> None:
    """Whatever the second report says, and whoever it says it is by."""
    api = Api()
    the_case_is(status, api, world, pump)
    token = host_token()
    assert api.post("/v1/reports", a_body(identity=token)).status_code == 202
    pump.run()
    before, mails = everything(), len(world.mail.sent)
    for number, place in enumerate(["https://shop.example/orders/17", "https://shop.example/elsewhere"], 2):
        body = a_body(key=f"click-{number:04}", identity=token, contact=contact, place__url=place)
        assert api.post("/v1/reports", body).status_code == 401
    pump.run()
    assert len(world.mail.sent) == mails
    assert everything() == before


@pytest.mark.parametrize("secret", [PEM, PUBLIC.hex(), HOST_SECRET])
def test_a_product_with_a_key_pair_takes_no_hmac(
    world: World, pump: Pump, monkeypatch: pytest.MonkeyPatch, secret: str
) -> None:
    """Everybody has the public key; as the secret of an HMAC it would let everybody sign."""
    signs = Identity(algorithm="EdDSA", issuer="shop", public_key=PEM)
    monkeypatch.setitem(
        reporting().products, "shop", reporting().products["shop"].model_copy(update={"identity": signs})
    )
    api = Api()
    for number, token in enumerate([hs256(secret), *(token for _, token in forgeries(claims(), HOST_SECRET))]):
        answer = api.post("/v1/reports", a_body(key=f"click-{number:04}", identity=token))
        assert answer.status_code == 401
    pump.run()
    assert (world.mail.sent, everything()) == ([], [])


def hs256(secret: str) -> str:
    """As PyJWT itself would not sign it: it takes no PEM for a secret."""
    signed = ".".join(jwt.encode(claims(), HOST_SECRET, "HS256").split(".")[:2])
    signature = jwt.algorithms.HMACAlgorithm(jwt.algorithms.HMACAlgorithm.SHA256).sign(signed.encode(), secret.encode())
    return f"{signed}.{jwt.utils.base64url_encode(signature).decode()}"
