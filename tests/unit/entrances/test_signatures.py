"""Who is calling: the vendors' own examples hold, and nothing that is odd ever raises."""

import hmac
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.entrances.signatures import jira_signed, slack_signed

# docs.slack.dev/authentication/verifying-requests-from-slack
SLACK_SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
SLACK_STAMP = "1531420618"
SLACK_BODY = (
    b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V"
    b"&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text="
    b"&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554"
    b"%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
)
SLACK_SIGNATURE = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"
# developer.atlassian.com/cloud/jira/platform/webhooks
JIRA_SECRET = "It's a Secret to Everybody"
JIRA_BODY = b"Hello World!"
JIRA_SIGNATURE = "sha256=a4771c39fbe90f317c7824e83ddef3caae9cb3d976c214ace1f2937e133263c9"


def slack(
    stamp: str | None = SLACK_STAMP,
    signature: str | None = SLACK_SIGNATURE,
    body: bytes = SLACK_BODY,
    secret: str = SLACK_SECRET,
    now: float = int(SLACK_STAMP),
) -> bool:
    return slack_signed(secret, stamp, signature, body, now)


def signed(stamp: str, body: bytes = SLACK_BODY) -> str:
    return "v0=" + hmac.new(SLACK_SECRET.encode(), b"v0:" + stamp.encode() + b":" + body, sha256).hexdigest()


def test_slacks_own_example() -> None:
    assert slack()


@pytest.mark.parametrize("off", [-300, -299.9, 0, 300])
def test_five_minutes_either_way(off: float) -> None:
    assert slack(now=int(SLACK_STAMP) + off)


@pytest.mark.parametrize("off", [-301, 301, 86400, 1e12])
def test_older_is_a_replay(off: float) -> None:
    assert not slack(now=int(SLACK_STAMP) + off)


@pytest.mark.parametrize(
    ("stamp", "signature"),
    [
        (None, SLACK_SIGNATURE),
        (SLACK_STAMP, None),
        ("", SLACK_SIGNATURE),
        (SLACK_STAMP, ""),
        (SLACK_STAMP, SLACK_SIGNATURE[:-1]),
        (SLACK_STAMP, SLACK_SIGNATURE.upper()),
        (SLACK_STAMP, SLACK_SIGNATURE.removeprefix("v0=")),
        (SLACK_STAMP, SLACK_SIGNATURE.replace("v0", "v1")),
        (SLACK_STAMP, "v0=ü"),
        ("yesterday", signed("yesterday")),
        ("1531420618.0", signed("1531420618.0")),
        ("-1", signed("-1")),
        ("١٥٣١٤٢٠٦١٨", signed("١٥٣١٤٢٠٦١٨")),
        (f" {SLACK_STAMP}", signed(f" {SLACK_STAMP}")),
        ("9" * 5000, SLACK_SIGNATURE),
    ],
)
def test_what_slack_would_not_send(stamp: str | None, signature: str | None) -> None:
    assert not slack(stamp, signature)


def test_another_body_or_secret_is_another_signature() -> None:
    assert not slack(body=SLACK_BODY + b"&more=1")
    assert not slack(secret="another")


def test_the_signature_is_of_bytes_and_not_of_text() -> None:
    body = b"payload=\xff\xfe"
    assert slack(SLACK_STAMP, signed(SLACK_STAMP, body), body)


def test_jiras_own_example() -> None:
    assert jira_signed(JIRA_SECRET, JIRA_SIGNATURE, JIRA_BODY)


@pytest.mark.parametrize(
    "signature",
    [
        None,
        "",
        "=",
        "sha256=",
        "sha256",
        JIRA_SIGNATURE[:-1],
        JIRA_SIGNATURE + "0",
        JIRA_SIGNATURE.removeprefix("sha256="),
        JIRA_SIGNATURE.replace("sha256", "sha1"),
        JIRA_SIGNATURE.replace("sha256", "none"),
        "sha256=ü",
    ],
)
def test_what_jira_would_not_send(signature: str | None) -> None:
    assert not jira_signed(JIRA_SECRET, signature, JIRA_BODY)


def test_an_empty_secret_opens_nothing_to_a_guess() -> None:
    assert not jira_signed(JIRA_SECRET, f"sha256={hmac.new(b'', JIRA_BODY, sha256).hexdigest()}", JIRA_BODY)


@given(stamp=st.none() | st.text(), signature=st.none() | st.text(), body=st.binary(), now=st.floats(0, 1e11))
def test_whatever_comes_is_a_plain_no(stamp: str | None, signature: str | None, body: bytes, now: float) -> None:
    assert not slack(stamp, signature, body, now=now)
    assert not jira_signed(JIRA_SECRET, signature, body)
