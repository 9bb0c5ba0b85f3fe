"""With which key a token is checked: the product's own, the one before it, and never one that the token names."""

import base64
import hmac
import json
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import jwt
import pytest

from chalicelib.entrances.identity import keys, person_signed
from chalicelib.errors import Refusal
from chalicelib.model.report import Person
from tests.events import HOST_SECRET, host_token
from tests.unit.entrances.test_identity import IDENTITY, refused


def read(token: str, secret: str = HOST_SECRET) -> Person:
    return person_signed(token, IDENTITY, [secret], "shop", datetime.now(UTC))[0]


@pytest.mark.parametrize(
    "header",
    [
        {"kid": "../../etc/passwd"},
        {"kid": "x' UNION SELECT 'a"},
        {"kid": ""},
        {"kid": ["2026"]},
        {"crit": ["x"], "x": 1},
        {"crit": ["b64"], "b64": True},
        {"jku": "https://evil.example/keys.json"},
        {"jwk": {"kty": "oct", "k": "c2VjcmV0"}},
        {"x5u": "https://evil.example/cert.pem"},
        {"x5c": ["MIIB"]},
        {"typ": "at+jwt"},
        {"cty": "JWT"},
        {"zip": "DEF"},
    ],
    ids=str,
)
def test_headers_lead_nowhere(header: dict[str, Any]) -> None:
    """Also with a signature that holds: what a token says of keys is not listened to."""
    refused(signed_with(header))


@pytest.mark.parametrize("header", [{"kid": "2026-11"}, {"typ": "jwt"}, {"typ": None}], ids=str)
def test_headers_that_libraries_write(header: dict[str, Any]) -> None:
    assert read(signed_with(header)).id == "user:17"


def signed_with(header: dict[str, Any]) -> str:
    """Anna's claims under this header; the signature holds."""
    said = {name: part for name, part in ({"alg": "HS256", "typ": "JWT"} | header).items() if part is not None}
    signed = f"{_encoded(said)}.{host_token().split('.')[1]}"
    return f"{signed}.{_base64(hmac.new(HOST_SECRET.encode(), signed.encode(), sha256).digest())}"


def test_while_a_secret_is_exchanged_both_hold() -> None:
    exchanged = IDENTITY.model_copy(update={"previous_secret": "host_secret_before"})
    hosts = {"host_secret_shop": "the-new-secret-of-thirty-two-bytes!!", "host_secret_before": HOST_SECRET}
    both = keys(exchanged, hosts)
    for secret in hosts.values():
        assert person_signed(host_token(secret=secret), exchanged, both, "shop", datetime.now(UTC))[0].name == "Anna"
    with pytest.raises(Refusal, match="signature does not hold"):
        person_signed(host_token(secret="x" * 32), exchanged, both, "shop", datetime.now(UTC))


def test_a_previous_secret_that_is_gone_is_no_secret() -> None:
    exchanged = IDENTITY.model_copy(update={"previous_secret": "host_secret_before"})
    assert keys(exchanged, {"host_secret_shop": HOST_SECRET}) == [HOST_SECRET]
    with pytest.raises(KeyError):
        keys(exchanged, {"host_secret_before": HOST_SECRET})


@pytest.mark.parametrize("secret", ["", "x", "x" * 31])
@pytest.mark.filterwarnings("ignore::jwt.warnings.InsecureKeyLengthWarning")
def test_a_secret_that_can_be_guessed_vouches_for_nobody(secret: str) -> None:
    """RFC 7518, 3.2; it is a mistake of the deployment, so it is not told to the page."""
    with pytest.raises(jwt.InvalidKeyError):
        read(host_token(secret=secret or "x"), secret)


def _encoded(part: object) -> str:
    return _base64(json.dumps(part).encode())


def _base64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
