"""Compiled Python for the zip: without it a cold start takes twice as long (Lambda's file system is read-only).

The files are taken unchecked, because the times that a zip gives to files are not those that they were compiled at.
"""

import compileall
import importlib.util
import py_compile
from pathlib import Path

LAMBDA_ROOT = Path("/var/task")
_UNCHECKED = py_compile.PycInvalidationMode.UNCHECKED_HASH


def compile_folder(folder: Path, place: str) -> None:
    """Compile every module of `folder`, which is `place` in the zip. Raises RuntimeError when one doesn't compile."""
    known_as = str(LAMBDA_ROOT / place)
    if not compileall.compile_dir(
        folder, quiet=1, stripdir=str(folder), prependdir=known_as, invalidation_mode=_UNCHECKED
    ):
        raise RuntimeError(f"a module in {folder.name} does not compile")


def compile_module(source: Path, target: Path, place: str) -> None:
    """Compile one module, which is `place` in the zip, to where Python looks for it when `target` is the zip's root."""
    compiled = importlib.util.cache_from_source(str(target / place))
    py_compile.compile(
        str(source), compiled, dfile=str(LAMBDA_ROOT / place), doraise=True, invalidation_mode=_UNCHECKED
    )
