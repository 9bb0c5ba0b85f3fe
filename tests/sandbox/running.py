"""A sandbox of one's own: a process on free ports, and what a stand-in of Wilco has heard of it."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from jira import JIRA
from slack_sdk import WebClient

from sandbox.credentials import Credentials

ROOT = Path(__file__).parents[2]
CREDENTIALS = Credentials.read()
CHAT_AUTH = {"Authorization": f"Token {CREDENTIALS.desk_carrot_token}"}


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def eventually(holds: Callable[[], Any], patience: float = 10.0) -> Any:
    """Wait until something holds and return it."""
    until = time.monotonic() + patience
    while not (found := holds()):
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.02)
    return found


@dataclass
class Heard:
    """One request that the stand-in of Wilco got."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Wilco:
    """Listens as Wilco's API would and answers what the test wants."""

    answers: dict[str, list[tuple[int, bytes]]] = field(default_factory=dict)
    heard: list[Heard] = field(default_factory=list)
    url: str = ""

    def answer(self, path: str) -> tuple[int, bytes]:
        """Return the next answer for a path: 200 without a body unless the test prepared one."""
        waiting = self.answers.get(path, [])
        return waiting.pop(0) if waiting else (200, b"")

    def events(self, name: str = "") -> list[dict[str, Any]]:
        """Return Jira's webhooks, all or those of one event."""
        bodies = [json.loads(one.body) for one in self.heard if one.path == "/v1/jira/webhook"]
        return [body for body in bodies if name in ("", body["webhookEvent"])]


@dataclass
class Running:
    """A sandbox process and how to talk to it."""

    state: Path
    port: int = field(default_factory=free_port)
    front_port: int = field(default_factory=free_port)
    smtp_port: int = field(default_factory=free_port)
    process: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def front(self) -> str:
        return f"http://127.0.0.1:{self.front_port}"

    def command(self, *more: str) -> list[str]:
        """Return the command line."""
        ports = {"--port": self.port, "--front-port": self.front_port, "--smtp-port": self.smtp_port}
        named = [word for name, port in ports.items() for word in (name, str(port))]
        return [sys.executable, "-m", "sandbox", *named, "--state", str(self.state), *more]

    def start(self, *more: str) -> None:
        """Start and wait for the line that says it is ready."""
        self.process = subprocess.Popen(self.command(*more), cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        assert "pages at" in self.process.stdout.readline()
        eventually(self.answers)

    def answers(self) -> bool:
        """Say whether it answers yet."""
        try:
            return httpx.get(f"{self.url}/panel/state").status_code == 200
        except httpx.TransportError:
            return False

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        """End the process and return its exit code."""
        assert self.process is not None and self.process.stdout is not None
        self.process.send_signal(how)
        code = self.process.wait(10)
        self.process.stdout.close()
        self.process = None
        return code

    def panel(self, path: str, **body: Any) -> Any:
        """Post to the panel, or read it when there is nothing to say."""
        address = f"{self.url}/panel/{path}"
        answer = httpx.post(address, json=body) if body else httpx.get(address)
        answer.raise_for_status()
        return answer.json()

    def jira(self, **options: Any) -> JIRA:
        """Return the real client, as Wilco uses it."""
        account = (CREDENTIALS.jira_email, CREDENTIALS.jira_token)
        return JIRA(f"{self.url}/jira", basic_auth=account, max_retries=0, timeout=(3, 10), **options)

    def slack(self) -> WebClient:
        """Return the real client, as Wilco uses it."""
        return WebClient(CREDENTIALS.slack_token, f"{self.url}/slack/api/", timeout=5, retry_handlers=[])
