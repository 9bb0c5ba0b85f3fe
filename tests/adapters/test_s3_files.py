"""The files' adapter on a line that fails, and what its forms allow."""

import base64
import gc
import json
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from chalicelib.adapters.s3_files import S3Files
from chalicelib.errors import Conflict, DeliveryError, Retryable
from chalicelib.ports import StoredFile
from infra.engine import REGION
from tests.adapters.loopback import HTML, Drop, Hold, Reply, Vendor

# botocore leaves the connection of an answer that was cut off to the garbage collector.
pytestmark = [
    pytest.mark.usefixtures("aws"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
FILE = StoredFile("image/png", 3, b"abc", '"v1"')
Call = Callable[[S3Files], object]
CALLS: dict[str, Call] = {
    "read": lambda files: files.read("a", 10),
    "keep": lambda files: files.keep("a", "b", FILE),
    "delete": lambda files: files.delete("a"),
}
every_call = pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)


@pytest.fixture(autouse=True)
def collected_here() -> Iterator[None]:
    """So that it is no warning in a later test, which has left nothing open."""
    yield
    gc.collect()


def refused(status: int, code: str) -> Reply:
    body = f"<?xml version='1.0'?><Error><Code>{code}</Code><Message>token=hunter2</Message></Error>"
    return Reply(status, body.encode(), {"Content-Type": "application/xml"})


def connect(url: str, read_seconds: float = 5.0) -> S3Files:
    return S3Files("files", region=REGION, endpoint_url=url, read_seconds=read_seconds)


def failure(call: Call, files: S3Files) -> DeliveryError:
    with pytest.raises(DeliveryError) as raised:
        call(files)
    return raised.value


@every_call
def test_nobody_there(nobody: str, call: Call) -> None:
    assert type(failure(call, connect(nobody))) is Retryable


@every_call
@pytest.mark.parametrize(
    "reply", [Drop(), Reply(502, HTML), refused(503, "SlowDown"), refused(403, "AccessDenied"), refused(500, "X")]
)
def test_whatever_fails_may_be_done_again_and_was_asked_once(vendor: Vendor, call: Call, reply: Reply | Drop) -> None:
    vendor.answers(reply)
    raised = failure(call, connect(vendor.url))
    assert type(raised) is Retryable
    assert "hunter2" not in raised.reason
    assert len(vendor.asked) == 1


@every_call
def test_a_slow_answer(vendor: Vendor, call: Call) -> None:
    vendor.answers(Hold())
    assert type(failure(call, connect(vendor.url, read_seconds=0.05))) is Retryable


def test_a_picture_that_is_cut_off(vendor: Vendor) -> None:
    vendor.answers(Reply(200, b"abc", {"ETag": '"v1"', "Content-Type": "image/png", "Content-Length": "5"}))
    assert type(failure(CALLS["read"], connect(vendor.url))) is Retryable


@pytest.mark.parametrize(("status", "code"), [(412, "PreconditionFailed"), (404, "NoSuchKey")])
def test_what_has_changed_is_a_conflict(vendor: Vendor, status: int, code: str) -> None:
    vendor.answers(refused(status, code))
    assert type(failure(CALLS["keep"], connect(vendor.url))) is Conflict


def test_a_copy_is_of_what_was_read_and_is_only_ever_downloaded(vendor: Vendor) -> None:
    vendor.answers(Reply(200, b"<CopyObjectResult/>", {"Content-Type": "application/xml"}))
    connect(vendor.url).keep("incoming/a", "screenshots/b", FILE)
    (asked,) = vendor.asked
    assert (asked.method, asked.path) == ("PUT", "/files/screenshots/b")
    assert asked.headers["x-amz-copy-source-if-match"] == FILE.version
    assert asked.headers["x-amz-metadata-directive"] == "REPLACE"
    assert asked.headers["Content-Disposition"] == "attachment"
    assert asked.headers["Content-Type"] == "image/png"


def test_a_form_allows_one_key_one_kind_and_so_many_bytes_and_asks_nobody(nobody: str) -> None:
    form = connect(nobody).form("incoming/r/x", "image/webp", 3_000_000, timedelta(minutes=5))
    policy = json.loads(base64.b64decode(form.fields["policy"]))
    for condition in (
        {"key": "incoming/r/x"},
        {"bucket": "files"},
        {"Content-Type": "image/webp"},
        ["content-length-range", 1, 3_000_000],
        {"x-amz-algorithm": "AWS4-HMAC-SHA256"},
    ):
        assert condition in policy["conditions"]
    assert (form.fields["key"], form.fields["Content-Type"]) == ("incoming/r/x", "image/webp")


@pytest.mark.parametrize("region", ["us-east-1", "eu-central-1"])
def test_a_form_goes_straight_to_the_buckets_region(region: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    form = S3Files("files", region=region).form("incoming/r/x", "image/webp", 10, timedelta(minutes=5))
    assert form.url == f"https://files.s3.{region}.amazonaws.com/"
