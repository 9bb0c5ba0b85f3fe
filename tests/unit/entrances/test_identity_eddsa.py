"""EdDSA: the host keeps the private key, and Wilco has nothing that could sign. Vectors of RFC 8032 and RFC 8037."""

import base64
import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256, sha512
from typing import Any

import jwt
import pytest
from nacl.signing import SigningKey

from chalicelib.entrances.ed25519 import Ed25519
from chalicelib.entrances.identity import keys, person_signed
from chalicelib.errors import Refusal
from chalicelib.model.report import Person
from chalicelib.settings.products import Identity
from chalicelib.settings.reporting import reporting
from tests.conftest import World
from tests.events import HOST_SECRET, host_token
from tests.unit.entrances.conftest import Api
from tests.unit.entrances.test_http_reports import a_body

# RFC 8037, appendix A: the key, and a JWS that it signed
KEY_8037 = {"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}
JWS_8037 = (
    "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc."
    "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg"
)
SIGNS = SigningKey(bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"))
ANOTHER = SigningKey(b"another" + b"-" * 25)
PUBLIC = bytes(SIGNS.verify_key)
PEM = (
    "-----BEGIN PUBLIC KEY-----\n"
    + base64.b64encode(bytes.fromhex("302a300506032b6570032100") + PUBLIC).decode()
    + "\n-----END PUBLIC KEY-----\n"
)
IDENTITY = Identity(algorithm="EdDSA", issuer="shop", public_key=PEM)
ORDER = 2**252 + 27742317777372353535851937790883648493  # of the group (RFC 8032, 5.1)


@pytest.mark.parametrize(
    ("public", "message", "signature"),
    [
        (
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
        ),
        (
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        ),
        (
            "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
            "af82",
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
        ),
    ],
)
def test_the_signatures_of_rfc_8032(public: str, message: str, signature: str) -> None:
    algorithm = Ed25519()
    key = algorithm.prepare_key(bytes.fromhex(public))
    signed, by = bytes.fromhex(message), bytes.fromhex(signature)
    assert algorithm.verify(signed, key, by)
    assert not algorithm.verify(signed + b"x", key, by)
    assert not algorithm.verify(signed, key, by[:-1])
    assert not algorithm.verify(signed, key, by + b"\0")
    assert not algorithm.verify(signed, key, bytes([by[0] ^ 1]) + by[1:])
    again = by[:32] + (int.from_bytes(by[32:], "little") + ORDER).to_bytes(32, "little")
    assert not algorithm.verify(signed, key, again), "a signature has one spelling (RFC 8032, 5.1.7)"


def test_the_token_of_rfc_8037() -> None:
    (key,) = keys(IDENTITY.model_copy(update={"public_key": KEY_8037["x"]}), {})
    read = jwt.PyJWS(algorithms=[])
    read.register_algorithm("EdDSA", Ed25519())
    assert read.decode(JWS_8037, key, algorithms=["EdDSA"]) == b"Example of Ed25519 signing"


def test_a_key_of_small_order_signs_nothing() -> None:
    """With such a key, and no secret at all, a signature of zeros would hold for every message."""
    neutral = (1).to_bytes(32, "little")
    assert not Ed25519().verify(b"anything", Ed25519().prepare_key(neutral), neutral + bytes(32))


@pytest.mark.parametrize("written", [PEM, KEY_8037, json.dumps(KEY_8037), KEY_8037["x"]], ids=["PEM", "JWK", "", "x"])
def test_a_public_key_may_be_written_so(written: Any) -> None:
    in_the_file = Identity(algorithm="EdDSA", issuer="shop", public_key=written)
    assert keys(in_the_file, {}) == [PUBLIC]
    assert Identity.model_validate_json(in_the_file.model_dump_json()) == in_the_file
    if isinstance(written, str):
        assert keys(Identity(algorithm="EdDSA", issuer="shop", secret="field"), {"field": written}) == [PUBLIC]


def read(token: str, identity: Identity = IDENTITY) -> Person:
    return person_signed(token, identity, keys(identity, {}), "shop", datetime.now(UTC))[0]


def refused(token: str) -> str:
    with pytest.raises(Refusal) as refusal:
        read(token)
    assert refusal.value.status == 401
    return refusal.value.detail


def sign(header: Mapping[str, Any] | None = None, key: SigningKey = SIGNS, **claims: Any) -> str:
    """What a host signs for Anna."""
    signed = f"{_encoded({'alg': 'EdDSA', 'typ': 'JWT'} | dict(header or {}))}.{host_token(claims).split('.')[1]}"
    return f"{signed}.{_base64(key.sign(signed.encode()).signature)}"


def _encoded(part: object) -> str:
    return _base64(json.dumps(part).encode())


def _base64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def test_the_host_vouches_for_anna() -> None:
    assert read(sign()) == Person("user:17", "Anna", "anna@example.com", "en")


def test_while_a_key_is_exchanged_both_hold() -> None:
    exchanged = Identity(
        algorithm="EdDSA", issuer="shop", public_key=_base64(bytes(ANOTHER.verify_key)), previous_public_key=PEM
    )
    assert read(sign(), exchanged).name == read(sign(key=ANOTHER), exchanged).name == "Anna"


def test_another_key() -> None:
    assert "signature does not hold" in refused(sign(key=ANOTHER))


@pytest.mark.parametrize("secret", [PEM.encode(), PEM.strip().encode(), PUBLIC, KEY_8037["x"].encode(), b""])
@pytest.mark.parametrize("algorithm", ["HS256", "HS512", "EdDSA"])
def test_the_public_key_is_no_secret_of_an_hmac(secret: bytes, algorithm: str) -> None:
    """The classic confusion: everybody has the public key, so a token that it `signs` says nothing."""
    signed = f"{_encoded({'alg': algorithm, 'typ': 'JWT'})}.{host_token().split('.')[1]}"
    forged = hmac.new(secret, signed.encode(), sha512 if algorithm == "HS512" else sha256).digest()
    refused(f"{signed}.{_base64(forged)}")


@pytest.mark.parametrize(
    "algorithm", ["none", "None", "HS256", "Ed448", "ES256", "eddsa", "", None, ["EdDSA"]], ids=repr
)
def test_the_token_does_not_choose_how_it_is_checked(algorithm: object) -> None:
    assert "has to be signed with EdDSA" in refused(sign({"alg": algorithm}))


def test_a_token_of_the_other_kind_is_refused() -> None:
    assert "has to be signed with EdDSA" in refused(host_token())
    with pytest.raises(Refusal, match="has to be signed with HS256"):
        person_signed(sign(), Identity(issuer="shop", secret="s"), [HOST_SECRET], "shop", datetime.now(UTC))


@pytest.mark.parametrize("signature", ["", "AA", _base64(bytes(64)), _base64(bytes(63)), _base64(bytes(65))])
def test_no_signature(signature: str) -> None:
    refused(f"{sign().rpartition('.')[0]}.{signature}")


@pytest.mark.parametrize("header", [{"jwk": KEY_8037}, {"jku": "https://evil.example"}, {"kid": "../key"}], ids=str)
def test_a_token_brings_no_key(header: dict[str, Any]) -> None:
    refused(sign(header))
    refused(sign(header, ANOTHER))


def test_a_report_of_a_product_that_signs_so_needs_no_secret(
    api: Api, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(
        reporting().products, "shop", reporting().products["shop"].model_copy(update={"identity": IDENTITY})
    )
    monkeypatch.delenv("WILCO_SECRET_HOSTS")
    assert api.post("/v1/reports", a_body(identity=sign())).status_code == 202
    assert api.post("/v1/reports", a_body(key="click-0002", identity=host_token())).status_code == 401
