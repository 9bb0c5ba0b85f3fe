"""The sandbox as a child process: the stand-ins of Jira, Slack and the mailbox, and the front door of Wilco's API."""

import os
import sys
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

from infra.processes import Child

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 60


@dataclass(slots=True)
class StandIns:
    """One sandbox. It keeps all it answered in `state`, so that it may be killed and started again."""

    port: int
    front_port: int
    smtp_port: int
    state: Path
    _child: Child | None = field(default=None, init=False)

    @property
    def child(self) -> Child:
        """Its process."""
        if self._child is None:
            raise RuntimeError("start the sandbox first")
        return self._child

    @property
    def url(self) -> str:
        """Where its pages and APIs are."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def front(self) -> str:
        """Wilco's API as people and vendors reach it."""
        return f"http://127.0.0.1:{self.front_port}"

    def start(self) -> None:
        """Start it with what it kept; returns at once."""
        command = [sys.executable, "-m", "sandbox", "--port", str(self.port), "--front-port", str(self.front_port)]
        command += ["--smtp-port", str(self.smtp_port), "--state", str(self.state / "sandbox.sqlite")]
        environment = os.environ | {"PYTHONPATH": str(ROOT)}
        self._child = Child.start("the sandbox", command, self.state / "sandbox.log", environment)

    def wait(self) -> None:
        """Return when it answers. Raises Died."""
        self.child.wait_until(lambda: answers(f"{self.url}/panel/state"), START_SECONDS)

    def stop(self) -> None:
        """Ask it to end."""
        if self._child is not None:
            self._child.stop()

    def kill(self) -> None:
        """End it as a power cut does."""
        self.child.process.kill()
        self.child.process.wait()


def answers(url: str) -> bool:
    """Whether there is a 200 at `url`."""
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310
            return bool(answer.status == 200)
    except OSError:
        return False
