"""What an issue shows of the dialog that was handed over: the operator's words, and the dialog's last lines.

All of it was typed by people, so it stands in quoted blocks (promise 6). No address is shown: the dialog has it.
"""

import re

from chalicelib.model.dialog import DialogLine, Escalation
from chalicelib.model.report import Report
from chalicelib.rendering.typed import clean, cut, one_line, person_name
from chalicelib.rendering.wiki import quoted

WORDS_LIMIT = 8_000
LINE_LIMIT = 400
SOURCE_LIMIT = 2_000
LINES_SHOWN = 10
_WHO = {"person": "Person", "operator": "Operator", "note": "Note"}


def sections(report: Report) -> list[str]:
    """The parts of the description; none for a report that its own person has made."""
    escalation = report.escalation
    if escalation is None:
        return []
    by = person_name(escalation.by) or "an operator"
    parts = [
        f"h3. In the operator's words ({by})\n{quoted(escalation.words, WORDS_LIMIT)}"
        if clean(escalation.words)
        else ""
    ]
    parts.append(f"h3. What was tried\n{quoted(escalation.tried, WORDS_LIMIT)}" if clean(escalation.tried) else "")
    source = cut(one_line(escalation.source or ""), SOURCE_LIMIT)
    parts.append(f"h3. Where it was handed over\n{quoted(source, SOURCE_LIMIT)}" if source else "")
    said = [line for line in report.lines if clean(line.text) and not _stands_above(line, escalation)]
    shown = [_line(line) for line in said[-LINES_SHOWN:]]
    parts.append(f"h3. The dialog's last lines\n{quoted(chr(10).join(shown), WORDS_LIMIT)}" if shown else "")
    return [part for part in parts if part]


def _stands_above(line: DialogLine, escalation: Escalation) -> bool:
    """The note that handed the dialog over: its words are those of the operator, once is enough."""
    words = one_line(escalation.words)
    return bool(words) and line.who == "note" and one_line(line.text).endswith(words)


def labels(report: Report) -> list[str]:
    """The tags of an issue that came from a chat."""
    escalation = report.escalation
    if escalation is None:
        return []
    return ["from-chat", *([f"plan-{_word(escalation.plan)}"] if escalation.plan else [])]


def _word(plan: str) -> str:
    """A label has no spaces (Jira refuses the issue otherwise)."""
    return "-".join(re.findall(r"[\w.]+", plan.lower()))[:60]


def _line(line: DialogLine) -> str:
    name = person_name(line.name) if line.who != "person" else None
    note = " (note)" if name and line.who == "note" else ""
    return f"{line.at:%H:%M}  {name or _WHO[line.who]}{note}: {cut(one_line(line.text), LINE_LIMIT)}"
