"""Child processes of `make up` and of the tests: started together, ended together, nothing left behind."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

GRACE_SECONDS = 30


class Died(Exception):
    """A child process ended before it was asked to; the text shows the end of its log."""


class PortBusy(Exception):
    """Somebody else listens on a port that is needed; the text says which, and what to do."""


@dataclass(frozen=True, slots=True)
class Child:
    """A process in a group of its own, so that Ctrl-C reaches only us and we end our children in order."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path

    @classmethod
    def start(cls, name: str, command: Sequence[str], log: Path, environment: Mapping[str, str]) -> "Child":
        """Start it, its output going to `log`."""
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("wb") as output:
            process = subprocess.Popen(
                command, stdout=output, stderr=output, stdin=subprocess.DEVNULL, env=environment, start_new_session=True
            )
        return cls(name, process, log)

    def wait_until(self, answers: Callable[[], bool], seconds: float) -> None:
        """Return when `answers()` is true. Raises Died when the process ends first or the time is over."""
        deadline = time.monotonic() + seconds
        while not answers():
            if self.process.poll() is not None:
                raise Died(f"{self.name} ended with exit code {self.process.returncode}:\n{self.last_words()}")
            if time.monotonic() > deadline:
                raise Died(f"{self.name} did not answer within {seconds:.0f} s:\n{self.last_words()}")
            time.sleep(0.05)

    def stop(self) -> None:
        """Ask it to end (it saves its state), wait, then end what is left of its group."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(GRACE_SECONDS)
            except subprocess.TimeoutExpired:
                self.process.kill()
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return
        finally:
            self.process.wait()

    def last_words(self) -> str:
        """The end of its log."""
        return "\n".join(self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-15:])


def refuse_busy_ports(ports: Mapping[int, str]) -> None:
    """Raises PortBusy naming every port that can't be listened on; `ports` says what each is for."""
    busy = [f"port {port} ({purpose})" for port, purpose in ports.items() if not _is_free(port)]
    if busy:
        raise PortBusy(f"taken: {', '.join(busy)}. End what listens there (another `make up`?), then try again.")


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


def _is_free(port: int) -> bool:
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except OSError:
        return False
    return True
