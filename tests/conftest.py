"""What every test may rely on: no way out of this machine, no credentials, the team's file, fakes for vendors."""

import json
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import settings

from chalicelib import wiring
from chalicelib.decisions.limits import AtHome
from chalicelib.deliveries import mail_quota
from chalicelib.entrances import limits
from chalicelib.rendering.links import Links
from chalicelib.rendering.words import catalogue
from chalicelib.settings.reporting import reporting
from chalicelib.store import cases, gates, open_cases, surges
from chalicelib.store.tables import Row
from chalicelib.team import team
from infra.catalogues import compile_catalogues
from infra.engine import REGION, Engine
from infra.processes import free_port
from infra.table import table_definition
from tests.chat_events import DESK_SECRETS
from tests.events import HOST_SECRET, JIRA_SECRET, SLACK_SECRET
from tests.fake_desk import FakeDesk
from tests.fakes import FakeFiles, FakeJira, FakeMail, FakeQueue, FakeSecrets, FakeSlack
from tests.two_processes import pytest_collection_modifyitems, pytest_xdist_make_scheduler

__all__ = ["pytest_collection_modifyitems", "pytest_xdist_make_scheduler"]  # pytest finds its hooks here
ROOT = Path(__file__).parents[1]
LINKS = Links("https://wilco.example", "https://shop.atlassian.example", status_url="https://status.example")
SECRETS = {
    "hosts": {"host_secret_shop": HOST_SECRET},
    "desks": DESK_SECRETS,
    "webhooks": {"slack_signing_secret": SLACK_SECRET, "jira_webhook_secret": JIRA_SECRET},
}
_LOOPBACK = ("127.", "localhost", "::1")

# The host's speed doubles and halves: a test that is slow is not wrong.
settings.register_profile("untimed", deadline=None, max_examples=40)
settings.load_profile("untimed")


def _only_loopback(event: str, args: tuple[Any, ...]) -> None:
    """Python tells every connection before it is made; other processes are not ours to watch."""
    if event == "socket.connect" and isinstance(args[1], tuple) and not str(args[1][0]).startswith(_LOOPBACK):
        raise AssertionError(f"a test may not speak to {args[1][0]}")


sys.addaudithook(_only_loopback)


@pytest.fixture(scope="session", autouse=True)
def surroundings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The environment of every test: nobody's credentials, the team's file as the package ships it, and Russian."""
    compile_catalogues()
    catalogue.cache_clear()  # tests that were collected may have read those of before
    file = tmp_path_factory.mktemp("team") / "wilco.json"
    file.write_text(json.dumps(yaml.safe_load((ROOT / "wilco.yaml").read_text(encoding="utf-8"))), encoding="utf-8")
    with pytest.MonkeyPatch.context() as session:
        for name in [name for name in os.environ if name.startswith(("AWS_", "WILCO_"))]:
            session.delenv(name)
        session.setenv("AWS_EC2_METADATA_DISABLED", "true")
        session.setenv("AWS_DEFAULT_REGION", REGION)
        session.setenv("WILCO_TEAM_FILE", str(file))
        yield


@pytest.fixture(autouse=True)
def nothing_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process of its own for each test, as far as memory goes."""
    monkeypatch.setattr(cases, "_memory", {})
    monkeypatch.setattr(limits, "_at_home", AtHome(timedelta(hours=1)))
    monkeypatch.setattr(gates, "_seen", {})
    monkeypatch.setattr(mail_quota, "_known", [])
    monkeypatch.setattr(open_cases, "_seen", {})
    monkeypatch.setattr(surges, "_watched", set())
    for made in (*vars(wiring).values(), team, reporting):
        if forget := getattr(made, "cache_clear", None):
            forget()


@pytest.fixture(scope="session")
def store_engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A local engine with nothing deployed; no mail leaves it."""
    engine = Engine(free_port(), tmp_path_factory.mktemp("engine"), smtp_port=free_port())
    engine.start()
    try:
        engine.wait()
        yield engine
    finally:
        engine.stop()


@pytest.fixture(scope="session")
def row_connection(store_engine: Engine) -> Iterator[None]:
    """`Row` speaks to the local engine: one client for all tests, since making one takes longer than most of them."""
    with pytest.MonkeyPatch.context() as session:
        session.setenv("AWS_ENDPOINT_URL", store_engine.endpoint)
        session.setenv("AWS_ACCESS_KEY_ID", "test")
        session.setenv("AWS_SECRET_ACCESS_KEY", "test")
        session.setattr(Row.Meta, "region", REGION)
        session.setattr(Row, "_connection", None)
        Row._get_connection().connection.client  # noqa: B018 made here, before the threads of any test
        yield


@pytest.fixture
def table(store_engine: Engine, row_connection: None) -> Iterator[str]:
    """The name of the empty table that `Row` uses during the test."""
    dynamodb = store_engine.client("dynamodb")
    dynamodb.create_table(TableName=Row.Meta.table_name, **table_definition())
    yield Row.Meta.table_name
    dynamodb.delete_table(TableName=Row.Meta.table_name)
    dynamodb.close()


@dataclass
class World:
    """Everything outside of Wilco, in memory."""

    jira: FakeJira = field(default_factory=FakeJira)
    slack: FakeSlack = field(default_factory=FakeSlack)
    mail: FakeMail = field(default_factory=FakeMail)
    desk: FakeDesk = field(default_factory=FakeDesk)
    queue: FakeQueue = field(default_factory=FakeQueue)
    files: FakeFiles = field(default_factory=FakeFiles)
    pages: FakeFiles = field(default_factory=FakeFiles)
    secrets: FakeSecrets = field(default_factory=lambda: FakeSecrets(SECRETS))


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    """The fakes, handed out by `wiring`: the one place that builds what speaks to the outside. Every desk is one."""
    made = World()
    handed_out = {
        "tracker": made.jira,
        "channel": made.slack,
        "mailer": made.mail,
        "bulk_mailer": made.mail,
        "queue": made.queue,
        "files": made.files,
        "pages": made.pages,
        "secrets": made.secrets,
        "links": LINKS,
    }
    for name, fake in handed_out.items():
        monkeypatch.setattr(wiring, name, _always(fake))
    monkeypatch.setattr(wiring, "desk", lambda name: made.desk)
    monkeypatch.setenv("WILCO_SECRET_HOSTS", "hosts")
    monkeypatch.setenv("WILCO_SECRET_DESKS", "desks")
    monkeypatch.setenv("WILCO_SECRET_WEBHOOKS", "webhooks")
    return made


def _always(made: Any) -> Any:
    def handed() -> Any:
        return made

    return handed
