"""One measurement in a process of its own: CPU-milliseconds that one handler spends on one report.

    python -m bench.handler bare|wilco KIND N

The DynamoDB behind it answers at once and is another process, so what is counted is ours. Prints the figure.
"""

import importlib
import os
import sys
import time
from pathlib import Path
from typing import Any, get_args

from bench.events import HOST_SECRET, Kind, report_event

_ROOT = Path(__file__).resolve().parent.parent
_WARM_UP = 50


class _HostSecrets:
    """The host's secret without Secrets Manager: it is read once in five minutes, not once a report."""

    def get(self, name: str) -> dict[str, str]:
        """Every product's secret is the bench's own."""
        return {"host_secret_shop": HOST_SECRET}


def handler(which: str) -> Any:
    """The Chalice app that is measured."""
    sys.path.insert(0, str(_ROOT / "bench" / "bare" if which == "bare" else _ROOT))
    app = importlib.import_module("app").app
    if which == "wilco":
        from chalicelib import wiring

        wiring.secrets = _HostSecrets  # type: ignore[assignment]
    return app


def measure(which: str, kind: Kind, reports: int) -> float:
    """CPU-ms per accepted report; raises when a report is refused."""
    app = handler(which)
    events = [report_event(kind, number) for number in range(reports + _WARM_UP)]
    out, sys.stdout = sys.stdout, Path(os.devnull).open("w")  # noqa: SIM115 - the log lines are part of the work
    for event in events[:_WARM_UP]:
        answer = app(event, None)
        if answer["statusCode"] != 202:
            raise SystemExit(f"refused: {answer}")
    began = time.process_time()
    for event in events[_WARM_UP:]:
        app(event, None)
    spent = time.process_time() - began
    sys.stdout = out
    return spent / reports * 1000


if __name__ == "__main__":
    kinds: dict[str, Kind] = {kind: kind for kind in get_args(Kind)}
    print(measure(sys.argv[1], kinds[sys.argv[2]], int(sys.argv[3])))
