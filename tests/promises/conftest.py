"""The whole of Wilco in one process: the table and its stream are real, the vendors are fakes."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from chalicelib.settings.reporting import reporting
from chalicelib.team import team
from infra.engine import Engine
from tests.conftest import World
from tests.pump import Pump


@pytest.fixture
def pump(table: str, store_engine: Engine, world: World) -> Iterator[Pump]:
    """What moves rows and orders."""
    made = Pump(store_engine, world.queue)
    yield made
    made.close()


@pytest.fixture
def rewritten(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """The team's file becomes another one while things are on their way."""

    def rewrite(**given: Any) -> None:
        file = json.loads(Path(os.environ["WILCO_TEAM_FILE"]).read_text(encoding="utf-8"))
        (tmp_path / "wilco.json").write_text(json.dumps(file | given), encoding="utf-8")
        monkeypatch.setenv("WILCO_TEAM_FILE", str(tmp_path / "wilco.json"))
        team.cache_clear()
        reporting.cache_clear()

    return rewrite
