"""Everything on one machine: the sandbox, the engine, the deployed package. `make up` and the tests start it here."""

import json
import os
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from infra.deploy import deploy, local_target
from infra.engine import Engine
from infra.mend import mend
from infra.package import ROOT, Package, package
from infra.processes import Child, Died, free_port, refuse_busy_ports
from infra.team_file import read_team

SECRETS = ROOT / "sandbox" / "secrets.json"
START_SECONDS = 60
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Ports:
    """Where everything listens, on 127.0.0.1."""

    front: int = 8780
    sandbox: int = 8781
    smtp: int = 8725
    engine: int = 4566

    @classmethod
    def free(cls) -> "Ports":
        """Ports that nobody uses now, for tests."""
        return cls(free_port(), free_port(), free_port(), free_port())

    def purposes(self) -> dict[int, str]:
        """What each is for, to be told when one is taken."""
        return {
            self.front: "Wilco's API",
            self.sandbox: "the sandbox's pages",
            self.smtp: "the sandbox's mailbox",
            self.engine: "the local AWS",
        }


@dataclass(frozen=True, slots=True)
class LocalStack:
    """A running stack. `front` is the API as people reach it, `api` the same without the front door."""

    front: str
    sandbox: str
    api: str
    engine: Engine
    sandbox_process: Child
    outputs: Mapping[str, str]

    def watch(self) -> None:
        """Return never; raises Died when a process of the stack ends by itself."""
        while True:
            for child in (self.sandbox_process, self.engine.child):
                if child.process.poll() is not None:
                    raise Died(f"{child.name} ended by itself:\n{child.last_words()}")
            time.sleep(0.5)


@contextmanager
def local_stack(ports: Ports, state: Path, say: Say, *, enforce_iam: bool = False) -> Iterator[LocalStack]:
    """Start everything, with what `state` kept; end everything and keep its state on the way out.

    Raises PortBusy, TeamFileError, PackageFailed, DeployFailed, Died; nothing is left running then.
    """
    refuse_busy_ports(ports.purposes())
    engine = Engine(ports.engine, state / "engine", ports.smtp, enforce_iam)
    with ExitStack() as running:
        sandbox = _start_sandbox(ports, state)
        running.callback(sandbox.stop)  # last: the functions may be speaking to it
        engine.start()
        running.callback(engine.stop)
        with _timed(say, "packaged"):  # while both start
            made = package()
        with _timed(say, "sandbox and local AWS answer"):
            engine.wait()
            sandbox.wait_until(lambda: _answers(f"http://127.0.0.1:{ports.sandbox}/panel/state"), START_SECONDS)
        with _timed(say, "deployed"):
            outputs = _deploy(engine, ports, made)
        stack = LocalStack(
            front=f"http://127.0.0.1:{ports.front}",
            sandbox=f"http://127.0.0.1:{ports.sandbox}",
            api=engine.api(outputs["RestAPIId"]),
            engine=engine,
            sandbox_process=sandbox,
            outputs=outputs,
        )
        with _timed(say, "Wilco answers"):
            _post(f"{stack.sandbox}/panel/wilco", {"api": stack.api})
            sandbox.wait_until(lambda: _answers(f"{stack.front}/v1/health"), START_SECONDS)
        yield stack


def _start_sandbox(ports: Ports, state: Path) -> Child:
    command = [sys.executable, "-m", "sandbox", "--port", str(ports.sandbox), "--front-port", str(ports.front)]
    command += ["--smtp-port", str(ports.smtp), "--state", str(state / "sandbox.sqlite")]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return Child.start("the sandbox", command, state / "sandbox.log", environment)


def _deploy(engine: Engine, ports: Ports, made: Package) -> dict[str, str]:
    sender = read_team(ROOT / "wilco.yaml").mail.sender
    sandbox = f"http://127.0.0.1:{ports.sandbox}"
    parameters = {
        "Stage": "local",
        "PublicUrl": f"http://127.0.0.1:{ports.front}",
        "JiraUrl": f"{sandbox}/jira",
        "JiraBrowseUrl": f"{sandbox}/jira",
        "SlackUrl": f"{sandbox}/slack/api/",
        "MailSender": sender,
        "HostOrigins": sandbox,
    }
    outputs = deploy(local_target(engine.endpoint), made, parameters, SECRETS)
    mend(engine, outputs, made.template, sender)
    return outputs


@contextmanager
def _timed(say: Say, what: str) -> Iterator[None]:
    began = time.monotonic()
    yield
    say(f"{what} ({time.monotonic() - began:.1f} s)")


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310
            return bool(answer.status == 200)
    except OSError:
        return False


def _post(url: str, body: Mapping[str, str]) -> None:
    request = urllib.request.Request(  # noqa: S310
        url, json.dumps(body).encode(), {"Content-Type": "application/json"}, method="POST"
    )
    with urllib.request.urlopen(request, timeout=10):  # noqa: S310
        return
