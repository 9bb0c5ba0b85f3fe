"""The contract of `Files`: the fake, and the real adapter before the local engine."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

import httpx
import pytest

from chalicelib.adapters.s3_files import S3Files
from chalicelib.errors import Conflict
from chalicelib.model.public_file import PublicFile
from chalicelib.ports import Files, UploadForm
from infra.engine import REGION, Engine
from tests.fakes import FakeFiles
from tests.pictures import PNG

KEY, MOST = "incoming/report-0001/upload-1", 1000
FIVE_MINUTES = timedelta(minutes=5)
NOTHING: Mapping[str, str] = {}


@dataclass(frozen=True)
class Bucket:
    """A bucket, and what a browser may do."""

    files: Files
    post: Callable[[UploadForm, Mapping[str, str], bytes], int]
    url: str = ""

    def upload(
        self, content: bytes = PNG, lives: timedelta = FIVE_MINUTES, changes: Mapping[str, str] = NOTHING
    ) -> int:
        form = self.files.form(KEY, "image/png", MOST, lives)
        return self.post(form, {**form.fields, **changes}, content)


@pytest.fixture(params=["fake", "engine"])
def bucket(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bucket]:
    """Both buckets."""
    if request.param == "fake":
        fake = FakeFiles()
        yield Bucket(fake, lambda form, fields, content: fake.post(fields, content))
        return
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    engine: Engine = request.getfixturevalue("engine")
    s3 = engine.client("s3")
    s3.create_bucket(Bucket="files")
    adapter = S3Files("files", region=REGION, endpoint_url=engine.endpoint)
    url = f"{engine.endpoint}/files"
    yield Bucket(adapter, lambda form, fields, content: _posted(form.url, fields, content), url)
    adapter._client.close()
    for one in s3.list_objects_v2(Bucket="files").get("Contents", ()):
        s3.delete_object(Bucket="files", Key=one["Key"])
    s3.delete_bucket(Bucket="files")
    s3.close()


def _posted(url: str, fields: Mapping[str, str], content: bytes) -> int:
    return httpx.post(url, data=dict(fields), files={"file": ("screenshot", content)}).status_code


def test_what_is_posted_can_be_read(bucket: Bucket) -> None:
    assert bucket.upload() == 204
    file = bucket.files.read(KEY, MOST)
    assert file is not None
    assert (file.kind, file.size, file.content) == ("image/png", len(PNG), PNG)


@pytest.mark.parametrize(
    ("changes", "content", "status"),
    [
        ({}, bytes(MOST + 1), 400),
        ({}, b"", 400),
        ({"Content-Type": "text/html"}, PNG, 403),
        ({"key": "screenshots/report-0001/1.png"}, PNG, 403),
        ({"key": KEY + "x"}, PNG, 403),
    ],
)
def test_nothing_else_can_be_posted(bucket: Bucket, changes: dict[str, str], content: bytes, status: int) -> None:
    assert bucket.upload(content, changes=changes) == status
    assert bucket.files.read(changes.get("key", KEY), MOST) is None


def test_a_form_dies(bucket: Bucket) -> None:
    assert bucket.upload(lives=timedelta(seconds=0)) == 403


def test_the_same_form_again_is_another_version(bucket: Bucket) -> None:
    bucket.upload()
    first = bucket.files.read(KEY, MOST)
    bucket.upload(PNG + b"x")
    second = bucket.files.read(KEY, MOST)
    assert first is not None and second is not None
    assert first.version != second.version


def test_what_is_too_large_is_not_read(bucket: Bucket) -> None:
    bucket.upload()
    file = bucket.files.read(KEY, len(PNG) - 1)
    assert file is not None
    assert (file.size, file.content) == (len(PNG), b"")


def test_what_was_read_is_kept(bucket: Bucket) -> None:
    bucket.upload()
    file = bucket.files.read(KEY, MOST)
    assert file is not None
    for _ in range(2):
        bucket.files.keep(KEY, "screenshots/report-0001/1.png", file)
    bucket.files.delete(KEY)
    kept = bucket.files.read("screenshots/report-0001/1.png", MOST)
    assert kept is not None
    assert (kept.kind, kept.content) == ("image/png", PNG)


def test_what_has_changed_since_is_not_kept(bucket: Bucket) -> None:
    bucket.upload()
    file = bucket.files.read(KEY, MOST)
    assert file is not None
    bucket.upload(b"something else")
    with pytest.raises(Conflict):
        bucket.files.keep(KEY, "screenshots/report-0001/1.png", file)
    bucket.files.delete(KEY)
    with pytest.raises(Conflict):
        bucket.files.keep(KEY, "screenshots/report-0001/1.png", file)
    assert bucket.files.read("screenshots/report-0001/1.png", MOST) is None


def test_what_is_not_there(bucket: Bucket) -> None:
    assert bucket.files.read(KEY, MOST) is None
    for _ in range(2):
        bucket.files.delete(KEY)


def test_what_is_published_replaces_what_was_there(bucket: Bucket) -> None:
    for words in ("before", "after"):
        page = PublicFile("shop/index.html", "text/html; charset=utf-8", words.encode(), timedelta(seconds=30))
        bucket.files.publish(page)
        file = bucket.files.read(page.key, MOST)
        assert file is not None
        assert (file.kind, file.content) == (page.kind, page.content)
    if bucket.url:  # a browser's view
        seen = httpx.get(f"{bucket.url}/shop/index.html")
        assert seen.headers["content-type"] == "text/html; charset=utf-8"
        assert seen.headers["cache-control"] == "public, max-age=30, stale-if-error=86400"
        again = httpx.get(f"{bucket.url}/shop/index.html", headers={"If-None-Match": seen.headers["etag"]})
        assert (seen.text, again.status_code) == ("after", 304)
