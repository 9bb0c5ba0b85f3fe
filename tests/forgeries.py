"""Identity tokens that do not hold, in all ways that we know of. Each is made now, for whoever the claims say."""

import base64
import hmac
import json
import time
from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any

import jwt

ANOTHER_SECRET = "another-secret-of-sixty-four-bytes-that-nobody-has-given-to-us!!"
_REQUIRED = ("iss", "aud", "sub", "iat", "exp", "jti")


def forgeries(claims: Mapping[str, Any], secret: str) -> Iterator[tuple[str, str]]:
    """What is wrong, and the token; `claims` and `secret` would make one that holds."""
    now = int(time.time())
    good = jwt.encode(dict(claims), secret, "HS256")
    head, said, signature = good.split(".")
    yield "signed with another secret", jwt.encode(dict(claims), ANOTHER_SECRET, "HS256")
    for algorithm in ("HS384", "HS512"):
        yield f"signed by {algorithm}", f"{_part({'alg': algorithm})}.{said}.{signature}"
    for what, cut in (("no", ""), ("half a", signature[:20]), ("a wrong", _base64(bytes(32)))):
        yield f"{what} signature", f"{head}.{said}.{cut}"
    yield "claims changed", f"{head}.{_part(dict(claims) | {'sub': 'somebody-else'})}.{signature}"
    for none in ("none", "None", "NONE", "nOnE"):
        yield f"alg {none}", f"{_part({'alg': none, 'typ': 'JWT'})}.{said}."
        yield f"alg {none}, signed", f"{_part({'alg': none, 'typ': 'JWT'})}.{said}.{signature}"
    for odd in _ALGORITHMS:
        yield f"alg {odd!r}", _signed({"alg": odd}, said, secret)
    yield "no alg", _signed({"typ": "JWT"}, said, secret)
    for name, value in _HEADERS:
        yield f"header {name}={value}", _signed({"alg": "HS256", name: value}, said, secret)
    for what, changed in (
        ("expired", {"iat": now - 3700, "exp": now - 3600}),
        ("just expired", {"iat": now - 120, "exp": now - 11}),
        ("of tomorrow", {"iat": now + 86_400, "exp": now + 86_500}),
        ("not before tomorrow", {"nbf": now + 86_400}),
        ("good for a year", {"exp": now + 31_536_000}),
        ("for somebody else", {"aud": "jira"}),
        ("by somebody else", {"iss": "another"}),
        ("of nobody", {"sub": ""}),
        ("without a name", {"jti": ""}),
        ("of a number", {"sub": 17}),
        ("good until never", {"exp": 10**30}),
        ("good until soon", {"exp": "soon"}),
    ):
        yield what, jwt.encode({**claims, **changed}, secret, "HS256")
    for missing in _REQUIRED:
        yield f"no {missing}", jwt.encode({k: v for k, v in claims.items() if k != missing}, secret, "HS256")
    for text in ("", ".", "..", "null", head, f"{head}.{said}", f"{good}.{signature}", f"Bearer {good}", f'"{good}"'):
        yield f"text {text[:12]}", text


_ALGORITHMS: tuple[Any, ...] = (
    *("EdDSA", "RS256", "ES256", "PS256", "hs256", "", None, 256),
    *(["HS256"], ["none", "HS256"], {}),
)
_HEADERS: tuple[tuple[str, Any], ...] = (
    ("jku", "https://evil.example/keys"),
    ("jwk", {"kty": "oct", "k": "eA"}),
    ("x5u", "https://evil.example/cert"),
    ("x5c", ["MIIB"]),
    ("kid", "../../dev/null"),
    ("kid", "x' UNION SELECT 'secret"),
    ("kid", ["1"]),
    ("crit", ["exp"]),
    ("b64", False),
    ("zip", "DEF"),
    ("typ", "at+jwt"),
)


def _signed(header: Mapping[str, Any], said: str, secret: str) -> str:
    """A signature that holds, under a header that must not."""
    signed = f"{_part(header)}.{said}"
    return f"{signed}.{_base64(hmac.new(secret.encode(), signed.encode(), sha256).digest())}"


def _part(said: Mapping[str, Any]) -> str:
    return _base64(json.dumps(dict(said)).encode())


def _base64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
