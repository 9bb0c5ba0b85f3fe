"""The public status page on the deployed stack: there before anything happened, and anew at each step of an outage."""

import json
import re
import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import feedparser
import httpx
import pytest

from chalicelib.decisions.outages import Draft, declare, declared, update
from chalicelib.model.decision import Decision
from chalicelib.model.orders import Destination, Order
from chalicelib.store.commit import commit
from chalicelib.store.tables import Row
from chaos.stack import sweep
from infra.engine import REGION
from tests.outages import BROKEN
from tests.stack.flows.scene import Scene
from tests.stack.polling import eventually

pytestmark = pytest.mark.stack
Commit = Callable[[Decision], None]
_FOR_READERS = (Destination.STATUS, Destination.FAN_OUT)  # Jira and Slack have flows of their own


@pytest.fixture
def decided(scene: Scene) -> Iterator[Commit]:
    """Write a decision as the stack's own functions do, but only what is for readers of the page."""
    stack = scene.world.stack
    with pytest.MonkeyPatch.context() as ours:
        ours.setenv("AWS_ENDPOINT_URL", stack.engine.endpoint)
        ours.setenv("AWS_ACCESS_KEY_ID", "test")
        ours.setenv("AWS_SECRET_ACCESS_KEY", "test")
        ours.setattr(Row.Meta, "region", REGION)
        ours.setattr(Row.Meta, "table_name", stack.outputs["TableName"])
        ours.setattr(Row, "_connection", None)
        yield lambda decision: commit(replace(decision, orders=_pages(decision)), datetime.now(UTC))
        Row._get_connection().connection.client.close()


def _pages(decision: Decision) -> tuple[Order, ...]:
    return tuple(order for order in decision.orders if order.destination in _FOR_READERS)


def seen(scene: Scene, name: str) -> httpx.Response:
    """What anybody gets, with no credentials."""
    return httpx.get(f"{scene.world.stack.outputs['StatusPages']}/web/{name}")


def state(scene: Scene) -> Any:
    return json.loads(seen(scene, "status.json").text)


def test_the_page_follows_an_outage(scene: Scene, decided: Commit) -> None:
    sweep(scene.world.stack)
    eventually(lambda: seen(scene, "index.html").status_code == 200)
    calm = seen(scene, "ru/index.html")
    assert calm.headers["content-type"] == "text/html; charset=utf-8"
    assert "Всё работает" in calm.text
    assert "/web/en/index.html" in calm.text

    now = datetime.now(UTC)
    draft = Draft(uuid.uuid4().hex, BROKEN, next_by=now + timedelta(minutes=30))
    declaring = declare("web", ("site",), draft, "Erin", now)
    decided(declaring)
    eventually(lambda: "Outage: Web site" in seen(scene, "index.html").text)
    assert state(scene)["status"]["indicator"] == "critical"
    for name, kind in (("feed.atom", "application/atom+xml"), ("ru/feed.rss", "application/rss+xml")):
        feed = seen(scene, name)
        assert feed.headers["content-type"] == f"{kind}; charset=utf-8"
        (entry,) = feedparser.parse(feed.content).entries
        assert httpx.get(entry.link.partition("#")[0]).status_code == 200

    decided(_resolving(declaring))
    eventually(lambda: "Everything works" in seen(scene, "index.html").text)
    assert state(scene)["past_incidents"], "it has happened"
    listing = httpx.get(scene.world.stack.outputs["StatusPages"])
    assert listing.status_code == 403, "files are public, the list of them is not"


def _resolving(declaring: Decision) -> Decision:
    return update(declared(declaring), Draft("over", BROKEN, "resolved"), "Erin", 100, datetime.now(UTC))


def test_a_reader_subscribes_and_hears_of_it(scene: Scene, decided: Commit) -> None:
    world, reader = scene.world, scene.person("Reader")
    taken = world.http.post(f"{world.stack.front}/v1/status/web/subscriptions", json={"email": reader.email})
    assert taken.status_code == 202
    (question,) = eventually(lambda: world.mails(to=reader.email))
    link = re.search(r"http://\S+/s/\S+", question["text"])
    assert link is not None
    assert world.http.post(link[0], data={"answer": "yes"}).status_code == 200

    declaring = declare("web", ("site",), Draft(uuid.uuid4().hex, BROKEN), "Erin", datetime.now(UTC))
    decided(declaring)
    *_, told = eventually(lambda: (mails := world.mails(to=reader.email))[1:] and mails)
    stop = re.search(r"http://\S+/s/\S+/stop", told["text"])
    assert stop is not None
    assert world.http.post(stop[0], data={"List-Unsubscribe": "One-Click"}).status_code == 200
    decided(_resolving(declaring))
    world.until_quiet()
    assert len(world.mails(to=reader.email)) == 2, "they have stopped the mails"
