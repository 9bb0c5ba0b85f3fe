"""The storm at a small size, through the deployed stack: nothing lost, nothing twice, nothing out of order."""

import json
from pathlib import Path

import pytest

from chaos.__main__ import Asked, run

pytestmark = pytest.mark.stack


def test_every_promise_is_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ended = run(Asked(seed=20261121, reports=200), tmp_path / "chaos")
    said = capsys.readouterr().out
    figures = json.loads(said.splitlines()[-1])
    assert ended == 0, said
    assert figures["kept"]
    assert figures["reports"] == 200
    assert figures["broke"]["workers killed"] > 0
    assert figures["faults"] > 0
