"""*Reply…* under a case in Slack: its form, and what it sends to everybody who follows."""

from datetime import datetime, timedelta

from chalicelib import wiring
from chalicelib.decisions import holding
from chalicelib.decisions.promises import promise
from chalicelib.entrances.payloads.slack import View
from chalicelib.model.case import Case
from chalicelib.model.decision import Decision
from chalicelib.model.notice import Notice
from chalicelib.model.promise import Promise
from chalicelib.observe import now
from chalicelib.team import team


def open_form(case: Case, trigger_id: str) -> str:
    """The form, or that the case is closed."""
    from chalicelib.rendering.slack_forms import closed_modal
    from chalicelib.rendering.slack_reply import reply_modal

    moments = holding.choices(team().hours.as_hours(), now())
    view = reply_modal(case, moments, team()) if case.is_open else closed_modal(case, team())
    wiring.channel().open_modal(trigger_id, view)
    return "modal opened"


def sent(view: View, case: Case, name: str) -> Decision:
    """What the form means for the case; a form without any words says nothing."""
    saved, words = view.chosen("saved", "choice"), view.typed("words", "text")
    if saved not in team().replies:  # it has left the file while the form was open
        saved = ""
    if not saved and not words:
        return Decision("no words")
    at = now()
    warn = timedelta(minutes=team().promises.warn_minutes)
    notice = Notice("holding", at, words, saved)
    return holding.reply(case, notice, _promised(view.chosen("due", "choice"), name, at), warn, name, view.id, at)


def _promised(chosen: str, name: str, at: datetime) -> Promise | None:
    """A form that was left open until its moment was over promises nothing."""
    try:
        due = datetime.fromisoformat(chosen)
    except ValueError:
        return None
    margin = timedelta(minutes=team().promises.margin_minutes)
    return promise(name, due, margin, at) if due.tzinfo and due > at else None
