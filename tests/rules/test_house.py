"""The house rules that a machine can read: names, sizes, tests without patches, logs without people in them."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.rules.code import ROOT, files, imports, name_of, tree

CODE = list(files())
LONGEST_FILE, LONGEST_FUNCTION = 250, 40
# Longer all the same, and why.
LONG_FILES = {
    "chalicelib/adapters/jira_cloud.py": "one port, one class: what it shares is how a call to Jira is made",
    "tests/fakes.py": "one reader sees all fakes beside each other, as the ports they keep",
    "tests/adapters/test_jira_cloud.py": "one adapter, one file of its behaviours",
    "tests/sandbox/test_sandbox_jira.py": "one stand-in, one file of its behaviours",
    "tests/unit/deliveries/test_workers.py": "the three workers share what makes a case with an issue and a thread",
}
LONG_FUNCTIONS = {"bench/events.py report_event": "one literal: API Gateway's event as it comes"}
# Words that say nothing about what is inside.
EMPTY_NAME = re.compile(
    r"(^|_)(utils?|helpers?|managers?|commons?|misc)(_|$)|Manager$|Helper$|Util(s)?$", re.IGNORECASE
)
THEIR_OWN_NAMES = {"SecretsManager"}  # the AWS service that it is
SECRET_FIELDS = {"body", "token", "email", "address", "text", "comment", "password", "payload", "url", "name"}


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def calls(path: Path, name: str) -> Iterator[ast.Call]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == name:
            yield node


def test_files_can_be_read_in_one_go() -> None:
    lengths = {name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in CODE}
    assert {name for name, length in lengths.items() if length > LONGEST_FILE} == set(LONG_FILES)


def test_functions_can_be_read_in_one_look() -> None:
    long = {
        f"{name_of(path)} {node.name}"
        for path in CODE
        for node in functions(path)
        if (node.end_lineno or 0) - node.lineno + 1 > LONGEST_FUNCTION
    }
    assert long == set(LONG_FUNCTIONS)


def test_names_say_what_is_inside() -> None:
    files_named = [
        name_of(path) for path in CODE if EMPTY_NAME.search(path.stem) or EMPTY_NAME.search(path.parent.name)
    ]
    defined = [
        f"{name_of(path)} {node.name}"
        for path in CODE
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ClassDef | ast.FunctionDef)
        and EMPTY_NAME.search(node.name)
        and node.name not in THEIR_OWN_NAMES
    ]
    assert files_named + defined == []


def test_packages_run_nothing_when_they_are_imported() -> None:
    """A docstring at most: whoever imports a part of a package runs its `__init__`."""
    packages = [path for path in CODE if path.name == "__init__.py"]
    assert [
        name_of(path) for path in packages if len(tree(path).body) > (ast.get_docstring(tree(path)) is not None)
    ] == []


def test_no_test_patches_what_it_tests() -> None:
    assert [one.file for path in files("tests") for one in imports(path) if "mock" in one.module.split(".")] == []


def test_no_test_waits_for_the_clock() -> None:
    """A machine may be slow: a test waits for what happens, never for a time (the stack's may poll)."""
    fast = [path for name in ("unit", "store", "rules", "promises") for path in files(f"tests/{name}")]
    assert [name_of(path) for path in fast for _ in calls(path, "sleep")] == []


@pytest.mark.parametrize("path", list(files("chalicelib")), ids=name_of)
def test_logs_say_what_happened_and_not_to_whom(path: Path) -> None:
    for call in calls(path, "log"):
        event = call.args[0]
        parts = [event] if isinstance(event, ast.Constant) else getattr(event, "values", [None])
        first = parts[0]
        assert isinstance(first, ast.Constant), f"{name_of(path)}:{call.lineno} begins with a name that is not constant"
        assert isinstance(first.value, str)
        assert re.fullmatch(r"[a-z]+(_[a-z]+)*_?", first.value), f"{name_of(path)}:{call.lineno}"
        fields = {keyword.arg for keyword in call.keywords}
        assert not fields & SECRET_FIELDS, f"{name_of(path)}:{call.lineno}"


def test_only_two_places_catch_whatever_comes() -> None:
    """Everything else names what it expects; these two are the outermost of an entrance and of a worker."""
    found = {
        name_of(path)
        for path in files("app.py", "chalicelib")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ExceptHandler)
        and (
            node.type is None
            or {"Exception", "BaseException"} & {getattr(one, "id", "") for one in ast.walk(node.type)}
        )
    }
    assert found == {"chalicelib/entrances/answers.py", "chalicelib/deliveries/batch.py"}


def test_entrances_are_short_and_have_no_try() -> None:
    """What is between the decorator and the answer, and nothing else."""
    for path in files("chalicelib/entrances"):
        for node in functions(path):
            routed = any("route" in ast.unparse(decorator) for decorator in node.decorator_list)
            if routed:
                assert not [part for part in ast.walk(node) if isinstance(part, ast.Try)], node.name
                assert (node.end_lineno or 0) - node.lineno < 20, node.name


def test_every_module_says_why_it_is_there() -> None:
    """So do the functions and classes of the product that others use."""
    silent = [name_of(path) for path in CODE if tree(path).body and not ast.get_docstring(tree(path))]
    silent += [
        f"{name_of(path)} {node.name}"
        for path in files("app.py", "chalicelib", "infra", "ops")
        for node in tree(path).body
        if isinstance(node, ast.ClassDef | ast.FunctionDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    assert silent == []


def test_nothing_of_the_machine_it_was_written_on() -> None:
    """No absolute paths of ours, and no host of a package index: a clone elsewhere has neither."""
    foreign = re.compile("|".join(["/wor" + "k/", "pypi" + r"\.org", "files\\.python" + "hosted"]))
    texts = [
        path
        for name in ("chalicelib", "infra", "ops", "sandbox", "tour", "bench", "detect", "tests", "docs")
        for path in (ROOT / name).rglob("*")
    ]
    texts += [ROOT / name for name in ("app.py", "wilco.yaml", "Makefile", "pyproject.toml", "README.md")]
    readable = [
        path
        for path in texts
        if path.is_file() and path.suffix in (".py", ".md", ".yml", ".yaml", ".toml", ".json", "")
    ]
    assert [
        name_of(path) for path in readable if foreign.search(path.read_text(encoding="utf-8", errors="replace"))
    ] == []
