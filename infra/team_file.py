"""Checking `wilco.yaml` before it is shipped, so that a mistake is found by its author and not by a Lambda.

pydantic says where in the data a mistake is; YAML says on which line that place stands. This joins the two.
"""

from collections.abc import Iterator
from pathlib import Path

import yaml
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from chalicelib.team import Team

Location = tuple[int | str, ...]


class TeamFileError(Exception):
    """The team's file can't be used; the text has one line per mistake, each begins `file:line:`."""


def read_team(path: Path) -> Team:
    """The team's file, checked. Raises TeamFileError naming the line of every mistake."""
    text = path.read_text(encoding="utf-8")
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        return Team.model_validate(yaml.safe_load(text))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise TeamFileError(f"{path.name}:{line}: {error.problem}") from error
    except ValidationError as error:
        found = sorted((_line(root, mistake["loc"]), _says(mistake)) for mistake in error.errors())
        raise TeamFileError("\n".join(f"{path.name}:{line}: {what}" for line, what in found)) from error


def _says(mistake: ErrorDetails) -> str:
    where = ".".join(str(step) for step in mistake["loc"] if step != "[key]")
    what = mistake["msg"].removeprefix("Value error, ")
    return f"{where}: {what}" if where else what


def _line(root: yaml.Node | None, location: Location) -> int:
    """The line of the deepest part of `location` that stands in the file: a missing field is where it is missing."""
    line = 1
    for node in _path(root, location):
        line = node.start_mark.line + 1
    return line


def _path(node: yaml.Node | None, location: Location) -> Iterator[yaml.Node]:
    """The nodes on the way to `location`; for a value under a key, the key, because that is what people look for."""
    for step in location:
        if isinstance(node, yaml.MappingNode):
            pair = next(((key, value) for key, value in node.value if key.value == str(step)), None)
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            pair = (node.value[step], node.value[step])
        else:
            return
        if pair is None:
            return
        yield pair[0]
        node = pair[1]
