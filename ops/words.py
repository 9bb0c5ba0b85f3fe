"""An order in plain words: what it is, how it stands, and what happens next. Pure."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from chalicelib.model.orders import Destination
from chalicelib.store.entries import Entry
from chalicelib.store.gates import Gate
from ops.output import text

ACTS: Mapping[str, str] = {
    "open_issue": "makes the case's one Jira issue",
    "link_report": "links a report's page to the Jira issue",
    "link_thread": "links the Slack thread to the Jira issue",
    "link_dialog": "links a support dialog to the Jira issue",
    "relate_issue": "relates the Jira issue to that of the earlier case",
    "show_affected": "writes the number of affected people on the Jira issue",
    "comment_issue": "comments on the Jira issue",
    "attach_screenshot": "attaches a reporter's screenshot to the Jira issue",
    "move_issue": "moves the Jira issue to another status",
    "assign_issue": "assigns the Jira issue",
    "read_issue": "reads the Jira issue again, because a webhook said that it changed",
    "compare_cases": "compares cases with Jira, to find what no webhook told",
    "show_case": "shows the case in its Slack channel, as it is at that moment",
    "say_in_thread": "says in the case's Slack thread what happened",
    "ask_to_send": "asks in Slack for a second person's yes to a large audience",
    "show_suspicion": "shows a suspected surge in its area's Slack channel, as it is at that moment",
    "open_outage_issue": "makes the outage's one Jira issue",
    "comment_update": "comments on the outage's Jira issue what everyone affected is told",
    "say_update": "says in an outage's Slack thread that it has an update, or that one is late",
    "say_still": "says in an outage's Slack thread how many people say that it is still there",
    "report_drift": "tells a Slack channel what had drifted from Jira",
    "tell": "mails one notice to one follower",
    "confirm": "asks an address that nobody vouched for, once, whether its owner wants to be told",
    "say_taken_over": "says in the case's Slack thread who has taken the case over, and from whom",
    "say_merged": "says in a Slack thread which case goes on for which",
    "comment_same": "comments on the Jira issue of a merged case that another one goes on for it",
    "relate_same": "relates the Jira issue of a merged case to the one that goes on for it",
    "note_dialogs": "tells each dialog of a merged case under which issue it goes on",
    "count_people": "counts the people of a merged case for the one that goes on",
    "assign_dialogs": "gives each dialog of the case to whoever has taken it",
    "tell_all": "mails one notice to every follower of the case, in bulk",
    "join_subscribers": "makes the status page's subscribers followers of an outage, and tells them of it",
    "publish_status": "makes a product's public status page and its feeds anew",
    "tell_followers": "makes one order for each follower of the case",
    "read_dialog": "reads a support dialog, because an operator hands it over or its chat has news",
    "find_tagged": "lists the dialogs of a desk that carry the team's tag",
    "note_dialog": "tells the operators of a dialog, by a note",
    "reply_dialog": "tells the person of a dialog",
    "answer_dialog": "tells whoever writes in a dialog that there is an outage",
    "tag_dialog": "puts the team's tag on a dialog",
    "assign_dialog": "gives a dialog to the colleague who has taken the case",
}
NOBODY_KNOWS = "Nobody knows whether it was carried out"


def explained(entry: Entry, gate: Gate, now: datetime) -> Iterator[str]:
    """The order, sentence by sentence; `gate` is its destination's."""
    order = entry.order
    yield f"{entry.order.mark} {ACTS[order.act.verb]} (destination {order.destination})."
    yield f"It is {entry.state}, began to wait at {text(entry.since)} UTC, and was tried {_times(entry.attempts)}."
    yield from _next(entry, gate, now)
    if entry.state != "done":
        yield from (f"After it comes {behind.id}, which {ACTS[behind.act.verb]}." for behind in order.then)


def _next(entry: Entry, gate: Gate, now: datetime) -> Iterator[str]:
    replay = f"replay {entry.order.mark}"
    match entry.state:
        case "done":
            yield f"Nothing is left to do. What it left: {text(entry.outcome)}."
        case "failed":
            yield f"It was refused for good at {text(entry.due_at)} UTC: {text(entry.outcome)}."
            yield f"Nothing more happens by itself. When the cause is mended: {replay}"
        case "unknown":
            yield f"{NOBODY_KNOWS}, since {text(entry.due_at)} UTC: {text(entry.outcome)}."
            yield f"It is not sent again by itself. To send it all the same, and perhaps twice: {replay}"
        case "claimed":
            yield f"A worker has it until {text(entry.leased_until)} UTC at the latest. {_after_a_death(entry)}"
        case _:
            yield from _waiting(entry, gate, now)


def _waiting(entry: Entry, gate: Gate, now: datetime) -> Iterator[str]:
    destination = entry.order.destination
    if entry.outcome:
        yield f"The last try ended with: {text(entry.outcome)}."
    if gate.held_by:
        yield f"{destination} is held by {text(gate.held_by)} since {text(gate.held_since)} UTC."
        yield f"It goes after: release {destination}"
    elif gate.rests_until and gate.rests_until > now:
        yield f"{destination} failed {_times(gate.failures)} in a row."
        yield f"It is left alone until {text(gate.rests_until)} UTC, and then tried again."
    else:
        yield "It comes by itself, from its queue."
    yield f"Should its message be lost, the sweep sends it again after {text(entry.due_at)} UTC."


def _after_a_death(entry: Entry) -> str:
    """What follows when the worker has died: chalicelib/deliveries/once.py."""
    if entry.order.destination is Destination.MAIL:
        return "Should that worker have died, it ends as unknown: a mail can't be asked about."
    return f"Should that worker have died, another asks {entry.order.destination} first, and then tries again."


def _times(number: int) -> str:
    return "once" if number == 1 else f"{number} times"
