"""The deployed stack that the tests of whole flows share: the real package on a local engine, before the sandbox.

IAM is enforced, so every flow that works proves the policies of the functions it goes through.
"""

from collections.abc import Iterator

import pytest

from infra.local_stack import LocalStack, Ports, local_stack


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalStack]:
    """A running stack on ports and in a folder of its own: a `make up` beside it does not matter."""
    with local_stack(Ports.free(), tmp_path_factory.mktemp("stack"), print, enforce_iam=True) as running:
        yield running
