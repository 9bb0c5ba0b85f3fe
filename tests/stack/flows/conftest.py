"""What every flow on the deployed stack starts from."""

import re
from collections.abc import Iterator

import pytest

from infra.local_stack import LocalStack
from tests.stack.flows.scene import Scene
from tour.world import World


@pytest.fixture(scope="session")
def world(stack: LocalStack) -> Iterator[World]:
    """The shared stack, as people act on it."""
    with World(stack) as world:
        yield world


@pytest.fixture
def scene(world: World, request: pytest.FixtureRequest) -> Iterator[Scene]:
    """The test's own problem. What the test broke is mended behind it, and has come to rest before the next one."""
    yield Scene(world, re.sub(r"[^a-z]+", "-", request.node.name.removeprefix("test_").lower()).strip("-"))
    world.mend()
    world.until_quiet()
