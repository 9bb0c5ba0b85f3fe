"""What each command does. It is imported once the place is known: the store reads its table's name as it is loaded."""

from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from datetime import datetime

from chalicelib import wiring
from chalicelib.model.orders import Destination
from chalicelib.ports import QueuedOrder
from chalicelib.store import entries, gates, keys, orders
from chalicelib.store.changes import NEEDS_A_PERSON
from chalicelib.store.entries import Entry
from ops.output import Line, printed
from ops.place import Place
from ops.redrive import UPLOADS, redrive, redrive_uploads
from ops.words import ACTS, NOBODY_KNOWS, explained

Ask = Callable[[str], bool]


class NotDone(Exception):
    """The command could not do what it was asked; the text says why."""


def list_orders(arguments: Namespace) -> list[Line]:
    """The orders of a case, or those that are not delivered, oldest first."""
    if arguments.case:
        found = entries.of_case(arguments.case)
    else:
        wanted = list(_indexed(arguments.state, arguments.destination))
        found = [entry for whom in wanted for entry in entries.undelivered(whom, arguments.limit)]
        found = sorted(found, key=lambda entry: entry.since.isoformat() if entry.since else "")
    kept = [entry for entry in found if _is_wanted(entry, arguments.state, arguments.destination)]
    return [_line(entry) for entry in kept[: arguments.limit]]


def explain(arguments: Namespace, now: datetime) -> list[Line]:
    """One order in words, a sentence a line."""
    entry = _entry(arguments.order)
    gate = gates.read(entry.order.destination)
    return [{"order": entry.order.mark, "says": sentence} for sentence in explained(entry, gate, now)]


def replay(arguments: Namespace, now: datetime, ask: Ask) -> list[Line]:
    """Failed or unknown orders wait again and are sent. Raises NotDone at the first that is neither, or that stays."""
    return [_replay(reference, arguments.yes, now, ask) for reference in arguments.orders]


def redrive_queues(arguments: Namespace, place: Place) -> list[Line]:
    """The dead letters of one queue, or of all."""
    sqs = place.clients("sqs")
    moved = {
        to.value: redrive(sqs, place.dead_letters(to), place.orders(to))
        for to in Destination
        if arguments.queue in (None, to.value)
    }
    if arguments.queue in (None, UPLOADS):
        moved[UPLOADS] = redrive_uploads(sqs, place.upload_dead_letters, place.uploads)
    return [{"queue": queue, **asdict(counts)} for queue, counts in moved.items()]


def hold(arguments: Namespace, now: datetime) -> list[Line]:
    """Stop sending to a destination."""
    gates.hold(arguments.destination, arguments.by, now)
    return list_gates()


def release(arguments: Namespace) -> list[Line]:
    """Send to it again."""
    gates.release(arguments.destination)
    return list_gates()


def list_gates() -> list[Line]:
    """Who holds which destination since when, and which rest because they fail."""
    return [{"destination": to.value, **asdict(gates.read(to))} for to in Destination]


def run(arguments: Namespace, place: Place, now: datetime, ask: Ask) -> Iterator[str]:
    """The command that was asked for, as the lines that it prints."""
    commands: Mapping[str, Callable[[], list[Line]]] = {
        "orders": lambda: list_orders(arguments),
        "explain": lambda: explain(arguments, now),
        "replay": lambda: replay(arguments, now, ask),
        "redrive": lambda: redrive_queues(arguments, place),
        "hold": lambda: hold(arguments, now),
        "release": lambda: release(arguments),
        "gates": list_gates,
    }
    lines = commands[arguments.command]()
    if arguments.command == "explain" and not arguments.json:
        return (str(line["says"]) for line in lines)
    return printed(lines, as_json=arguments.json)


def _indexed(state: str | None, destination: Destination | None) -> Iterator[str]:
    """Under which names the index has what is wanted."""
    if state in (None, "waiting"):
        yield from [destination] if destination else list(Destination)
    yield from (given_up for given_up in NEEDS_A_PERSON if state in (None, given_up))


def _is_wanted(entry: Entry, state: str | None, destination: Destination | None) -> bool:
    shown = "waiting" if entry.state == "claimed" else entry.state
    return state in (None, shown) and destination in (None, entry.order.destination)


def _line(entry: Entry) -> Line:
    return {
        "order": entry.order.mark,
        "destination": entry.order.destination.value,
        "state": entry.state,
        "since": entry.since,
        "attempts": entry.attempts,
        "outcome": entry.outcome,
    }


def _entry(reference: str) -> Entry:
    case_id, _, order_id = reference.partition("/")
    entry = entries.get_entry(case_id, order_id)
    if entry is None:
        raise NotDone(f"there is no order {reference}; a case's orders: orders --case {case_id}")
    return entry


def _replay(reference: str, sure: bool, now: datetime, ask: Ask) -> Line:
    entry = _entry(reference)
    order = entry.order
    if entry.state in NEEDS_A_PERSON and not sure:
        unsure = f" {NOBODY_KNOWS}: the person may hear it twice." if entry.state == "unknown" else ""
        if not ask(f"{reference} {ACTS[order.act.verb]}. It is {entry.state}.{unsure} Send it again?"):
            raise NotDone(f"{reference} stays as it is")
    if orders.replay(keys.order(order.case_id, order.id), now) is None:
        raise NotDone(f"{reference} is {entry.state}: only what failed or is unknown can be replayed")
    queued = QueuedOrder(order.case_id, order.id, order.destination, order.group)
    wiring.queue().send([queued], again=now.isoformat())
    return {"order": reference, "state": "waiting", "sent_again": order.destination.value}
