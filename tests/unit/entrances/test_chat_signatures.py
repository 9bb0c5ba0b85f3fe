"""Which desk is calling: the vendors' own examples hold, and nothing that is odd ever raises."""

import base64
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.entrances.chat_signatures import (
    chatwoot_signed,
    intercom_signed,
    standard_signed,
    token_holds,
    zendesk_signed,
)
from tests.chat_events import base64_hmac

# github.com/standard-webhooks/standard-webhooks, the libraries' own test of what others have signed
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
MESSAGE = "msg_p5jXN8AQM9LWM0D4loKWxJek"
STAMP = "1614265330"
BODY = b'{"test": 2432232314}'
SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
ANOTHER = "v1,AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
# developer.zendesk.com/documentation/webhooks/verifying has the secret of tests and the stamp; reckoned with openssl
ZENDESK_SECRET = "dGhpc19zZWNyZXRfaXNfZm9yX3Rlc3Rpbmdfb25seQ=="
ZENDESK_STAMP = "2021-03-25T05:09:27Z"
ZENDESK_NOW = datetime(2021, 3, 25, 5, 9, 27, tzinfo=UTC).timestamp()
ZENDESK_SIGNATURE = "S/RDdU2ERmj7LHDDoWJ2onPYH+t7/f2+LTM4dL7UiLM="
ZENDESK_BODY = b'{"event":"ticket.updated","id":123}'


def standard(
    secret: str = SECRET,
    message: str | None = MESSAGE,
    stamp: str | None = STAMP,
    signatures: str | None = SIGNATURE,
    body: bytes = BODY,
    now: float = int(STAMP),
) -> bool:
    return standard_signed(secret, message, stamp, signatures, body, now)


def test_standard_webhooks_own_example() -> None:
    assert standard()


@pytest.mark.parametrize(
    "signatures",
    [
        f"{ANOTHER} {SIGNATURE}",
        f"{SIGNATURE} {ANOTHER}",
        f"v1a,{SIGNATURE[3:]} v2,AAAA {SIGNATURE}",
        f"  nonsense v1 {SIGNATURE}  ",
    ],
)
def test_one_of_several_is_enough(signatures: str) -> None:
    """A sender that exchanges its key signs with both; versions that we do not know are passed over."""
    assert standard(signatures=signatures)


@pytest.mark.parametrize(
    "signatures",
    [None, "", "v1", "v1,", ANOTHER, SIGNATURE[3:], SIGNATURE[:-1], SIGNATURE.lower(), "v1,ü", "v1a" + SIGNATURE[2:],
     "v2" + SIGNATURE[2:], SIGNATURE.replace(",", ";"), SIGNATURE + "A"],
)  # fmt: skip
def test_what_does_not_hold(signatures: str | None) -> None:
    assert not standard(signatures=signatures)


@pytest.mark.parametrize("off", [-300, 0, 300])
def test_five_minutes_either_way(off: int) -> None:
    assert standard(now=int(STAMP) + off)
    assert zendesk_signed(ZENDESK_SECRET, ZENDESK_STAMP, ZENDESK_SIGNATURE, ZENDESK_BODY, ZENDESK_NOW + off)


@pytest.mark.parametrize("off", [-301, 301, 86_400, 1e12])
def test_older_is_a_replay(off: float) -> None:
    assert not standard(now=int(STAMP) + off)
    assert not zendesk_signed(ZENDESK_SECRET, ZENDESK_STAMP, ZENDESK_SIGNATURE, ZENDESK_BODY, ZENDESK_NOW + off)


@pytest.mark.parametrize(
    ("message", "stamp"),
    [(None, STAMP), ("", STAMP), (MESSAGE, None), (MESSAGE, ""), (MESSAGE, "yesterday"), (MESSAGE, "1614265330.0"),
     (MESSAGE, " 1614265330"), ("msg_another", STAMP), ("m" * 257, STAMP), (MESSAGE, "9" * 5000)],
)  # fmt: skip
def test_odd_headers(message: str | None, stamp: str | None) -> None:
    assert not standard(message=message, stamp=stamp)


@pytest.mark.parametrize(
    "secret",
    ["", "whsec_", "whsec_!", "whsec_ü", "whsec_A", SECRET.removeprefix("whsec_"), "whsk_" + SECRET[6:], "token"],
)
def test_a_secret_of_another_kind_signs_nothing(secret: str) -> None:
    """A vendor's token is known to the vendor, and goes over the wire: nobody hands a dialog over with it."""
    assert not standard(secret=secret)


