"""The judge of the detector: it reads both kinds of series, scores honestly, and ends with one JSON line."""

import csv
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from detect.__main__ import main
from detect.detectors import detectors
from detect.score import Score, score
from detect.series import NotASeries, Series, read_folder
from tests.unit.decisions.streams import DAY, MONDAY, WEEK, poisson

BEGIN = datetime(2026, 1, 5, tzinfo=UTC)


def write(file: Path, head: list[str], rows: list[list[object]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as text:
        csv.writer(text).writerows([head, *rows])


def stamp(hour: int) -> str:
    return f"{BEGIN + timedelta(hours=hour):%Y-%m-%d %H:%M:%S}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three weeks of hourly counts with one surge labelled by points, and the same labelled by a window."""
    random = Random(1)
    counts = [poisson(random, 160 if 400 <= hour < 405 else 20) for hour in range(504)]
    points = [[stamp(hour), count, int(400 <= hour < 405)] for hour, count in enumerate(counts)]
    points[10][1] = ""
    write(tmp_path / "crashes-01.csv", ["TimeStamp", "Value", "Label"], points)
    write(tmp_path / "mentions-A.csv", ["timestamp", "value"], [row[:2] for row in points])
    windows = {"mentions-A.csv": [[stamp(398) + ".000000", stamp(410) + ".000000"]]}
    (tmp_path / "mentions-windows.json").write_text(json.dumps(windows), "utf-8")
    write(tmp_path / "unlabelled.csv", ["timestamp", "value"], points[:2])
    return tmp_path


def test_both_kinds_are_read(folder: Path) -> None:
    points, windows = read_folder(folder)
    assert (points.name, points.minutes, len(points.points)) == ("crashes-01", 60, 503)
    (first, last), (opens, closes) = points.events[0], windows.events[0]
    assert (last - first, first - opens, closes - last) == (240, 120, 360)
    assert points.months == pytest.approx(0.7)


@pytest.mark.parametrize(
    "text", ["a,b,label\n1,2,0\n", "timestamp,value,label\nnever,2,0\n", "timestamp,value,label\n"]
)
def test_what_is_no_series_is_named(tmp_path: Path, text: str, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "bad.csv").write_text(text, "utf-8")
    with pytest.raises(NotASeries, match=r"bad\.csv"):
        read_folder(tmp_path)
    assert main([str(tmp_path)]) == 2
    assert "bad.csv" in capsys.readouterr().err


def test_an_empty_folder_is_said(tmp_path: Path) -> None:
    assert main([str(tmp_path)]) == 2


def series(*events: tuple[int, int]) -> Series:
    return Series("any", 5, tuple((at, 0.0) for at in range(MONDAY, MONDAY + WEEK, 5)), events)


@pytest.mark.parametrize(
    ("suspicions", "right", "found", "delays"),
    [
        ([], 0, 0, ()),
        ([(100, 120)], 1, 1, ((0.0, 0),)),
        ([(90, 95)], 1, 1, ((0.0, 0),)),  # two buckets early
        ([(89, 400)], 0, 0, ()),  # too early, and then it never ends: false, and finds nothing
        ([(130, 130)], 1, 1, ((6.0, 30),)),
        ([(201, 210)], 0, 0, ()),
        ([(110, 310)], 1, 2, ((2.0, 10),)),  # evidence that goes on into the next event finds it, too
        ([(110, 120), (130, 140), (300, 300)], 3, 2, ((2.0, 10), (0.0, 0))),
    ],
)
def test_what_is_right(
    suspicions: list[tuple[int, int]], right: int, found: int, delays: tuple[tuple[float, int], ...]
) -> None:
    got = score(series((100, 200), (300, 350)), suspicions)
    assert (got.suspicions, got.right, got.events, got.found, got.delays) == (len(suspicions), right, 2, found, delays)


def test_scores_add_up() -> None:
    total = Score(4, 3, 5, 2, 1.0, ((1.0, 5),)) + Score(0, 0, 1, 0, 1.0, ((3.0, 15),))
    assert (total.precision, total.recall, total.false_a_month, total.delay) == (0.75, 2 / 6, 0.5, (2.0, 10.0))
    assert (Score().precision, Score().recall, Score().f1, Score().delay) == (None, None, None, None)


def test_the_command_finds_the_surge_and_says_so_in_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(folder)]) == 0
    lines = capsys.readouterr().out.splitlines()
    told = json.loads(lines[-1])
    ours = told["detectors"]["wilco"]
    assert (told["series"], ours["precision"], ours["recall"], ours["false_a_month"]) == (2, 1.0, 1.0, 0.0)
    assert ours["odd"]["delay_buckets"] <= 1
    assert sum(line.startswith("crashes-01 ") for line in lines) == len(told["detectors"]) >= 4


@pytest.mark.parametrize("name", detectors())
def test_no_detector_knows_what_comes_later(name: str) -> None:
    """What is suspected of a beginning is the same when the rest is cut off."""
    random = Random(2)
    points = tuple(
        (at, float(poisson(random, 90 if at % (5 * DAY) < 120 else 9))) for at in range(MONDAY, MONDAY + 3 * WEEK, 60)
    )
    half = points[: len(points) * 3 // 4]
    whole, begun = (detectors()[name](Series("any", 60, some, ())) for some in (points, half))
    assert [first for first, _ in whole if first <= half[-1][0]] == [first for first, _ in begun]
