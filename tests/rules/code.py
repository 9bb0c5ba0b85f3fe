"""The code as the rules see it: files as syntax trees, and what each imports where."""

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
OURS = ("app.py", "chalicelib", "infra", "ops", "sandbox", "tour", "chaos", "bench", "detect", "drill", "tests")


@dataclass(frozen=True)
class Import:
    """One import: of a part of chalicelib (`store`), or of a library (`jinja2`); the standard library is left out."""

    file: str
    module: str
    inside: bool

    @property
    def part(self) -> str | None:
        """The part of chalicelib, when it is one."""
        return self.module.split(".")[1] if self.module.startswith("chalicelib.") else None

    @property
    def library(self) -> str | None:
        """The library, when it is one."""
        root = self.module.split(".")[0]
        return None if root == "chalicelib" or root in sys.stdlib_module_names else root


def files(*parts: str) -> Iterator[Path]:
    """Python files under these names, in order."""
    for part in parts or OURS:
        path = ROOT / part
        yield from (path,) if path.suffix else sorted(path.rglob("*.py"))


def name_of(path: Path) -> str:
    """As people name it: from the root of the repository."""
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    """What Python reads in it."""
    return ast.parse(path.read_text(encoding="utf-8"))


def imports(path: Path) -> Iterator[Import]:
    """Everything that it imports, at the top or inside a function."""
    top = set(map(id, tree(path).body))
    for node in ast.walk(tree(path)):
        for module in _modules(node):
            yield Import(name_of(path), module, inside=id(node) not in top)


def _modules(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        module = node.module or ""
        return [f"chalicelib.{alias.name}" for alias in node.names] if module == "chalicelib" else [module]
    return []


def part_of(path: Path) -> str:
    """Which part of chalicelib a file belongs to."""
    return path.relative_to(ROOT / "chalicelib").parts[0].removesuffix(".py")
