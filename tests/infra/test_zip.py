"""The zip: everything that runs is in it and compiled, nothing that the runtime brings or only packaging needs."""

import importlib.util
import json
import marshal
import zipfile
from pathlib import PurePosixPath

import pytest

from chalicelib.team import Team
from infra.package import Package, package

UNCHECKED_HASH = 1


def _compiled(module: str) -> str:
    return str(importlib.util.cache_from_source(module))


def test_every_module_is_there_compiled(archive: zipfile.ZipFile) -> None:
    names = set(archive.namelist())
    modules = [name for name in names if name.endswith(".py")]
    assert len(modules) > 500
    assert [module for module in modules if _compiled(module) not in names] == []


@pytest.mark.parametrize("module", ["app.py", "chalice/app.py", "chalicelib/team.py", "pydantic/main.py"])
def test_lambda_takes_the_compiled_file_as_it_is(archive: zipfile.ZipFile, module: str) -> None:
    header, code = archive.read(_compiled(module))[:16], archive.read(_compiled(module))[16:]
    assert header[:4] == importlib.util.MAGIC_NUMBER
    assert int.from_bytes(header[4:8], "little") == UNCHECKED_HASH
    assert marshal.loads(code).co_filename == f"/var/task/{module}"


def test_equal_code_makes_an_equal_zip(packaged: Package) -> None:
    """Else every `make up` would deploy every function again."""
    first = packaged.code.read_bytes()
    assert package().code.read_bytes() == first


def test_nothing_is_in_it_twice(archive: zipfile.ZipFile) -> None:
    assert len(archive.namelist()) == len(set(archive.namelist()))


@pytest.mark.parametrize(
    "left_out", ["boto3", "botocore", "s3transfer", "jmespath", "pip", "click", "ministack", "bin"]
)
def test_what_the_runtime_brings_stays_out(archive: zipfile.ZipFile, left_out: str) -> None:
    assert left_out not in {PurePosixPath(name).parts[0] for name in archive.namelist()}


def test_the_team_s_file_and_the_translations_are_in_it(archive: zipfile.ZipFile) -> None:
    Team.model_validate(json.loads(archive.read("wilco.json")))
    assert "chalicelib/rendering/locales/ru/LC_MESSAGES/wilco.mo" in archive.namelist()


def test_lambda_can_unpack_it(archive: zipfile.ZipFile) -> None:
    assert sum(entry.file_size for entry in archive.infolist()) < 60e6  # Lambda's bound is 250 MB
