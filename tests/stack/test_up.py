"""`make up` as a person meets it: it comes up, it ends on a signal, it keeps what happened, it says what is wrong."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import pytest

from infra.local_stack import Ports
from infra.processes import PortBusy, refuse_busy_ports
from infra.up import main

pytestmark = pytest.mark.stack
ROOT = Path(__file__).parents[2]


def _arguments(ports: Ports, state: Path) -> list[str]:
    pairs = [(f"--{name}-port", str(port)) for name, port in asdict(ports).items()]
    return [*(word for pair in pairs for word in pair), "--state", str(state)]


def _run_until_ready_then_end(ports: Ports, state: Path, ending: signal.Signals) -> str:
    command = [sys.executable, "-m", "infra.up", *_arguments(ports, state)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    with process:
        assert process.stdout is not None
        said = []
        for line in process.stdout:
            said.append(line)
            if "Ctrl-C ends it" in line:
                os.kill(process.pid, ending)
        assert process.wait() == 0, "".join(said)
    return "".join(said)


def test_it_ends_everything_and_keeps_the_state(tmp_path: Path) -> None:
    ports = Ports.free()
    said = _run_until_ready_then_end(ports, tmp_path, signal.SIGINT)
    assert re.search(r"ready after \d", said)
    refuse_busy_ports(ports.purposes())
    first = json.loads((tmp_path / "outputs.json").read_text())
    again = _run_until_ready_then_end(ports, tmp_path, signal.SIGTERM)
    assert "nothing to change" in again
    assert json.loads((tmp_path / "outputs.json").read_text()) == first
    refuse_busy_ports(ports.purposes())


def test_a_busy_port_is_named_and_nothing_is_started(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ports = Ports.free()
    with socket.create_server(("127.0.0.1", ports.front)):
        assert main(_arguments(ports, tmp_path)) == 2
    assert f"port {ports.front} (Wilco's API)" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_every_busy_port_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as one, socket.create_server(("127.0.0.1", 0)) as other:
        ports = {one.getsockname()[1]: "this", other.getsockname()[1]: "that"}
        with pytest.raises(PortBusy, match=r"\(this\), port \d+ \(that\)"):
            refuse_busy_ports(ports)
