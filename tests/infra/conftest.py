"""The package, made once for all tests that look into it."""

import json
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest

from infra.package import Package, package

Resources = dict[str, dict[str, Any]]


@pytest.fixture(scope="session")
def packaged() -> Package:
    """What `make package` makes."""
    return package()


@pytest.fixture(scope="session")
def resources(packaged: Package) -> Resources:
    """The template's resources by their logical ids."""
    found: Resources = json.loads(packaged.template.read_text(encoding="utf-8"))["Resources"]
    return found


@pytest.fixture(scope="session")
def archive(packaged: Package) -> Iterator[zipfile.ZipFile]:
    """The zip."""
    with zipfile.ZipFile(packaged.code) as opened:
        yield opened
