"""What S3 tells: a picture is kept and ordered once, anything else is deleted, and saying it twice changes nothing."""

import json
from dataclasses import replace
from typing import Any

import pytest
from chalice.test import Client

from app import app
from chalicelib.decisions.screenshots import AT_MOST, ask, place_of
from chalicelib.entrances.http_reports import accept
from chalicelib.errors import Conflict, Retryable
from chalicelib.model.report import Report
from chalicelib.model.screenshot import MAX_BYTES, Screenshot
from chalicelib.observe import now
from chalicelib.ports import StoredFile
from chalicelib.store.commit import commit
from chalicelib.store.orders import ledger
from chalicelib.store.screenshots import screenshots
from tests.builders import NOW, a_report
from tests.conftest import World
from tests.events import sqs_event, upload_message
from tests.fakes import FakeFiles
from tests.pictures import PAGE, PNG

pytestmark = pytest.mark.usefixtures("table")
KEPT = "a picture from the person who reported"


@pytest.fixture
def report(table: str, world: World) -> Report:
    return accept(a_report(), None, NOW)


@pytest.fixture
def asked(report: Report) -> Screenshot:
    return a_place(report)


def a_place(report: Report, upload: str = "upload one") -> Screenshot:
    decision = ask(report.id, screenshots(report.id), "image/png", upload, now())
    commit(decision, now())
    place = place_of(decision)
    assert place is not None
    return place


def put(world: World, key: str, content: bytes, version: str = "v1") -> None:
    world.files.stored[key] = StoredFile("image/png", len(content), content, version)


def tell(key: str) -> None:
    """By S3's own message; the place's name has a blank, which S3 writes in its own way."""
    Client(app).lambda_.invoke("uploads", sqs_event([(upload_message(key), "")]))


def told(capsys: pytest.CaptureFixture[str]) -> list[str]:
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    return [line["outcome"] for line in lines if line["event"] == "upload_judged"]


def orders(report: Report) -> list[str]:
    return [name for name in ledger(report.case_id) if ":screenshot:" in name]


def test_a_picture_is_kept_and_goes_on_its_way(
    world: World, report: Report, asked: Screenshot, capsys: pytest.CaptureFixture[str]
) -> None:
    put(world, asked.incoming, PNG)
    tell(asked.incoming)
    assert told(capsys) == [KEPT]
    assert {key: file.content for key, file in world.files.stored.items()} == {asked.key: PNG}
    assert orders(report) == [f"jira:screenshot:{report.id}:1"]
    assert screenshots(report.id)[0].kept


def test_said_twice_it_is_one(
    world: World, report: Report, asked: Screenshot, capsys: pytest.CaptureFixture[str]
) -> None:
    for content in (PNG, PNG, PAGE):  # the form may be posted again while it lives, with anything
        put(world, asked.incoming, content)
        tell(asked.incoming)
    tell(asked.incoming)
    assert told(capsys) == [KEPT, *["nobody waits for it"] * 3]
    assert {key: file.content for key, file in world.files.stored.items()} == {asked.key: PNG}
    assert orders(report) == [f"jira:screenshot:{report.id}:1"]


def test_what_is_no_picture_is_deleted_and_nobody_hears_of_it(
    world: World, report: Report, asked: Screenshot, capsys: pytest.CaptureFixture[str]
) -> None:
    put(world, asked.incoming, PAGE)
    tell(asked.incoming)
    tell(asked.incoming)
    assert told(capsys) == ["refused: it is no image/png", "gone already"]
    assert (world.files.stored, orders(report)) == ({}, [])
    assert not screenshots(report.id)[0].kept


def test_what_is_larger_than_the_form_allowed_is_not_even_read(
    world: World, report: Report, asked: Screenshot, capsys: pytest.CaptureFixture[str]
) -> None:
    put(world, asked.incoming, PNG + bytes(MAX_BYTES))
    tell(asked.incoming)
    assert told(capsys) == [f"refused: it has {len(PNG) + MAX_BYTES} bytes"]
    assert world.files.stored == {}


@pytest.mark.parametrize("key", ["incoming/report-0001/stranger", "incoming/none/upload one"])
def test_what_nobody_asked_for_is_deleted(
    world: World, report: Report, asked: Screenshot, key: str, capsys: pytest.CaptureFixture[str]
) -> None:
    put(world, key, PNG)
    tell(key)
    assert told(capsys) == ["nobody waits for it"]
    assert world.files.stored == {}


def test_a_place_that_was_given_to_another_meanwhile(
    world: World, report: Report, asked: Screenshot, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Slow(FakeFiles):
        def keep(self, key: str, to: str, file: StoredFile) -> None:
            super().keep(key, to, file)
            commit(replace_place(report), now())

    def replace_place(report: Report) -> Any:
        known = [replace(one, until=NOW) for one in screenshots(report.id)]
        return ask(report.id, known, "image/png", "somebody else's", now())

    slow = Slow()
    slow.stored[asked.incoming] = StoredFile("image/png", len(PNG), PNG, "v1")
    monkeypatch.setattr("chalicelib.wiring.files", lambda: slow)
    tell(asked.incoming)
    assert told(capsys) == ["too late: its place was given to another"]
    assert orders(report) == []


def test_a_twin_that_was_quicker_leaves_one_order(
    world: World, report: Report, asked: Screenshot, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Slow(FakeFiles):
        def keep(self, key: str, to: str, file: StoredFile) -> None:
            super().keep(key, to, file)
            self.keep = super().keep  # type: ignore[method-assign]
            tell(key)
            self.stored[key] = file

    slow = Slow()
    slow.stored[asked.incoming] = StoredFile("image/png", len(PNG), PNG, "v1")
    monkeypatch.setattr("chalicelib.wiring.files", lambda: slow)
    tell(asked.incoming)
    assert told(capsys) == [KEPT, "kept already"]
    assert orders(report) == [f"jira:screenshot:{report.id}:1"]


@pytest.mark.parametrize("error", [Retryable("S3 is busy"), Conflict("it has changed")])
@pytest.mark.parametrize("call", ["read", "keep", "delete"])
def test_what_fails_comes_again(
    world: World, report: Report, asked: Screenshot, call: str, error: Exception, capsys: pytest.CaptureFixture[str]
) -> None:
    put(world, asked.incoming, PNG)
    world.files.fail_on(call, error)  # type: ignore[arg-type]
    with pytest.raises(type(error)):
        tell(asked.incoming)
    tell(asked.incoming)
    assert told(capsys) in ([KEPT], ["nobody waits for it"])
    assert list(world.files.stored) == [asked.key]
    assert orders(report) == [f"jira:screenshot:{report.id}:1"]


def test_all_places_may_be_filled(world: World, report: Report) -> None:
    for number in range(AT_MOST):
        place = a_place(report, f"upload-{number}")
        put(world, place.incoming, PNG)
        tell(place.incoming)
    assert len(orders(report)) == len(world.files.stored) == AT_MOST


def test_the_message_that_s3_sends_when_it_is_set_up(world: World, report: Report) -> None:
    body = json.dumps({"Service": "Amazon S3", "Event": "s3:TestEvent", "Bucket": "files"})
    Client(app).lambda_.invoke("uploads", sqs_event([(body, "")]))
    assert world.files.calls == []
