"""What `WITHOUT=` takes out of a copy of the source: one safeguard, so that the suite shows what it is for.

Nothing in production code knows of it. Each cut names its file, the exact text and what stands there instead; when
the text has changed, the cut fails loudly and has to be thought over.
"""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from infra.dependencies import build_vendor
from infra.package import ROOT
from infra.widget import build_widget

_COPIED = ("app.py", "wilco.yaml", "requirements.txt", ".chalice/config.json", "chalicelib", "infra")


@dataclass(frozen=True, slots=True)
class Cut:
    """`text` stands once in `file`; `instead` leaves the safeguard out."""

    file: str
    text: str
    instead: str


@dataclass(frozen=True, slots=True)
class Safeguard:
    """What it is, and the cuts that take it out."""

    what: str
    cuts: tuple[Cut, ...]


class CutMissed(Exception):
    """The source no longer has the text of a cut; the text says which."""


SAFEGUARDS: Mapping[str, Safeguard] = {
    "claim": Safeguard(
        "an order is claimed, with a condition, before the call",
        (
            Cut(
                "chalicelib/store/orders.py",
                "not row.changed(actions, Row.state.is_in(*_OPEN_STATES) & ~held)",
                "row.refresh()",
            ),
        ),
    ),
    "search": Safeguard(
        "Jira is searched for the case's label before an issue is made again",
        (
            Cut(
                "chalicelib/deliveries/to_jira.py",
                "found = tracker.find(project, rendering.case_label(case.id)) if claim.attempt > 1 else None",
                "found = None",
            ),
        ),
    ),
    "watermark": Safeguard(
        "what is older than what is known, or than what a person was told, is dropped",
        (
            Cut(
                "chalicelib/decisions/jira_news.py",
                "if case.seen_at and seen.updated_at <= case.seen_at:",
                "if False:",
            ),
            Cut(
                "chalicelib/deliveries/to_mail.py",
                "if not still_news(claim, act.follower, act.notice, case):",
                "if False:",
            ),
        ),
    ),
    "sweep": Safeguard(
        "what was lost on its way is found in the table and sent on",
        (Cut("chalicelib/entrances/clock.py", "    at = now()\n", "    return\n    at = now()\n"),),
    ),
}


def without(name: str, copy: Path) -> Path:
    """A copy of the source, in the folder `copy`, in which the safeguard is cut out. Raises CutMissed."""
    build_vendor(ROOT / "requirements.txt", ROOT / "vendor")
    build_widget(ROOT)
    shutil.rmtree(copy, ignore_errors=True)
    for part in _COPIED:
        (copy / part).parent.mkdir(parents=True, exist_ok=True)
        source = ROOT / part
        shutil.copytree(source, copy / part) if source.is_dir() else shutil.copy(source, copy / part)
    for built in ("vendor", "widget"):
        (copy / built).symlink_to(ROOT / built)
    for cut in SAFEGUARDS[name].cuts:
        file = copy / cut.file
        file.write_text(cut_out(cut, file.read_text(encoding="utf-8")), encoding="utf-8")
    return copy


def cut_out(cut: Cut, text: str) -> str:
    """The text of the cut's file without the safeguard. Raises CutMissed."""
    if text.count(cut.text) != 1:
        raise CutMissed(f"{cut.file} has {text.count(cut.text)} times, not once: {cut.text.strip()}")
    return text.replace(cut.text, cut.instead)
