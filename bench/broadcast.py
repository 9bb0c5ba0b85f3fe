"""A broadcast: the CPU of a recipient beside boto3's plain call, and how much of the mail account's rate is used.

The table is the local engine's and SES is the sandbox's, each a process of its own, so what is counted is ours.
"""

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.request import Request, urlopen

from bench.surroundings import surroundings
from infra.engine import Engine
from infra.package import ROOT
from infra.processes import free_port
from infra.stand_ins import StandIns
from infra.team_file import read_team

RATE = 200  # recipients a second, while the share of it is measured
_UNPACED = 100_000
_CASES = ("bench-1", "bench-2")
_PEOPLE = 800  # in each of them

Row = tuple[str, str, str, str, str]


def broadcast_rows(rounds: int, work: Path) -> list[Row]:
    """What a recipient costs, Wilco and the plain call taking turns; then two workers at once, at the quota's pace."""
    with _services(work) as (environment, sandbox):
        for case in _CASES:
            _measure("write", case, environment)
        _grant(sandbox, _UNPACED)
        turns = [
            [_measure(which, _CASES[0], environment)["cpu_ms"] for which in ("tell", "plain")] for _ in range(rounds)
        ]
        _grant(sandbox, RATE)
        sent = _together(environment)
    tell, plain = (statistics.median(side) for side in zip(*turns, strict=True))
    ratio = statistics.median(tell / plain for tell, plain in turns)
    per_second, most = _per_second(sent), _most_in_a_second(sent)
    return [
        ("CPU-ms a recipient of a broadcast", f"{tell:.3f}", f"{plain:.3f}", f"{ratio:.2f}", "0.1 ms"),
        ("recipients a second, the quota's", f"{per_second:.1f}", f"{RATE}", f"{per_second / RATE:.3f}", "0.95"),
        ("the most of them in any second", f"{most}", f"{RATE}", f"{most / RATE:.3f}", "1"),
    ]


def _together(environment: dict[str, str]) -> list[tuple[float, int]]:
    workers = [_start("tell", case, environment) for case in _CASES]
    told = [json.loads(worker.communicate()[0]) for worker in workers]
    return sorted((at, people) for one in told for at, people in one["sent"])


def _per_second(sent: Sequence[tuple[float, int]]) -> float:
    """What left between the first chunk and the last, which itself is the beginning of the time after it."""
    return sum(people for _, people in sent[:-1]) / (sent[-1][0] - sent[0][0])


def _most_in_a_second(sent: Sequence[tuple[float, int]]) -> int:
    return max(sum(people for at, people in sent if begins <= at < begins + 1) for begins, _ in sent)


def _measure(what: str, case: str, environment: dict[str, str]) -> dict[str, float]:
    measured: dict[str, float] = json.loads(_start(what, case, environment).communicate()[0])
    return measured


def _start(what: str, case: str, environment: dict[str, str]) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "bench.telling", what, case, str(_PEOPLE)]
    return subprocess.Popen(command, env=os.environ | environment, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def _grant(sandbox: str, rate: int) -> None:
    body = json.dumps({"rate": rate}).encode()
    with urlopen(Request(f"{sandbox}/panel/ses", body, {"Content-Type": "application/json"}), timeout=10):
        pass


@contextmanager
def _services(work: Path) -> Iterator[tuple[dict[str, str], str]]:
    """The engine and the sandbox; the environment that leads to them, and where the sandbox is."""
    engine = Engine(free_port(), work / "engine", free_port())
    stand_ins = StandIns(free_port(), free_port(), engine.smtp_port, work)
    stand_ins.start()
    engine.start()
    try:
        engine.wait()
        stand_ins.wait()
        yield {**_environment(engine, work), "AWS_ENDPOINT_URL_SESV2": f"{stand_ins.url}/ses"}, stand_ins.url
    finally:
        engine.stop()
        stand_ins.stop()


def _environment(engine: Engine, work: Path) -> dict[str, str]:
    """The team's file with caps that no broadcast meets: what is measured is the account's rate."""
    team = read_team(ROOT / "wilco.yaml")
    limits = team.limits.model_copy(update={"mails_a_minute": 10**6, "mails_a_day": 10**7})
    file = work / "uncapped.json"
    file.write_text(team.model_copy(update={"limits": limits}).model_dump_json(), encoding="utf-8")
    mail = {"WILCO_MAIL_CONFIGURATION_SET": "bench", "WILCO_LOG_LEVEL": "ERROR"}
    return surroundings(engine.endpoint, file) | mail
