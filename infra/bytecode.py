"""Compiled Python for the zip: without it a cold start takes twice as long (Lambda's file system is read-only).

The files are taken unchecked, because the times that a zip gives to files are not those that they were compiled at.
A fresh interpreter compiles: what bytes it writes depends on what it did before, and equal code must make equal zips.
"""

import os
import subprocess
import sys
from pathlib import Path

LAMBDA_ROOT = Path("/var/task")


def compile_folder(folder: Path, place: str = "") -> None:
    """Compile every module of `folder`, which is `place` in the zip. Raises CalledProcessError, having said where."""
    command = [sys.executable, "-m", "compileall", "-q", "-f", "--invalidation-mode", "unchecked-hash"]
    command += ["-s", str(folder), "-p", str(LAMBDA_ROOT / place), str(folder)]
    subprocess.run(command, check=True, env=os.environ | {"PYTHONHASHSEED": "0"})
