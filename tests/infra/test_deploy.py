"""Deploying never guesses where to."""

import json
from pathlib import Path

import pytest

from infra.deploy import host_origins, main, write_outputs
from infra.team_file import read_team
from tests.rules.code import ROOT


@pytest.mark.parametrize("arguments", [[], ["--aws"], ["--bucket", "artifacts"]])
def test_without_a_target_it_refuses(arguments: list[str]) -> None:
    with pytest.raises(SystemExit, match=r"--endpoint URL .* or --aws and --bucket NAME"):
        main(arguments)


def test_the_pages_of_all_products_may_upload() -> None:
    assert host_origins(read_team(ROOT / "wilco.yaml")) == "http://127.0.0.1:8781,http://localhost:8781"


def test_outputs_are_kept_for_the_other_commands(tmp_path: Path) -> None:
    write_outputs({"TableName": "wilco"}, tmp_path / "new" / "outputs.json")
    assert json.loads((tmp_path / "new" / "outputs.json").read_text()) == {"TableName": "wilco"}
