"""Pictures of a report: whether there is room for one more, and what it means that one has come.

A place is given before the upload and not after it, so that the limit holds however many ask at once.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.decisions.moving import for_case
from chalicelib.model.case import Case
from chalicelib.model.decision import Decision, ScreenshotMoved
from chalicelib.model.orders import Destination, SayInThread
from chalicelib.model.screenshot import AttachScreenshot, Screenshot

AT_MOST = 3
FORM_LIVES = timedelta(minutes=5)
# An upload begun in time may be slow, and its news late: only then is a place that stayed empty given to another.
_PLACE_IS_HELD = timedelta(minutes=15)


def ask(report_id: str, known: Sequence[Screenshot], kind: str, upload: str, now: datetime) -> Decision:
    """A place for a picture of the media type `kind`, named `upload`; nothing is written when all are taken."""
    taken = {one.number: one for one in known}
    for number in range(1, AT_MOST + 1):
        before = taken.get(number)
        if before is None or (not before.kept and before.until < now):
            version = before.version + 1 if before else 1
            place = Screenshot(report_id, number, kind, upload, now + _PLACE_IS_HELD, version)
            return Decision(f"place {number} of {AT_MOST}", (ScreenshotMoved(place),))
    return Decision("the report has its pictures")


def keep(screenshot: Screenshot, case: Case) -> Decision:
    """The picture has come and is one: onto the issue, and then a line in the thread, where people look for it."""
    if screenshot.kept:
        return Decision("kept already")
    cause = f"screenshot:{screenshot.report_id}:{screenshot.number}"
    said = for_case(case, f"{cause}:said", Destination.SLACK, SayInThread("screenshot"))
    picture = AttachScreenshot(screenshot.key, screenshot.name, screenshot.kind)
    attached = for_case(case, cause, Destination.JIRA, picture, then=(said,))
    kept = replace(screenshot, kept=True, version=screenshot.version + 1)
    return Decision("a picture from the person who reported", (ScreenshotMoved(kept),), (attached,))


def place_of(decision: Decision) -> Screenshot | None:
    """The place that was given, None when there was none."""
    return next((change.screenshot for change in decision.changes if isinstance(change, ScreenshotMoved)), None)
