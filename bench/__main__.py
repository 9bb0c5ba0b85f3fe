"""`make bench`: what the design promises in numbers, as ratios within one sitting.

A host's speed may double from one minute to the next, so Wilco and its yardstick take turns, and only the ratio
of neighbours counts. Absolute figures are printed beside it and say little.
"""

import argparse
import compileall
import json
import os
import shutil
import statistics
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from bench.broadcast import broadcast_rows
from bench.coldstart import ColdStart, cold_start, runtime_libraries
from bench.events import KINDS
from bench.surroundings import surroundings
from infra.package import ROOT, package

_WORK = ROOT / ".local" / "bench"
Row = tuple[str, str, str, str, str]


def main(argv: Sequence[str] | None = None) -> int:
    """Print the table; the last line is one JSON object of the same figures."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="how often Wilco and its yardstick take turns")
    parser.add_argument("--reports", type=int, default=400, help="reports in each turn")
    arguments = parser.parse_args(argv)
    began = time.monotonic()
    _say("packages Wilco")
    task, bare = _tasks(package().code)
    rows: list[Row] = []
    with _database() as environment:
        for kind in KINDS:
            _say(f"CPU per accepted report: {kind}")
            rows.append(_cpu_row(kind, arguments.rounds, arguments.reports, environment))
        _say("cold starts under AWS's own runtime client")
        rows += _cold_rows(task, bare, arguments.rounds, environment)
    _say("broadcasts: CPU a recipient, and the share of the account's rate")
    rows += broadcast_rows(arguments.rounds, _WORK)
    _print(rows)
    figures = {name: {"wilco": wilco, "bare": bare, "ratio": ratio} for name, wilco, bare, ratio, _ in rows}
    print(json.dumps({"rows": figures, "seconds": round(time.monotonic() - began, 1)}))
    return 0


def _cpu_row(kind: str, rounds: int, reports: int, environment: dict[str, str]) -> Row:
    pairs = [
        (_cpu("wilco", kind, reports, environment), _cpu("bare", kind, reports, environment)) for _ in range(rounds)
    ]
    ratio = statistics.median(wilco / bare for wilco, bare in pairs)
    wilco, bare = (statistics.median(side) for side in zip(*pairs, strict=True))
    return f"CPU-ms a report, {kind}", f"{wilco:.2f}", f"{bare:.2f}", f"{ratio:.2f}", "1.3"


def _cpu(which: str, kind: str, reports: int, environment: dict[str, str]) -> float:
    command = [sys.executable, "-m", "bench.handler", which, kind, str(reports)]
    made = subprocess.run(command, env=os.environ | environment, cwd=ROOT, capture_output=True, text=True, check=True)
    return float(made.stdout)


def _cold_rows(task: Path, bare: Path, rounds: int, environment: dict[str, str]) -> list[Row]:
    runtime = runtime_libraries(_WORK / "runtime")
    pairs: list[tuple[ColdStart, ColdStart]] = []
    for _ in range(rounds + 1):
        pairs.append((cold_start(task, runtime, environment), cold_start(bare, runtime, environment)))
    pairs = pairs[1:]  # the first reads the disk
    ratio = statistics.median(wilco.cpu_ms / bare.cpu_ms for wilco, bare in pairs)
    cpu = [statistics.median(side.cpu_ms for side in sides) for sides in zip(*pairs, strict=True)]
    mib = [statistics.median(side.mib for side in sides) for sides in zip(*pairs, strict=True)]
    return [
        ("cold start and first report, CPU-ms", f"{cpu[0]:.0f}", f"{cpu[1]:.0f}", f"{ratio:.2f}", "1.25"),
        ("its memory, MiB", f"{mib[0]:.1f}", f"{mib[1]:.1f}", f"{mib[0] / mib[1]:.2f}", "60 MiB"),
    ]


def _tasks(archive: Path) -> tuple[Path, Path]:
    """The packaged zip unfolded, and the same libraries under the bare handler; both with their .pyc."""
    shutil.rmtree(_WORK, ignore_errors=True)
    task, bare = _WORK / "wilco", _WORK / "bare"
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(task)
    shutil.copytree(task, bare)
    shutil.rmtree(bare / "chalicelib")
    (bare / "app.pyc").unlink(missing_ok=True)
    shutil.copy(ROOT / "bench" / "bare" / "app.py", bare)
    compileall.compile_file(str(bare / "app.py"), quiet=1)
    return task, bare


@contextmanager
def _database() -> Iterator[dict[str, str]]:
    """A DynamoDB that answers at once, and the environment that leads to it."""
    stub = subprocess.Popen([sys.executable, str(ROOT / "bench" / "stub.py")], stdout=subprocess.PIPE, text=True)
    try:
        port = stub.stdout.readline().strip() if stub.stdout else ""
        team_file = _WORK / "wilco" / "wilco.json"
        yield surroundings(f"http://127.0.0.1:{port}", team_file) | {"WILCO_SECRET_HOSTS": "bench"}
    finally:
        stub.terminate()
        stub.wait()


def _print(rows: Sequence[Row]) -> None:
    table = [("", "Wilco", "bare handler", "ratio", "bar"), *rows]
    widths = [max(len(row[column]) for row in table) for column in range(5)]
    print()
    for name, *figures in table:
        numbers = "  ".join(figure.rjust(width) for figure, width in zip(figures, widths[1:], strict=True))
        print(f"  {name.ljust(widths[0])}  {numbers}")
    print("\n  bare handler: Chalice, pydantic, one DynamoDB transaction of three items (bench/bare/app.py);")
    print("  for a broadcast: boto3's SendBulkEmail of the same mails alone, and the account's quota\n")


def _say(what: str) -> None:
    print(f"bench: {what}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