def test_nobody_signs_with_an_empty_key() -> None:
    empty = "v1," + base64_hmac(b"", f"{MESSAGE}.{STAMP}.".encode() + BODY)
    assert not standard(secret="whsec_", signatures=empty)


def test_the_signature_is_of_bytes() -> None:
    body = b"\xff\xfe"
    signed = "v1," + base64_hmac(base64.b64decode(SECRET[6:]), f"{MESSAGE}.{STAMP}.".encode() + body)
    assert standard(signatures=signed, body=body)


def test_zendesks_scheme() -> None:
    assert zendesk_signed(ZENDESK_SECRET, ZENDESK_STAMP, ZENDESK_SIGNATURE, ZENDESK_BODY, ZENDESK_NOW)
    empty = base64_hmac(ZENDESK_SECRET.encode(), ZENDESK_STAMP.encode())
    assert zendesk_signed(ZENDESK_SECRET, ZENDESK_STAMP, empty, b"", ZENDESK_NOW), "it may have no body"


@pytest.mark.parametrize(
    "stamp",
    [None, "", "1616648967", "2021-03-25", "2021-13-45T99:99:99Z", "2021-03-25T05:09:27", "2021-03-25T05:09:27+00:00",
     "0000-00-00T00:00:00Z", "0001-01-01T00:00:00Z", "2021-03-25T05:09:27Z\n"],
)  # fmt: skip
def test_zendesks_odd_timestamps(stamp: str | None) -> None:
    signed = base64_hmac(ZENDESK_SECRET.encode(), (stamp or "").encode() + ZENDESK_BODY)
    assert not zendesk_signed(ZENDESK_SECRET, stamp, signed, ZENDESK_BODY, ZENDESK_NOW)


def test_intercoms_scheme() -> None:
    """HMAC-SHA1 of RFC 2202, case 2."""
    assert intercom_signed("Jefe", "sha1=effcdf6ae5eb2fa2d27416d5f184df9c259a7c79", b"what do ya want for nothing?")


@pytest.mark.parametrize("signature", [None, "", "sha1=", "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79",
    "sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"])  # fmt: skip
def test_what_intercom_would_not_send(signature: str | None) -> None:
    assert not intercom_signed("Jefe", signature, b"what do ya want for nothing?")


def test_chatwoots_scheme() -> None:
    """Reckoned with openssl."""
    signature = "sha256=d0c5e92cbfd6a4ad865333d1e79ed52ba82849d84281eff5e3c3233e92439630"
    assert chatwoot_signed("secret", STAMP, signature, BODY, int(STAMP) + 300)
    assert not chatwoot_signed("secret", STAMP, signature, BODY, int(STAMP) + 301)
    assert not chatwoot_signed("secret", STAMP, signature[7:], BODY, int(STAMP))
    assert not chatwoot_signed("", STAMP, signature, BODY, int(STAMP))


def test_the_token_itself() -> None:
    assert token_holds("a token", "a token")
    assert not any(token_holds("a token", token) for token in (None, "", "a toke", "a token ", "A TOKEN", "ü"))
    assert not token_holds("", "")
    assert not token_holds("", None)


@given(one=st.none() | st.text(), two=st.none() | st.text(), three=st.none() | st.text(), body=st.binary(),
       now=st.floats(0, 1e11))  # fmt: skip
def test_whatever_comes_is_a_plain_no(
    one: str | None, two: str | None, three: str | None, body: bytes, now: float
) -> None:
    assert not standard(SECRET, one, two, three, body, now)
    assert not zendesk_signed("secret", one, two, body, now)
    assert not chatwoot_signed("secret", one, two, body, now)
    assert not intercom_signed("secret", one, body)
    assert not token_holds("a long enough secret", one)


def test_half_a_character_is_a_plain_no() -> None:
    """JSON may carry one, as API Gateway's event does with headers."""
    half = "\ud800"
    assert not standard(message=half, signatures=half)
    assert not standard(secret=SECRET, signatures="v1," + half)
    assert not zendesk_signed("secret", ZENDESK_STAMP, half, b"", ZENDESK_NOW)
    assert not chatwoot_signed("secret", STAMP, half, b"", int(STAMP))
    assert not intercom_signed("secret", half, b"")
    assert not token_holds("secret", half)
