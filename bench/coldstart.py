"""A cold start under AWS's own runtime client (awslambdaric): from the process's birth to its first answered report.

A small Runtime API server hands out one report. `-S` and a path of only the task and the runtime's own libraries
keep the virtual environment out, so this also proves that the zip is complete.
"""

import contextlib
import json
import os
import resource
import subprocess
import sys
import sysconfig
import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from bench.events import report_event

# What AWS's Python image has before our zip: the runtime client, boto3 and what these need.
_RUNTIME = (
    "awslambdaric", "snapshot_restore_py", "simplejson", "boto3", "botocore", "s3transfer", "jmespath", "dateutil",
    "six.py", "urllib3", "runtime_client",
)  # fmt: skip


# The runtime client is C++ and takes each of these for granted.
_INVOCATION = {
    "Content-Type": "application/json",
    "Lambda-Runtime-Aws-Request-Id": "3f1d0a52-0000-4000-8000-000000000001",
    "Lambda-Runtime-Deadline-Ms": "4102444800000",
    "Lambda-Runtime-Invoked-Function-Arn": "arn:aws:lambda:us-east-1:000000000000:function:bench",
    "Lambda-Runtime-Trace-Id": "Root=1-00000000-000000000000000000000000;Parent=0000000000000000;Sampled=0",
}


@dataclass(frozen=True, slots=True)
class ColdStart:
    """CPU in milliseconds (user and system) and the largest resident size in MiB."""

    cpu_ms: float
    mib: float


class _RuntimeApi(ThreadingHTTPServer):
    """Lambda's Runtime API for one invocation; `done` is set when its answer has come."""

    def __init__(self, event: dict[str, Any]) -> None:
        super().__init__(("127.0.0.1", 0), _Calls)
        self.event = json.dumps(event).encode()
        self.done, self.over = threading.Event(), threading.Event()
        self.answer: Any = None
        self.asked = 0


class _Calls(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = 65536
    server: _RuntimeApi

    def do_GET(self) -> None:
        """`/invocation/next`: the report first, then nothing for ever."""
        self.server.asked += 1
        if self.server.asked > 1:
            self.server.over.wait()
            self.close_connection = True
            return
        self._answer(200, self.server.event, _INVOCATION)

    def do_POST(self) -> None:
        """The handler's answer."""
        self.server.answer = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self._answer(202, b"{}", {})
        self.server.done.set()

    def _answer(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def handle(self) -> None:
        """The function is killed while it waits for the next event: that is no error."""
        with contextlib.suppress(ConnectionError):
            super().handle()


def runtime_libraries(target: Path) -> Path:
    """A folder with links to what the runtime brings."""
    target.mkdir(parents=True, exist_ok=True)
    for library in Path(sysconfig.get_paths()["platlib"]).iterdir():
        if library.name.startswith(_RUNTIME) and not (target / library.name).exists():
            (target / library.name).symlink_to(library)
    return target


def cold_start(task: Path, runtime: Path, environment: dict[str, str]) -> ColdStart:
    """Start the function of `task` once, let it answer one report, end it."""
    api = _RuntimeApi(report_event("anonymous, new problem", 1))
    threading.Thread(target=api.serve_forever, daemon=True).start()
    variables = {
        **environment,
        "AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{api.server_address[1]}",
        "LAMBDA_TASK_ROOT": str(task),
        "PYTHONPATH": f"{task}:{runtime}",
        "PATH": os.environ["PATH"],
    }
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-S", "-m", "awslambdaric", "app.app"]
    process = subprocess.Popen(command, env=variables, cwd=task, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    answered = api.done.wait(30)
    largest = _largest_mib(process.pid) if process.poll() is None else 0.0
    process.kill()
    api.over.set()
    said = process.communicate()[0].decode()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    api.shutdown()
    if not answered or api.answer.get("statusCode") != 202:
        raise SystemExit(f"the function did not accept the report: {api.answer} {said[-2000:]}")
    spent = (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime)
    return ColdStart(spent * 1000, largest)


def _largest_mib(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024
