"""What the commands print: a table for people, or one JSON object per line for machines."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime

Cell = str | int | datetime | None
Line = Mapping[str, Cell]


def printed(lines: Sequence[Line], *, as_json: bool) -> Iterator[str]:
    """The lines as text; every one of them has the same columns."""
    if as_json:
        yield from (json.dumps({name: _plain(cell) for name, cell in line.items()}) for line in lines)
    elif lines:
        yield from _table([list(lines[0]), *([text(cell) for cell in line.values()] for line in lines)])
    else:
        yield "nothing"


def text(cell: Cell) -> str:
    """One value for a person. What a vendor said may hold anything: nothing of it steers the terminal."""
    if isinstance(cell, datetime):
        return f"{cell.astimezone(UTC):%Y-%m-%d %H:%M:%S}"
    shown = "-" if cell is None else str(cell)
    return "".join(letter if letter.isprintable() else "?" for letter in shown)


def _plain(cell: Cell) -> str | int | None:
    return cell.isoformat() if isinstance(cell, datetime) else cell


def _table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
