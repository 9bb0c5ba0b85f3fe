"""How the tour ends: a table for people, and one line of JSON for programs."""

import json
from collections.abc import Iterator

from tour.accounts import Accounts, by_kind
from tour.story import Story

_COLUMNS = "{:<8} {:<22} {:<12} {:>7}  {}"


def table(accounts: Accounts) -> Iterator[str]:
    """One line for each case, then the mails."""
    yield _COLUMNS.format("Jira", "Slack thread", "status", "reports", "problem")
    for issue in accounts.issues:
        problem, parent = accounts.problem_of(issue), accounts.parent_of(issue)
        reports = sum(one.problem == problem for one in accounts.reported)
        status = accounts.status.get(problem, "?").replace("_", " ")
        yield _COLUMNS.format(issue["key"], parent["ts"] if parent else "none", status, reports, problem)
    yield ""
    yield "mails: " + ", ".join(f"{count} {kind}" for kind, count in by_kind(accounts.mails).items())


def faults(accounts: Accounts) -> Iterator[str]:
    """What failed on the way."""
    for fault, times in accounts.faults.items():
        yield f"{fault}, {times} times" if times != 1 else f"{fault}, once"


def numbers(story: Story, accounts: Accounts, seconds: float) -> str:
    """The JSON line. `reports` are the real ones; `later_reports` came when the tour had one happen again."""
    real = {one.report.source: one for one in accounts.accepted}
    return json.dumps(
        {
            "reports": len(real),
            "later_reports": len(accounts.accepted) - len(real),
            "retries": story.retries,
            "cases": len(accounts.status),
            "jira_issues": len(accounts.issues),
            "jira_links": accounts.remote_links(),
            "slack_messages": len(accounts.parents),
            "slack_replies": len(accounts.messages) - len(accounts.parents),
            "dialogs": len(accounts.chat.dialogs),
            "dialog_links": accounts.chat.links(),
            "dialog_notes": sum(len(one.noted) for one in accounts.chat.dialogs),
            "dialog_replies": sum(len(one.told) for one in accounts.chat.dialogs),
            "emails": by_kind(accounts.mails),
            "lost": accounts.lost.total(),
            "duplicated": accounts.duplicated.total(),
            "seconds": round(seconds, 1),
        }
    )
