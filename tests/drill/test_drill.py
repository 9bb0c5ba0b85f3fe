"""The drill at a small size, while everything around Wilco fails: nobody missed, nobody told twice."""

import json
from pathlib import Path

import pytest

from drill.__main__ import Asked, run

pytestmark = pytest.mark.stack


def test_every_promise_is_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ended = run(Asked(people=40, seed=20261130, faults=True), tmp_path / "drill")
    said = capsys.readouterr().out
    figures = json.loads(said.splitlines()[-1])
    assert ended == 0, said
    assert figures["kept"]
    assert figures["people"] == 40
    assert figures["faults"] > 0
    assert figures["broke"]["engine restarted"] == 1
    assert figures["broke"]["workers killed"] > 0
    assert [update["number"] for update in figures["updates"]] == [2, 3, 4, 5]
    assert figures["receipts_told"][0] == figures["receipts_told"][1] > 0
    assert figures["dollars"]["mail"] > 0
