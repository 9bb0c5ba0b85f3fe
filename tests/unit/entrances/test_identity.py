"""Who the person is: what the host signed, for this report, a moment ago; and nothing else."""

import base64
import hmac
import json
import time
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import jwt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.entrances.identity import person_signed
from chalicelib.errors import Refusal
from chalicelib.model.decision import TokenUsed
from chalicelib.model.report import Person
from chalicelib.team import Identity
from tests.events import HOST_SECRET, host_token

IDENTITY = Identity(issuer="shop", secret="host_secret_shop")


def read(token: str, secret: str = HOST_SECRET) -> tuple[Person, TokenUsed]:
    return person_signed(token, IDENTITY, [secret], "shop", datetime.now(UTC))


def refused(token: str) -> str:
    with pytest.raises(Refusal) as refusal:
        read(token)
    assert refusal.value.status == 401
    return refusal.value.detail


def test_the_host_vouches_for_anna() -> None:
    person, token = read(host_token())
    assert person == Person("user:17", "Anna", "anna@example.com", "en")
    assert (token.product, token.token_id) == ("shop", "token-1")
    assert token.until.timestamp() > time.time() + 120, "it is remembered for longer than it holds"


@pytest.mark.parametrize("claim", ["iss", "aud", "sub", "iat", "exp", "jti"])
def test_every_claim_has_to_be_there(claim: str) -> None:
    refused(host_token({claim: None}))


@pytest.mark.parametrize("claim", ["name", "email", "locale"])
def test_what_the_host_does_not_know_may_be_missing(claim: str) -> None:
    person, _ = read(host_token({claim: None}))
    assert (person.name is None, person.email is None, person.locale) == (claim == "name", claim == "email", "en")


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "another-shop"},
        {"aud": "another-service"},
        {"aud": []},
        {"exp": time.time() - 60},
        {"iat": time.time() + 86_400},
        {"nbf": time.time() + 86_400},
        {"exp": time.time() + 3600},
        {"exp": 10**30},
        {"exp": 10**18},
        {"iat": -(10**18)},
        {"exp": "soon"},
        {"exp": [1]},
        {"iat": {}},
        {"sub": 17},
        {"sub": ""},
        {"jti": 1},
        {"jti": ""},
    ],
)
def test_claims_that_do_not_hold(claims: dict[str, Any]) -> None:
    refused(host_token(claims))


@pytest.mark.parametrize("off", [-9, 9])
def test_clocks_may_differ_by_some_seconds(off: int) -> None:
    now = int(time.time())
    read(host_token({"iat": now + off, "exp": now + off + 5}))


def test_an_expired_token_says_what_to_do() -> None:
    assert "fetch a new one" in refused(host_token({"iat": 1, "exp": 2}))


@pytest.mark.parametrize(
    ("claims", "told"),
    [
        ({"aud": "jira"}, "`aud` has to be wilco"),
        ({"iss": "jira"}, "`iss` has to be shop"),
        ({"jti": None}, "has no `jti`"),
        ({"iat": time.time() + 86_400}, "correct your server's clock"),
        ({"exp": time.time() + 3600}, "lives longer than 300 seconds"),
    ],
)
def test_what_the_host_has_to_change_is_said(claims: dict[str, Any], told: str) -> None:
    assert told in refused(host_token(claims))


@pytest.mark.parametrize("secret", ["", "another-secret-of-thirty-two-bytes!", HOST_SECRET + " "])
@pytest.mark.filterwarnings("ignore::jwt.warnings.InsecureKeyLengthWarning")
def test_another_secret(secret: str) -> None:
    refused(host_token(secret=secret or "x"))


@pytest.mark.parametrize("algorithm", ["HS384", "HS512"])
@pytest.mark.filterwarnings("ignore::jwt.warnings.InsecureKeyLengthWarning")
def test_another_algorithm(algorithm: str) -> None:
    refused(host_token(algorithm=algorithm))


def test_no_algorithm_at_all() -> None:
    _, claims, _ = host_token().split(".")
    for none in ("none", "None", "nOnE"):
        refused(f"{_encoded({'alg': none, 'typ': 'JWT'})}.{claims}.")
    refused(jwt.encode({"sub": "17"}, "", algorithm="none"))


@pytest.mark.parametrize(
    "algorithm", ["RS256", "ES256", "PS256", "EdDSA", "HS256 ", "hs256", "", 1, None, ["HS256"]], ids=repr
)
def test_the_token_does_not_choose_how_it_is_checked(algorithm: object) -> None:
    """The confusion of RS256 with HS256: another name for the algorithm over a signature that would hold."""
    head = _encoded({"alg": algorithm, "typ": "JWT"})
    signed = f"{head}.{host_token().split('.')[1]}"
    refused(f"{signed}.{_base64(hmac.new(HOST_SECRET.encode(), signed.encode(), sha256).digest())}")


def _encoded(part: object) -> str:
    return _base64(json.dumps(part).encode())


def _base64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


@given(st.text(max_size=60))
def test_what_is_no_token_is_refused(token: str) -> None:
    refused(token)


def test_a_changed_letter_breaks_it() -> None:
    head, claims, signature = host_token().split(".")
    forged = _base64(base64.urlsafe_b64decode(claims + "==").replace(b'"17"', b'"18"'))
    refused(f"{head}.{forged}.{signature}")


@pytest.mark.parametrize(
    "email",
    [
        "anna@example.com\r\nBcc: all@example.com",
        "anna@example.com\nBcc: all@example.com",
        "anna@example.com, all@example.com",
        "anna@example.com;all@example.com",
        "Anna <anna@example.com>",
        "anna @example.com",
        "anna@exam ple.com",
        "anna@example",
        "@example.com",
        "anna@",
        "anna",
        "",
        " ",
        "anna@example.com\x00",
        "anna\u202e@example.com",
        '"anna"@example.com',
        "anna@[127.0.0.1]",
        "a" * 250 + "@example.com",
        17,
        ["anna@example.com"],
        {"to": "anna@example.com"},
        True,
    ],
    ids=repr,
)
def test_what_is_no_address_gets_no_mail_and_loses_no_report(email: object) -> None:
    person, _ = read(host_token({"email": email}))
    assert person.email is None
    assert person.id == "user:17"


@pytest.mark.parametrize(
    "email", ["anna@example.com", "a.b+c@mail.example.co.uk", "x_1@1.example", "o'neil@example.com"]
)
def test_addresses(email: str) -> None:
    assert read(host_token({"email": email}))[0].email == email


def test_names_bring_no_line_breaks_and_no_end() -> None:
    person, _ = read(host_token({"name": "Anna\r\nX-Spam: yes\x00" + "a" * 500, "locale": "ru\n", "sub": "1\r\n7"}))
    assert person.name is not None
    assert person.name.isprintable()
    assert len(person.name) <= 200
    assert (person.id, person.locale) == ("user:17", "ru")


@given(
    st.dictionaries(
        st.sampled_from(["sub", "name", "email", "locale", "iat", "exp", "jti"]),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
            lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
            max_leaves=3,
        ),
    )
)
def test_odd_claims_are_a_person_or_a_refusal(claims: dict[str, Any]) -> None:
    try:
        person, _ = read(host_token(claims))
    except Refusal as refusal:
        assert refusal.status == 401
    else:
        assert person.id.startswith("user:")
        assert person.id.isprintable()
