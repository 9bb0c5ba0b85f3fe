"""The local engine: MiniStack as a child process, and what it needs help with to behave as AWS does.

Facts are of MiniStack 1.5.33. Everything that is local to one engine is an argument, so that the tests run theirs
beside a running `make up`. Nothing here is used on AWS.
"""

import json
import os
import shutil
import sys
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config

from infra.processes import Child

REGION = "us-east-1"
ACCOUNT = "000000000000"
START_SECONDS = 60
_INHERITED = ("PATH", "HOME", "LANG", "VIRTUAL_ENV")


@dataclass(slots=True)
class Engine:
    """One MiniStack. `state` is its folder; `enforce_iam` makes each function's policy count, as on AWS.

    `program` is the module that is run: MiniStack itself, or one that runs it and looks on (drill/metered.py).
    """

    port: int
    state: Path
    smtp_port: int
    enforce_iam: bool = False
    program: str = "ministack"
    _child: Child | None = field(default=None, init=False)

    @property
    def child(self) -> Child:
        """Its process."""
        if self._child is None:
            raise RuntimeError("start the engine first")
        return self._child

    @property
    def endpoint(self) -> str:
        """Where every AWS client finds it."""
        return f"http://127.0.0.1:{self.port}"

    def api(self, rest_api_id: str) -> str:
        """The local address of a deployed API (the stack's own output is an amazonaws.com one)."""
        return f"{self.endpoint}/restapis/{rest_api_id}/api/_user_request_"

    def client(self, name: str) -> Any:
        """A client of one of its services."""
        return local_client(name, self.endpoint)

    def start(self) -> None:
        """Start it with the state of the last clean stop; returns at once."""
        scratch = self.state / "tmp"
        shutil.rmtree(scratch, ignore_errors=True)  # MiniStack leaves unpacked functions there
        scratch.mkdir(parents=True)
        _forget_stream_positions(self.state / "services" / "lambda.json")
        command = [sys.executable, "-m", self.program]
        self._child = Child.start("the engine", command, self.state / "engine.log", self._environment(scratch))

    def wait(self) -> None:
        """Return when it answers. Raises Died."""
        self.child.wait_until(self._is_healthy, START_SECONDS)

    def stop(self) -> None:
        """End it and its functions; it writes its state on the way."""
        if self._child is not None:
            self._child.stop()
            shutil.rmtree(self.state / "tmp", ignore_errors=True)

    def _environment(self, scratch: Path) -> dict[str, str]:
        """Little is inherited: MiniStack hands its own environment on to the functions."""
        return {name: os.environ[name] for name in _INHERITED if name in os.environ} | {
            "GATEWAY_PORT": str(self.port),
            "BIND_HOST": "127.0.0.1",
            "MINISTACK_HOST": "127.0.0.1",
            "MINISTACK_REGION": REGION,
            "AWS_DEFAULT_REGION": REGION,
            "AUTH": str(self.enforce_iam).lower(),
            "SMTP_HOST": f"127.0.0.1:{self.smtp_port}",
            "PERSIST_STATE": "1",
            "STATE_DIR": str(self.state / "services"),
            "S3_PERSIST": "1",
            "S3_DATA_DIR": str(self.state / "s3"),
            "TMPDIR": str(scratch),
            "IOT_MTLS_ENABLED": "0",
            "SFTP_ENABLED": "0",
            "LOG_LEVEL": "WARNING",
        }

    def _is_healthy(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.endpoint}/_ministack/health", timeout=2) as answer:  # noqa: S310
                return bool(answer.status == 200)
        except OSError:
            return False


def local_client(name: str, endpoint: str) -> Any:
    """A client of one service of an engine; the keys are MiniStack's, no secret."""
    return boto3.client(
        name,
        endpoint_url=endpoint,
        region_name=REGION,
        aws_access_key_id="test",
        aws_secret_access_key="test",  # noqa: S106
        config=Config(retries={"total_max_attempts": 1}),
    )


def _forget_stream_positions(lambdas: Path) -> None:
    """Streams begin anew after a restart, their records are not kept: a kept position would skip the first ones."""
    if lambdas.exists():
        kept = json.loads(lambdas.read_text(encoding="utf-8"))
        kept["payload"].pop("dynamodb_stream_positions", None)
        lambdas.write_text(json.dumps(kept), encoding="utf-8")
