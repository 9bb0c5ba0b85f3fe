"""Who the person is: the host product's server signs it in a JWT (RFC 7519), one for each report.

A signature that does not hold is refused and not passed over: the widget then fetches a fresh one, and nobody
is left without the mail that they were promised.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

import jwt

from chalicelib.errors import Refusal
from chalicelib.model.decision import TokenUsed
from chalicelib.model.report import Person
from chalicelib.team import Identity

_LEEWAY = timedelta(seconds=10)
_CLAIMS = ["iss", "aud", "sub", "iat", "exp", "jti"]


def person_signed(token: str, identity: Identity, secret: str, product: str, now: datetime) -> tuple[Person, TokenUsed]:
    """The person whom the host vouches for, and the token as used. Raises Refusal (401) for anything else."""
    try:
        claims = jwt.decode(
            token,
            secret,
            algorithms=[identity.algorithm],
            audience=identity.audience,
            issuer=identity.issuer,
            leeway=_LEEWAY,
            options={"require": _CLAIMS},
        )
    except jwt.ExpiredSignatureError:
        raise _refused("the identity token has expired: fetch a new one from your server and send it") from None
    except jwt.InvalidTokenError as error:
        raise _refused(f"the identity token does not hold ({type(error).__name__})") from None
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
