"""What S3 tells of uploads: what came is looked at, kept or deleted, and only then anybody hears of it.

Safe to repeat, because S3 and SQS may tell twice, and because a form may be posted again while it lives.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote_plus

from chalicelib import wiring
from chalicelib.decisions.pictures import refusal
from chalicelib.decisions.screenshots import keep
from chalicelib.errors import Conflict
from chalicelib.model.decision import Decision
from chalicelib.model.screenshot import MAX_BYTES, Screenshot
from chalicelib.observe import log, now
from chalicelib.ports import Files
from chalicelib.store.cases import get_case, get_report
from chalicelib.store.commit import settle
from chalicelib.store.merged import living_case
from chalicelib.store.screenshots import screenshots


def uploads(event: Mapping[str, Any]) -> None:
    """Look at each upload; what could not be raises, and its message comes again."""
    for key in _keys(event):
        _, report_id, upload = key.split("/")
        outcome = take(key, report_id, upload)
        log("upload_judged", report=report_id, upload=upload, outcome=outcome)


def take(key: str, report_id: str, upload: str) -> str:
    """One upload; returns what became of it. The other vendors' orders are written before the upload is deleted."""
    files, asked = wiring.files(), _asked(report_id, upload)
    waited_for = asked is not None and not asked.kept
    outcome = _judge(files, asked) if asked and waited_for else "nobody waits for it"
    files.delete(key)
    return outcome


def _judge(files: Files, asked: Screenshot) -> str:
    found = files.read(asked.incoming, MAX_BYTES)
    if found is None:
        return "gone already"
    if found.size > MAX_BYTES:
        return f"refused: it has {found.size} bytes"
    if reason := refusal(found.content, asked.kind):
        return f"refused: {reason}"
    files.keep(asked.incoming, asked.key, found)
    return settle(lambda _: _keep(asked), now()).why


def _keep(looked_at: Screenshot) -> Decision:
    """Decide on what the table says by now: a twin of this message may have been quicker."""
    asked = _asked(looked_at.report_id, looked_at.upload)
    if asked is None:
        return Decision("too late: its place was given to another")
    report = get_report(asked.report_id)
    case = get_case(report.case_id) if report else None
    if case is None:
        raise Conflict(f"no case of report {asked.report_id}")
    return keep(asked, living_case(case))


def _asked(report_id: str, upload: str) -> Screenshot | None:
    return next((one for one in screenshots(report_id) if one.upload == upload), None)


def _keys(event: Mapping[str, Any]) -> Iterator[str]:
    """The keys of the objects; S3's test message, which it sends when it is set up, has none."""
    for message in event["Records"]:
        for told in json.loads(message["body"]).get("Records", ()):
            yield unquote_plus(told["s3"]["object"]["key"])
