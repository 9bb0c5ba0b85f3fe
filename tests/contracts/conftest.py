"""The worlds that a port is tried in: the fake in memory, and the real adapter before the sandbox's stand-in."""

import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from chalicelib.adapters.slack_web import SlackWeb
from chalicelib.ports import TeamChannel
from infra.engine import Engine
from tests.contracts.desks import DeskWorld, FakeDeskWorld, SandboxDesk
from tests.contracts.worlds import CREDENTIALS, FakeJiraWorld, JiraWorld, SandboxJira
from tests.fakes import FakeSlack

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Sandbox:
    """A running sandbox."""

    url: str
    smtp_port: int


@pytest.fixture(scope="session")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    """A sandbox process on ports that the system chose; it says itself where it is."""
    state = tmp_path_factory.mktemp("sandbox") / "state.sqlite"
    ports = [word for name in ("--port", "--front-port", "--smtp-port") for word in (name, "0")]
    command = [sys.executable, "-m", "sandbox", *ports, "--state", str(state)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        said = re.search(r"pages at (\S+?),.* SMTP on port (\d+)", process.stdout.readline())
        assert said is not None
        # The sockets listen before the line is written, so the first request waits for its answer.
        yield Sandbox(said[1], int(said[2]))
        process.terminate()


@pytest.fixture(scope="session")
def engine(sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The local engine, whose mail goes to the sandbox."""
    running = Engine(free_port(), tmp_path_factory.mktemp("engine"), sandbox.smtp_port)
    running.start()
    running.wait()
    yield running
    running.stop()


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(params=["fake", "sandbox"])
def jira(request: pytest.FixtureRequest) -> Iterator[JiraWorld]:
    """Both Jiras."""
    if request.param == "fake":
        yield FakeJiraWorld()
        return
    world = SandboxJira(_fresh(request))
    yield world
    world.close()


@pytest.fixture(params=["fake", "sandbox"])
def channel(request: pytest.FixtureRequest) -> TeamChannel:
    """Both Slacks."""
    if request.param == "fake":
        return FakeSlack()
    return SlackWeb(f"{_fresh(request)}/slack/api/", CREDENTIALS.slack_token)


@pytest.fixture(params=["fake", "sandbox"])
def chat(request: pytest.FixtureRequest) -> Iterator[DeskWorld]:
    """Both support chats."""
    if request.param == "fake":
        yield FakeDeskWorld()
        return
    world = SandboxDesk(_fresh(request))
    yield world
    world.shut()


def _fresh(request: pytest.FixtureRequest) -> str:
    url: str = request.getfixturevalue("sandbox").url
    httpx.post(f"{url}/panel/reset").raise_for_status()
    return url
