"""`python -m detect FOLDER`: our surge detector beside simple ones and river's, on the folder's labelled series.

Prints a row for each series and detector, the totals, and both halves of the series (every second one): those that
were tuned on and those that were only looked at, when the folder is the one of docs/decisions/0014-surge-detector.md.
The last line is JSON. Where to get such series: that page.
"""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from detect.detectors import detectors, every
from detect.score import Score, score
from detect.series import NotASeries, read_folder

_WIDTHS = (22, 21, 7, 6, 11, 6, 10, 7, 6, 18, 14)
_HEADS = "series, detector, events, found, suspicions, right, precision, recall, f1, median delay, false a month"
_BY_LABELS = "A window's delay is from its beginning, which lies long before what it is about."


def main(argv: Sequence[str] | None = None) -> int:
    """0 when it has run, 2 when there was nothing to run on."""
    parser = argparse.ArgumentParser(
        prog="python -m detect", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    folder: Path = parser.parse_args(argv).folder
    try:
        series = read_folder(folder)
    except (NotASeries, OSError, ValueError) as error:
        print(f"detect: {error}", file=sys.stderr)
        return 2
    if not series:
        print(f"detect: no labelled series in {folder} (*.csv)", file=sys.stderr)
        return 2
    scores = {
        name: [score(one, suspicions) for one, suspicions in zip(series, found, strict=True)]
        for name, found in every(series)
    }
    print(*_table([one.name for one in series], scores), "", _BY_LABELS, sep="\n")
    if "river Holt-Winters" not in detectors():
        print("river is not installed: its detector is left out.")
    print(json.dumps({"series": len(series), "detectors": {name: _halves(found) for name, found in scores.items()}}))
    return 0


def _table(names: Sequence[str], scores: dict[str, list[Score]]) -> Iterator[str]:
    yield _line(_HEADS.split(", "))
    for place, name in enumerate(names):
        yield from (_row(name, detector, found[place]) for detector, found in scores.items())
    for half, title in (
        (slice(0, None, 2), "1st, 3rd, 5th …"),
        (slice(1, None, 2), "2nd, 4th, 6th …"),
        (slice(None), "all"),
    ):
        yield ""
        yield from (_row(title, detector, _sum(found[half])) for detector, found in scores.items())


def _row(name: str, detector: str, found: Score) -> str:
    delay = "–" if found.delay is None else f"{found.delay[0]:g} ({found.delay[1]:g} min)"
    counts = [str(number) for number in (found.events, found.found, found.suspicions, found.right)]
    shares = [_share(found.precision), _share(found.recall), _share(found.f1)]
    return _line([name, detector, *counts, *shares, delay, f"{found.false_a_month:.1f}"])


def _line(cells: Iterable[str]) -> str:
    texts, numbers = list(cells)[:2], list(cells)[2:]
    left = [text.ljust(width) for text, width in zip(texts, _WIDTHS, strict=False)]
    return "  ".join([*left, *(text.rjust(width) for text, width in zip(numbers, _WIDTHS[2:], strict=True))])


def _halves(scores: list[Score]) -> dict[str, object]:
    return _numbers(_sum(scores)) | {"odd": _numbers(_sum(scores[::2])), "even": _numbers(_sum(scores[1::2]))}


def _numbers(found: Score) -> dict[str, object]:
    buckets, minutes = found.delay or (None, None)
    rounded = {"precision": found.precision, "recall": found.recall, "f1": found.f1}
    return {
        **{name: None if share is None else round(share, 3) for name, share in rounded.items()},
        "events": found.events,
        "found": found.found,
        "suspicions": found.suspicions,
        "right": found.right,
        "delay_buckets": buckets,
        "delay_minutes": minutes,
        "false_a_month": round(found.false_a_month, 2),
    }


def _share(share: float | None) -> str:
    return "–" if share is None else f"{share:.2f}"


def _sum(scores: Iterable[Score]) -> Score:
    return sum(scores, Score())


if __name__ == "__main__":
    sys.exit(main())
