"""What the tests of the adapters share."""

import socket
from collections.abc import Iterator

import pytest

from tests.adapters.loopback import Vendor, serving


@pytest.fixture
def vendor() -> Iterator[Vendor]:
    """A vendor on loopback."""
    with serving() as server:
        yield server


@pytest.fixture
def nobody() -> Iterator[str]:
    """An address where nobody listens: the port is taken, and connections to it are refused."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{bound.getsockname()[1]}"


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> None:
    """Credentials, which boto3 reads from the environment."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
