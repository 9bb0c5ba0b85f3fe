"""Promise 6 for pictures: what a person uploads is a picture or it is nothing, and nobody uploads for somebody else.

From the request to what Jira gets, with S3's own forms; only its message is carried by hand.
"""

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from chalice.test import Client

from app import app
from chalicelib import wiring
from chalicelib.adapters.s3_files import S3Files
from chalicelib.entrances.http_reports import accept
from chalicelib.model.report import Report
from chalicelib.model.screenshot import EXTENSIONS, MAX_BYTES
from infra.engine import REGION, Engine
from tests.builders import NOW, a_person, a_report
from tests.conftest import World
from tests.events import sqs_event, upload_message
from tests.pictures import EXPLODING, PICTURES, PNG, POLYGLOTS
from tests.pump import Pump


class Scene:
    """A person with a report, S3, and what became of what they sent."""

    def __init__(self, world: World, pump: Pump, s3: Any) -> None:
        self.world, self._pump, self._s3, self._http = world, pump, s3, Client(app).http
        self.report = accept(a_report(), None, NOW)
        pump.run()

    def ask(self, reference: str, kind: str = "image/png") -> tuple[int, Any]:
        body = json.dumps({"content_type": kind}).encode()
        headers = {"Content-Type": "application/json"}
        answer = self._http.post(f"/v1/reports/{reference}/screenshots", headers=headers, body=body)
        return answer.status_code, json.loads(answer.body)

    def form(self, kind: str = "image/png") -> Any:
        status, form = self.ask(self.report.reference, kind)
        assert status == 201
        return form

    def post(self, form: Any, content: bytes, **changes: str) -> int:
        fields = form["fields"] | changes
        return httpx.post(form["url"], data=fields, files={"file": ("x", content)}).status_code

    def send(self, content: bytes, kind: str = "image/png") -> None:
        form = self.form(kind)
        assert self.post(form, content) == 204
        self.come(form["fields"]["key"])

    def come(self, key: str) -> None:
        """S3 tells, and everybody does their work."""
        Client(app).lambda_.invoke("uploads", sqs_event([(upload_message(key), "")]))
        self._pump.run()

    def attached(self) -> list[bytes]:
        (issue,) = self.world.jira.issues.values()
        return [file.content for file in issue.files.values()]

    def lines(self) -> list[str]:
        return [kept.message.text for kept in self.world.slack.messages if kept.thread_ts]

    def stored(self) -> list[str]:
        return [one["Key"] for one in self._s3.list_objects_v2(Bucket="pictures").get("Contents", ())]


@pytest.fixture
def scene(
    world: World, pump: Pump, store_engine: Engine, row_connection: None, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Scene]:
    s3 = store_engine.client("s3")
    s3.create_bucket(Bucket="pictures")
    files = S3Files("pictures", region=REGION, endpoint_url=store_engine.endpoint)
    monkeypatch.setattr(wiring, "files", lambda: files)
    made = Scene(world, pump, s3)
    yield made
    for key in made.stored():
        s3.delete_object(Bucket="pictures", Key=key)
    s3.delete_bucket(Bucket="pictures")
    files._client.close()
    s3.close()


@pytest.mark.parametrize(("kind", "content"), [(kind, one) for kind, ones in PICTURES.items() for one in ones])
def test_a_picture_arrives_as_it_is(scene: Scene, kind: str, content: bytes) -> None:
    scene.send(content, kind)
    assert scene.attached() == [content]
    assert len(scene.lines()) == 1
    assert scene.stored() == [f"screenshots/{scene.report.id}/1.{EXTENSIONS[kind]}"]


@pytest.mark.parametrize(
    "content",
    [*POLYGLOTS.values(), PICTURES["image/jpeg"][0], EXPLODING],
    ids=[*POLYGLOTS, "a picture of another kind", "a picture that explodes"],
)
def test_anything_else_is_deleted_and_nobody_hears_of_it(
    scene: Scene, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    scene.send(content)
    assert (scene.attached(), scene.lines(), scene.stored()) == ([], [], [])
    (judged,) = [json.loads(line) for line in capsys.readouterr().out.splitlines() if "upload_judged" in line]
    assert judged["report"] == scene.report.id
    assert judged["outcome"].startswith("refused: it ")


def test_s3_itself_refuses_what_the_form_does_not_allow(scene: Scene) -> None:
    form = scene.form()
    assert scene.post(form, PNG + bytes(MAX_BYTES)) == 400
    assert scene.post(form, PNG, key=f"screenshots/{scene.report.id}/1.png") == 403
    assert scene.post(form, PNG, key="incoming/somebody/else") == 403
    assert scene.post(form, PNG, **{"Content-Type": "image/svg+xml"}) == 403
    assert scene.post(form, PNG, **{"x-amz-meta-note": "x"}) == 403
    assert scene.stored() == []


def test_there_is_no_fourth(scene: Scene) -> None:
    for _ in range(3):
        scene.send(PNG)
    assert scene.ask(scene.report.reference)[0] == 409
    assert scene.attached() == [PNG] * 3
    assert len(scene.stored()) == len(scene.lines()) == 3


def test_a_form_that_is_posted_again_and_again_brings_one_picture(scene: Scene) -> None:
    form = scene.form()
    for content in (PNG, PICTURES["image/png"][0], *POLYGLOTS.values()):
        scene.post(form, content)
        scene.come(form["fields"]["key"])
    assert scene.attached() == [PNG]
    assert len(scene.lines()) == 1


def test_a_stranger_adds_nothing_to_it(scene: Scene) -> None:
    other = accept(a_report(number=2, person=a_person(2)), None, NOW)
    mixed = [scene.report.id, f"{scene.report.id}.", f"{scene.report.id}.{other.token}", f"{other.id}.x", "../x.y"]
    for reference in mixed:
        assert scene.ask(reference.replace("/", "%2F"))[0] == 404
    scene.come(f"incoming/{scene.report.id}/guessed")
    assert scene.attached() == []


def test_nothing_of_a_form_is_logged(scene: Scene, capsys: pytest.CaptureFixture[str]) -> None:
    form = scene.form()
    said = capsys.readouterr().out
    assert "screenshot_asked" in said
    secrets = [form["fields"]["policy"], form["fields"]["x-amz-signature"], scene.report.token]
    assert not [secret for secret in secrets if secret in said]


def test_the_same_person_sees_only_their_own_places(scene: Scene) -> None:
    """Each report has three: one who is given another's key has no form for it."""
    other: Report = accept(a_report(number=2, person=a_person(2)), None, NOW)
    _, theirs = scene.ask(other.reference)
    mine = scene.form()
    assert scene.post(mine, PNG, key=theirs["fields"]["key"]) == 403
