"""What our code needs in Lambda beside the runtime: `vendor/`, built once per lock file.

Two things of the lock stay out. What the runtime brings (boto3 and its parts, `docs/decisions/`); and what only
Chalice's command line needs (pip, click, ...): `chalice package` ships the two files of Chalice that run.
"""

import hashlib
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from infra.bytecode import compile_folder

RUNTIME = frozenset({"boto3", "botocore", "jmespath", "s3transfer"})
NOT_SHIPPED = RUNTIME | {"chalice", "pycparser"}  # pycparser: cffi reads C with it where something is compiled
PYTHON = "3.11"
PLATFORM = "manylinux2014"  # what Lambda's python3.11 runs on (Amazon Linux 2: glibc 2.26)
LANGUAGES = ("root", "en", "ru")

_BLOCK = re.compile(r"^([a-z0-9][a-z0-9._-]*)==", re.MULTILINE)
_VIA = re.compile(r"^    #(?: via)?\s+([\w.-]+(?: [\w.-]+)?)$", re.MULTILINE)
Lock = Mapping[str, str]


def build_vendor(requirements: Path, vendor: Path) -> bool:
    """Make `vendor` hold the lock's packages, compiled; False when it already did."""
    wanted = shipped_requirements(requirements.read_text(encoding="utf-8"))
    stamp = vendor / ".built-from"
    recipe = hashlib.sha256((wanted + Path(__file__).read_text(encoding="utf-8")).encode()).hexdigest()
    if stamp.exists() and stamp.read_text() == recipe:
        return False
    shutil.rmtree(vendor, ignore_errors=True)
    vendor.mkdir(parents=True)
    _install(wanted, vendor)
    _prune(vendor)
    compile_folder(vendor)
    stamp.write_text(recipe)
    return True


def shipped_requirements(lock_text: str) -> str:
    """The part of a lock (as `uv pip compile` writes it) that is shipped, hashes included."""
    lock = _blocks(lock_text)
    needed_by = {name: set(_VIA.findall(block)) for name, block in lock.items()}
    shipped = {name for name, parents in needed_by.items() if "-r requirements.in" in parents} - NOT_SHIPPED
    reached: set[str] = set()
    while reached != shipped:  # botocore is walked through though not shipped: its dateutil and urllib3 are
        reached = set(shipped)
        through = shipped | (RUNTIME if shipped & {"pynamodb"} else set())
        shipped |= {name for name, parents in needed_by.items() if parents & through} - NOT_SHIPPED
    return "\n".join(lock[name] for name in sorted(shipped)) + "\n"


def _blocks(lock_text: str) -> Lock:
    starts = list(_BLOCK.finditer(lock_text))
    ends = [match.start() for match in starts[1:]] + [len(lock_text)]
    return {match[1]: lock_text[match.start() : end].rstrip() for match, end in zip(starts, ends, strict=True)}


def _install(requirements: str, vendor: Path) -> None:
    """With uv in a second; where its way to the index is barred, with pip."""
    listed = vendor / "requirements.txt"
    listed.write_text(requirements, encoding="utf-8")
    wanted = ["--quiet", "--no-deps", "--require-hashes", "--only-binary", ":all:", "--requirement", str(listed)]
    wanted += ["--target", str(vendor), "--python-version", PYTHON]
    uv = ["-m", "uv", "pip", "install", *wanted, "--python-platform", f"x86_64-{PLATFORM}", "--link-mode", "copy"]
    pip = ["-m", "pip", "install", *wanted, "--platform", f"{PLATFORM}_x86_64", "--implementation", "cp"]
    if subprocess.run([sys.executable, *uv], check=False).returncode:
        subprocess.run([sys.executable, *pip, "--upgrade"], check=True)
    listed.unlink()


def _prune(vendor: Path) -> None:
    """Leave out what no function opens; `.dist-info` stays, libraries read their own version there."""
    for unused in [vendor / "bin", vendor / ".lock", *vendor.rglob("tests")]:
        shutil.rmtree(unused) if unused.is_dir() else unused.unlink(missing_ok=True)
    for locale in (vendor / "babel" / "locale-data").glob("*.dat"):
        if locale.stem.split("_")[0] not in LANGUAGES:
            locale.unlink()
