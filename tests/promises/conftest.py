"""The whole of Wilco in one process: the table and its stream are real, the vendors are fakes."""

from collections.abc import Iterator

import pytest

from infra.engine import Engine
from tests.conftest import World
from tests.pump import Pump


@pytest.fixture
def pump(table: str, store_engine: Engine, world: World) -> Iterator[Pump]:
    """What moves rows and orders."""
    made = Pump(store_engine, world.queue)
    yield made
    made.close()
