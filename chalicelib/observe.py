"""What Wilco says about itself: one JSON line per event with ids and numbers, never a body, a token or an address."""

import json
import os
import sys
from datetime import UTC, datetime
from typing import Literal

Level = Literal["DEBUG", "INFO", "WARNING", "ERROR"]
_ORDER: tuple[Level, ...] = ("DEBUG", "INFO", "WARNING", "ERROR")


def log(event: str, level: Level = "INFO", **fields: str | int | float | bool | None) -> None:
    """Write one line; `event` is a constant name, the rest goes into `fields`."""
    if _ORDER.index(level) < _ORDER.index(_threshold()):
        return
    line = {"at": now().isoformat(timespec="milliseconds"), "level": level, "event": event, **fields}
    sys.stdout.write(json.dumps(line, ensure_ascii=True, separators=(",", ":")) + "\n")
    sys.stdout.flush()


def now() -> datetime:
    """The clock: read by entrances and workers only, and handed on as an argument."""
    return datetime.now(UTC)


def _threshold() -> Level:
    wanted = os.environ.get("WILCO_LOG_LEVEL", "INFO")
    return next((level for level in _ORDER if level == wanted), "INFO")
