"""`make package`: one template and one zip, the same for AWS and for the local engine.

    requirements.txt ──installed once per lock──► vendor/
    widget/ ──npm──► chalicelib/static/
    wilco.yaml ──checked──► wilco.json, app.py, chalicelib/, vendor/ ──compiled──► .build/app/
    .build/app/, infra/policies/, infra/resources.yml ──chalice package──► .build/sam.json, .build/deployment.zip

Chalice runs on a copy whose requirements.txt is empty: what it would install is in its `vendor/` already, by hash and
compiled. So packaging needs no network and takes two seconds.
"""

import fcntl
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import chalice
import yaml

from infra.bytecode import compile_folder
from infra.catalogues import compile_catalogues
from infra.dependencies import build_vendor
from infra.team_file import TeamFileError, read_team
from infra.widget import STAMP, WidgetFailed, build_widget

KEPT_ZIPS = 3
ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Package:
    """What was made: the template (JSON, `CodeUri` still local) and the zip."""

    template: Path
    code: Path


class PackageFailed(Exception):
    """Chalice or npm could not make the package; the text is what they printed."""


def package(root: Path = ROOT) -> Package:
    """Package the application in `root`. Raises TeamFileError, PackageFailed."""
    team = read_team(root / "wilco.yaml")
    build = root / ".build"
    with _alone(build):
        if build_vendor(root / "requirements.txt", root / "vendor"):
            print("package: vendor/ built from requirements.txt", flush=True)
        for catalogue in compile_catalogues(root):
            print(f"package: compiled {catalogue.relative_to(root)}", flush=True)
        try:
            build_widget(root)
        except WidgetFailed as error:
            raise PackageFailed(str(error)) from error
        _stage(root, build / "app")
        (build / "app" / "vendor" / "wilco.json").write_text(team.model_dump_json(indent=1), encoding="utf-8")
        return _chalice_package(build)


@contextmanager
def _alone(build: Path) -> Iterator[None]:
    """One packaging at a time: tests and `make up` may run beside each other."""
    build.mkdir(exist_ok=True)
    with (build / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _stage(root: Path, app: Path) -> None:
    """Lay out what Chalice reads; of `.chalice/deployments`, its cache of zips by content, the newest few stay."""
    zips = sorted((app / ".chalice" / "deployments").glob("*.zip"), key=lambda zipped: zipped.stat().st_mtime)
    for old in zips[:-KEPT_ZIPS]:
        old.unlink()
    for old in (app / "chalicelib", app / "vendor", app / "infra"):
        shutil.rmtree(old, ignore_errors=True)
    (app / ".chalice").mkdir(parents=True, exist_ok=True)
    shutil.copy(root / ".chalice" / "config.json", app / ".chalice")
    shutil.copytree(root / "infra" / "policies", app / "infra" / "policies")
    shutil.copy(root / "infra" / "resources.yml", app / "infra")
    shutil.copy(root / "app.py", app)
    left_out = shutil.ignore_patterns("__pycache__", "*.po", STAMP)
    shutil.copytree(root / "chalicelib", app / "chalicelib", ignore=left_out)
    compile_folder(app / "chalicelib", "chalicelib")
    (app / "requirements.txt").touch()
    _stage_root(root / "vendor", app)


def _stage_root(vendor: Path, app: Path) -> None:
    """The root of the zip: the dependencies, and the compiled side of the modules whose source Chalice puts there."""
    root = app / "vendor"
    (root / "chalice").mkdir(parents=True)
    sources = {f"chalice/{name}": Path(chalice.__file__).with_name(name) for name in ("__init__.py", "app.py")}
    sources["app.py"] = app / "app.py"
    for place, source in sources.items():
        shutil.copy(source, root / place)
    compile_folder(root)
    for place in sources:
        (root / place).unlink()
    for dependency in vendor.iterdir():
        if dependency.name != "__pycache__":
            (root / dependency.name).symlink_to(dependency)
    for compiled in (vendor / "__pycache__").iterdir():
        (root / "__pycache__" / compiled.name).symlink_to(compiled)


def _chalice_package(build: Path) -> Package:
    out = build / "chalice"
    command = [str(Path(sys.executable).with_name("chalice")), "package", "--stage", "prod"]
    command += ["--merge-template", "infra/resources.yml", str(out)]
    environment = os.environ | {"AWS_DEFAULT_REGION": "us-east-1", "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, cwd=build / "app", env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise PackageFailed(f"chalice package failed:\n{done.stdout}{done.stderr}")
    made = Package(template=build / "sam.json", code=build / "deployment.zip")
    template = yaml.safe_load((out / "sam.yaml").read_text(encoding="utf-8"))
    made.template.write_text(json.dumps(template, indent=1, sort_keys=True), encoding="utf-8")
    shutil.move(out / "deployment.zip", made.code)
    return made


def main() -> int:
    """The command; 2 when the team's file has mistakes."""
    try:
        made = package()
    except (TeamFileError, PackageFailed) as error:
        print(error, file=sys.stderr)
        return 2
    size = made.code.stat().st_size / 1e6
    print(f"package: {made.template.relative_to(ROOT)}, {made.code.relative_to(ROOT)} ({size:.1f} MB)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
