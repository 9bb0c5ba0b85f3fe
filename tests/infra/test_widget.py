"""The widget is built when its source changed, and no command can package without it."""

import json
import zipfile
from pathlib import Path

import pytest

from infra.package import ROOT
from infra.widget import STATIC, WidgetFailed, build_widget

BUILD = """
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
mkdirSync('dist', { recursive: true });
writeFileSync('dist/widget.js', readFileSync('src/index.ts', 'utf8') + process.versions.node);
writeFileSync('dist/sizes.json', '{}');
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository with a small widget that needs no packages."""
    widget = tmp_path / "widget"
    (widget / "src").mkdir(parents=True)
    (widget / "src" / "index.ts").write_text("one")
    (widget / "build.mjs").write_text(BUILD)
    named = {"name": "small", "version": "1.0.0"}
    (widget / "package.json").write_text(json.dumps(named | {"scripts": {"build": "node build.mjs"}}))
    lock = named | {"lockfileVersion": 3, "requires": True, "packages": {"": named}}
    (widget / "package-lock.json").write_text(json.dumps(lock))
    return tmp_path


def test_it_is_built_once_by_the_node_of_the_lock(root: Path) -> None:
    assert build_widget(root)
    assert (root / STATIC / "widget.js").read_text().startswith("one24.")
    assert not (root / STATIC / "sizes.json").exists()
    assert not build_widget(root)


def test_it_is_built_again_when_its_source_changed(root: Path) -> None:
    build_widget(root)
    (root / STATIC / "screenshot-of-the-last-build.js").touch()
    (root / "widget" / "src" / "index.ts").write_text("two")
    assert build_widget(root)
    assert (root / STATIC / "widget.js").read_text().startswith("two24.")
    assert not (root / STATIC / "screenshot-of-the-last-build.js").exists()


def test_a_mistake_in_it_stops_the_packaging_and_says_where(root: Path) -> None:
    (root / "widget" / "build.mjs").write_text("this is no script")
    with pytest.raises(WidgetFailed, match=r"run build failed(?s:.*)build\.mjs:1"):
        build_widget(root)
    assert not (root / STATIC).exists()


def test_the_zip_holds_what_was_built(archive: zipfile.ZipFile) -> None:
    shipped = {name: archive.read(name) for name in archive.namelist() if name.startswith(f"{STATIC.as_posix()}/")}
    built = {f"{STATIC.as_posix()}/{path.name}": path.read_bytes() for path in (ROOT / STATIC).glob("*.js")}
    assert f"{STATIC.as_posix()}/widget.js" in built
    assert shipped == built


def test_the_locks_name_no_registry() -> None:
    """Each machine has its own: a name in the lock would be asked on all of them."""
    locks = ("requirements.txt", "requirements-dev.txt", "widget/package-lock.json", "widget/.npmrc")
    named = [name for name in locks if "://" in _without_homepages((ROOT / name).read_text(encoding="utf-8"))]
    assert named == []


def _without_homepages(lock: str) -> str:
    """Where to give money to a package's authors is no registry."""
    return "\n".join(line for line in lock.splitlines() if '"url":' not in line and '"funding":' not in line)
