"""An Ed25519 public key as people write it down: PEM, a JWK (RFC 8037), or the 32 bytes in base64url."""

import base64
import binascii
import json
from collections.abc import Mapping

_HOW = "give the Ed25519 public key as PEM (openssl pkey -in key.pem -pubout), or as a JWK {kty: OKP, crv: Ed25519, x}"
_PRIVATE = "this is a private key: it belongs on your server alone. Make a new pair, and give its public half here"
_PEM_BEGIN, _PEM_END = "-----BEGIN PUBLIC KEY-----", "-----END PUBLIC KEY-----"
# SubjectPublicKeyInfo of an Ed25519 key is these twelve bytes and the key (RFC 8410, 4 and 10.1)
_SPKI = bytes.fromhex("302a300506032b6570032100")
_BYTES = 32


def ed25519_public_key(written: object) -> bytes:
    """The key's 32 bytes. Raises ValueError that says what to write instead."""
    if isinstance(written, str) and written.strip().startswith("{"):
        written = _json(written)
    if isinstance(written, Mapping):
        return _of_jwk(written)
    if not isinstance(written, str):
        raise ValueError(_HOW)
    text = written.strip()
    if "PRIVATE KEY-----" in text:
        raise ValueError(_PRIVATE)
    if text.startswith(_PEM_BEGIN) and text.endswith(_PEM_END):
        return _of_der(_decoded("".join(text[len(_PEM_BEGIN) : -len(_PEM_END)].split())))
    return _raw(text)


def _of_jwk(jwk: Mapping[object, object]) -> bytes:
    if "d" in jwk:
        raise ValueError(_PRIVATE)
    if jwk.get("kty") != "OKP" or jwk.get("crv") != "Ed25519":
        raise ValueError(f"the JWK is of another kind of key: {_HOW}")
    return _raw(str(jwk.get("x")))


def _of_der(der: bytes) -> bytes:
    if not der.startswith(_SPKI) or len(der) != len(_SPKI) + _BYTES:
        raise ValueError(f"the PEM holds another kind of key: {_HOW}")
    return der[len(_SPKI) :]


def _raw(text: str) -> bytes:
    key = _decoded(text.replace("-", "+").replace("_", "/"))
    if len(key) != _BYTES:
        raise ValueError(_HOW)
    return key


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except (binascii.Error, ValueError):
        raise ValueError(_HOW) from None


def _json(text: str) -> object:
    try:
        return json.loads(text)
    except ValueError:
        raise ValueError(_HOW) from None
