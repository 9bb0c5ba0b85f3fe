"""Everything on one machine: the sandbox, the engine, the deployed package. `make up` and the tests start it here."""

import json
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from infra.deploy import deploy, host_origins, local_target
from infra.engine import Engine
from infra.mend import mend
from infra.package import ROOT, Package, package
from infra.processes import Died, free_port, refuse_busy_ports
from infra.stand_ins import START_SECONDS, StandIns, answers
from infra.team_file import read_team

SECRETS = ROOT / "sandbox" / "secrets.json"
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
    stand_ins: StandIns
    outputs: Mapping[str, str]

    def watch(self) -> None:
        """Return never; raises Died when a process of the stack ends by itself."""
        while True:
            for child in (self.stand_ins.child, self.engine.child):
                if child.process.poll() is not None:
                    raise Died(f"{child.name} ended by itself:\n{child.last_words()}")
            time.sleep(0.5)


@contextmanager
def local_stack(
    ports: Ports,
    state: Path,
    say: Say,
    *,
    enforce_iam: bool = False,
    source: Path = ROOT,
    all_mail_to_sandbox: bool = False,
    program: str = "ministack",
) -> Iterator[LocalStack]:
    """Start everything, with what `state` kept; end everything and keep its state on the way out.

    `source` is the folder that is packaged: this one, or an altered copy of it (chaos/safeguards.py). `program` is the
    engine's.
    Raises PortBusy, TeamFileError, PackageFailed, DeployFailed, Died; nothing is left running then.
    """
    refuse_busy_ports(ports.purposes())
    engine = Engine(ports.engine, state / "engine", ports.smtp, enforce_iam, program)
    stand_ins = StandIns(ports.sandbox, ports.front, ports.smtp, state)
    with ExitStack() as running:
        stand_ins.start()
        running.callback(stand_ins.stop)  # last: the functions may be speaking to it
        engine.start()
        running.callback(engine.stop)
        with _timed(say, "packaged"):  # while both start
            made = package(source)
        with _timed(say, "sandbox and local AWS answer"):
            engine.wait()
            stand_ins.wait()
        with _timed(say, "deployed"):
            outputs = _deploy(engine, ports, made, _ses(stand_ins.url, all_mail_to_sandbox))
        api = engine.api(outputs["RestAPIId"])
        stack = LocalStack(stand_ins.front, stand_ins.url, api, engine, stand_ins, outputs)
        with _timed(say, "Wilco answers"):
            _post(f"{stack.sandbox}/panel/wilco", {"api": stack.api})
            stand_ins.child.wait_until(lambda: answers(f"{stack.front}/v1/health"), START_SECONDS)
        yield stack


def _ses(sandbox: str, all_mail: bool) -> dict[str, str]:
    """Mail in bulk goes to the sandbox's SES. Single mails go through the engine's, which relays them to the mailbox;
    with `all_mail` they go to the sandbox's as well, and count for its quota.
    """
    where = f"{sandbox}/ses"
    return {"AWS_ENDPOINT_URL_SESV2": where, **({"AWS_ENDPOINT_URL_SES": where} if all_mail else {})}


def _deploy(engine: Engine, ports: Ports, made: Package, ses: Mapping[str, str]) -> dict[str, str]:
    team = read_team(ROOT / "wilco.yaml")
    sandbox = f"http://127.0.0.1:{ports.sandbox}"
    parameters = {
        "Stage": "local",
        "PublicUrl": f"http://127.0.0.1:{ports.front}",
        "JiraUrl": f"{sandbox}/jira",
        "JiraBrowseUrl": f"{sandbox}/jira",
        "SlackUrl": f"{sandbox}/slack/api/",
        "SandboxUrl": sandbox,
        "StatusUrl": f"{engine.endpoint}/wilco-pages",  # the name is of infra/resources.yml
        "MailSender": team.mail.sender,
        "HostOrigins": f"{sandbox},{host_origins(team)}",  # a test's sandbox is at a port of its own
    }
    outputs = deploy(local_target(engine.endpoint), made, parameters, SECRETS)
    mend(engine, outputs, made.template, team.mail.sender, ses)
    return outputs


@contextmanager
def _timed(say: Say, what: str) -> Iterator[None]:
    began = time.monotonic()
    yield
    say(f"{what} ({time.monotonic() - began:.1f} s)")


def _post(url: str, body: Mapping[str, str]) -> None:
    request = urllib.request.Request(  # noqa: S310
        url, json.dumps(body).encode(), {"Content-Type": "application/json"}, method="POST"
    )
    with urllib.request.urlopen(request, timeout=10):  # noqa: S310
        return
