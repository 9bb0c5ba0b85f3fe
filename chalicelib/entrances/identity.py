"""Who the person is: the host product's server signs it in a JWT (RFC 7519), one for each report.

A signature that does not hold is refused and not passed over: the widget then fetches a fresh one, and nobody
is left without the mail that they were promised.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt

from chalicelib.errors import Refusal
from chalicelib.model.decision import TokenUsed
from chalicelib.model.public_key import ed25519_public_key
from chalicelib.model.report import Person
from chalicelib.settings.products import Identity

Key = str | bytes
_LEEWAY = timedelta(seconds=10)
_CLAIMS = ["iss", "aud", "sub", "iat", "exp", "jti"]
# What a header may say. Where to fetch a key (`jku`, `x5u`), or the key itself (`jwk`), is not a token's to say.
_HEADERS = {"alg", "typ", "kid"}
_KEY_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_.-]{0,99}")


def keys(identity: Identity, hosts: Mapping[str, str]) -> list[Key]:
    """The keys that hold now, of the product's own kind: the current one, and the one before while it is exchanged.

    `hosts` are the hosts' secrets. Raises KeyError when the secret that the team's file names is not there.
    """
    named = [hosts[identity.secret]] if identity.secret else []
    named += [hosts[name] for name in (identity.previous_secret,) if name and name in hosts]
    if identity.algorithm == "HS256":
        return list(named)
    written = [*named, *filter(None, (identity.public_key, identity.previous_public_key))]
    return [ed25519_public_key(key) for key in written]


def person_signed(
    token: str, identity: Identity, keys: Sequence[Key], product: str, now: datetime
) -> tuple[Person, TokenUsed]:
    """The person whom the host vouches for, and the token as used. Raises Refusal (401) for anything else."""
    claims = _claims(token, identity, keys)
    until, who, token_id = _moment(claims["exp"]), _text(claims["sub"]), _text(claims["jti"])
    if not who or not token_id:
        raise _refused("the identity token has an empty `sub` or `jti`: both have to name something")
    if until - _moment(claims["iat"]) > timedelta(seconds=identity.max_age_seconds):
        raise _refused(f"the identity token lives longer than {identity.max_age_seconds} seconds: sign shorter ones")
    person = Person(
        id=f"user:{who}",
        name=_text(claims.get("name")) or None,
        email=_address(claims.get("email")),
        locale=_text(claims.get("locale")) or "en",
    )
    return person, TokenUsed(product, token_id, until + _LEEWAY)


def _claims(token: str, identity: Identity, keys: Sequence[Key]) -> dict[str, Any]:
    """What the token says, when one of the keys signed it."""
    if identity.algorithm == "EdDSA":
        from chalicelib.entrances import ed25519  # noqa: F401 - being loaded is what it is for
    refusal = _refused("the identity token's signature does not hold: sign with the key that Wilco was given")
    for key in keys:
        try:
            return _read(token, identity, key)
        except jwt.InvalidSignatureError:
            continue
        except jwt.InvalidTokenError as error:
            raise _refused(_wrong(error, identity)) from None
    raise refusal


def _read(token: str, identity: Identity, key: Key) -> dict[str, Any]:
    read = jwt.decode_complete(
        token,
        key,
        algorithms=[identity.algorithm],
        audience=identity.audience,
        issuer=identity.issuer,
        leeway=_LEEWAY,
        options={"require": _CLAIMS, "enforce_minimum_key_length": True},
    )
    header: dict[str, Any] = read["header"]
    if odd := sorted(header.keys() - _HEADERS):
        raise _refused(f"the identity token's header has `{odd[0]}`: leave it out, it takes `alg`, `typ` and `kid`")
    if str(header.get("typ", "JWT")).upper() != "JWT" or not _KEY_NAME.fullmatch(str(header.get("kid", "-"))):
        raise _refused("the identity token's header takes `JWT` as its `typ`, and as `kid` a name of A-Z, 0-9, -, _, .")
    claims: dict[str, Any] = read["payload"]
    return claims


def _wrong(error: jwt.InvalidTokenError, identity: Identity) -> str:
    """What the host has to change."""
    match error:
        case jwt.ExpiredSignatureError():
            return "the identity token has expired: fetch a new one from your server and send it"
        case jwt.InvalidAlgorithmError():
            return f"the identity token has to be signed with {identity.algorithm}"
        case jwt.MissingRequiredClaimError():
            return f"the identity token has no `{error.claim}`"
        case jwt.InvalidAudienceError():
            return f"the identity token's `aud` has to be {identity.audience}"
        case jwt.InvalidIssuerError():
            return f"the identity token's `iss` has to be {identity.issuer}"
        case jwt.ImmatureSignatureError():
            return "the identity token is dated in the future: correct your server's clock"
    return f"the identity token does not hold ({type(error).__name__})"


def replayed() -> Refusal:
    """The same token came with another report."""
    return _refused("the identity token has been used: fetch a new one for each report")


def _refused(detail: str) -> Refusal:
    return Refusal(401, "The person's identity was not accepted", detail)


def _moment(seconds: Any) -> datetime:
    """PyJWT has compared it as a number, which is not yet a moment of any calendar."""
    try:
        return datetime.fromtimestamp(int(seconds), UTC)
    except (ValueError, TypeError, OverflowError, OSError):
        raise _refused("the identity token's `exp` and `iat` have to be seconds since 1970") from None


def _text(value: object) -> str:
    return "".join(char for char in str(value or "") if char.isprintable())[:200]


def _address(value: object) -> str | None:
    """An address that mail can go to; the host vouches for the person, not for the form of the text."""
    text = str(value or "")
    local, at, domain = text.rpartition("@")
    odd = any(char.isspace() or not char.isprintable() or char in '<>,;:"()[]\\' for char in text)
    return text if at and local and "." in domain and not odd and text.isascii() and len(text) <= 254 else None
