"""What the tests of the commands share."""

import pytest

from infra.processes import free_port


@pytest.fixture
def unused_endpoint() -> str:
    """Where nobody listens."""
    return f"http://127.0.0.1:{free_port()}"
