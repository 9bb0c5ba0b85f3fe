"""Labelled series from a folder: a time and a value a row; labels in a third column, or as windows in a JSON file.

Two kinds are read, as the Cloud Monitoring Dataset and the Numenta Anomaly Benchmark have them: points labelled 0 or 1
(those in a row are one event), and `*windows.json`: {"file.csv": [["from", "to"], …]}. A row without a value is a gap.
"""

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from math import isfinite
from pathlib import Path
from statistics import median_low

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
Event = tuple[int, int]  # its first and its last minute


class NotASeries(Exception):
    """A file that cannot be read as one: which, where and why."""


@dataclass(frozen=True)
class Series:
    """Counts by the minute (since 1970) at which their bucket begins, and what people labelled."""

    name: str
    minutes: int  # of a bucket
    points: tuple[tuple[int, float], ...]
    events: tuple[Event, ...]

    @property
    def months(self) -> float:
        """How long it is, in months of thirty days."""
        return (self.points[-1][0] - self.points[0][0] + self.minutes) / 43_200


def read_folder(folder: Path) -> list[Series]:
    """Every labelled series in it, by name."""
    windows: dict[str, Sequence[Sequence[str]]] = {}
    for file in sorted(folder.glob("*windows*.json")):
        windows |= {Path(name).name: spans for name, spans in json.loads(file.read_text("utf-8")).items()}
    found = [_read(file, windows) for file in sorted(folder.glob("*.csv"))]
    return [series for series in found if series is not None]


def _read(file: Path, windows: Mapping[str, Sequence[Sequence[str]]]) -> Series | None:
    """None for a file without labels: nothing can be judged by it."""
    with file.open(encoding="utf-8-sig", newline="") as text:
        rows = [[cell.strip() for cell in row] for row in csv.reader(text) if any(row)]
    heads = [head.lower() for head in rows[0]] if rows else []
    labelled = "label" in heads
    if not (labelled or file.name in windows):
        return None
    if heads[:1] != ["timestamp"] or "value" not in heads:
        raise NotASeries(f"{file.name}: its first line must be timestamp,value or timestamp,value,label")
    value, label = heads.index("value"), heads.index("label") if labelled else None
    try:
        stamped = sorted((_minute(row[0]), row) for row in rows[1:])
        known = [(at, row) for at, row in stamped if row[value] and isfinite(float(row[value]))]
        points = tuple((at, float(row[value])) for at, row in known)
        if label is None:
            events = tuple((_minute(first), _minute(last)) for first, last in windows[file.name])
        else:
            events = tuple(_runs([(at, float(row[label] or 0) > 0) for at, row in known]))
    except (ValueError, IndexError) as error:
        raise NotASeries(f"{file.name}: {error}") from error
    if len(points) < 2:
        raise NotASeries(f"{file.name}: too short")
    apart = median_low([after - before for (before, _), (after, _) in pairwise(points)])
    return Series(file.stem, max(1, apart), points, events)


def _minute(text: str) -> int:
    moment = datetime.fromisoformat(text)
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
    return (moment - EPOCH) // timedelta(minutes=1)


def _runs(labels: Sequence[tuple[int, bool]]) -> Iterator[Event]:
    """Labelled points that follow each other are one event."""
    first: int | None = None
    last = 0
    for at, labelled in labels:
        if labelled:
            first, last = at if first is None else first, at
        elif first is not None:
            yield first, last
            first = None
    if first is not None:
        yield first, last
