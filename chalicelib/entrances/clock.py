"""The schedule: once a minute, whatever has waited longer than it should is sent again, and Jira is asked for news.

A stream event may be lost (a poison neighbour, an engine that was stopped), and so may a webhook: the table knows
what is not done, and Jira what has happened.
"""

from datetime import datetime

from chalicelib import wiring
from chalicelib.decisions.comparing import AT_ONCE, compare
from chalicelib.decisions.escalation import look_for_tagged
from chalicelib.entrances.due import look_at_promises, remind
from chalicelib.entrances.facts import judge
from chalicelib.entrances.outages import look_at_outages
from chalicelib.entrances.status_pages import renew_pages
from chalicelib.entrances.surges import look_at_areas
from chalicelib.model.orders import Destination
from chalicelib.model.report import Report
from chalicelib.observe import Level, log, now
from chalicelib.ports import QueuedOrder
from chalicelib.store import keys
from chalicelib.store.changes import COMPARED_EVERY, PATIENCE, WAITS_FOR_COMPARISON, WAITS_FOR_FACTS, WAITS_FOR_ITS_TURN
from chalicelib.store.codec import dump, load
from chalicelib.store.commit import commit, settle_once
from chalicelib.store.overdue import oldest, overdue, put_off, row_data, still_waiting
from chalicelib.team import team

_AT_MOST = 500  # a minute, for each destination; what is left comes the next minute
_TURNS_AT_MOST = 200  # a minute, of all senders; a flood of them must not hold up the rest of the sweep
_AGAIN_IN = 2.5 * PATIENCE
_TAGGED_EVERY = 5  # minutes


def sweep() -> None:
    """Send on what was lost, judge what was not, compare cases with Jira, look at what was promised and at areas."""
    at = now()
    reports, orders, facts, cases = _take_up(at), _send_again(at), _judge_again(at), _compare(at)
    _look_for_tagged(at)
    level: Level = "WARNING" if orders or facts else "INFO"
    log("swept", level, orders=orders, facts=facts, compared=cases, taken_up=reports)
    look_at_promises(at)
    remind(at)
    look_at_areas(at)
    look_at_outages(at)
    renew_pages(at)
    _tell_backlog(at)


def _take_up(at: datetime) -> int:
    """Reports that were over their sender's limit, and have their turn now, in its order."""
    taken = 0
    for key in overdue(WAITS_FOR_ITS_TURN, at, _TURNS_AT_MOST):
        row = put_off(key, at + _AGAIN_IN)  # first: one that can't be taken up must not stop the others for ever
        taken += row is not None and _taken_up(key, row.data or "", at)
    return taken


def _taken_up(key: keys.Key, data: str, at: datetime) -> bool:
    """The stream has told of the row while it waited, so that it is judged here."""
    from chalicelib.entrances.http_reports import take_up

    report = take_up(load(Report, data), at)
    if report:
        judge(key, dump(report))
    return report is not None


def _send_again(at: datetime) -> int:
    """Orders that no worker has finished in time, to their queues once more; a claim makes that harmless."""
    sent = 0
    for destination in Destination:
        lost = [order for key in overdue(destination.value, at, _AT_MOST) if (order := _order(key, destination))]
        wiring.queue().send(lost, again=at.strftime("%H%M%S"))
        sent += len(lost)
    return sent


def _judge_again(at: datetime) -> int:
    """Facts that the stream's reader has not settled."""
    judged = 0
    for key in overdue(WAITS_FOR_FACTS, at, _AT_MOST):
        put_off(key, at + _AGAIN_IN)  # first: one that can't be judged must not stop the others for ever
        if data := row_data(key):
            judge(key, data)
            judged += 1
    return judged


def _compare(at: datetime) -> int:
    """Cases whose turn it is to be compared with Jira."""
    cases = [key for key in overdue(WAITS_FOR_COMPARISON, at, AT_ONCE) if put_off(key, at + COMPARED_EVERY)]
    commit(compare((key.pk.removeprefix("CASE#") for key in cases), at), at)
    return len(cases)


def _look_for_tagged(at: datetime) -> None:
    """Desks are asked for dialogs that carry the tag: their webhooks need not tell of one, and may be lost."""
    if at.minute % _TAGGED_EVERY == 0:
        desks = [name for name, desk in team().desks.items() if desk.can_be_read]
        settle_once(look_for_tagged(desks, at), at)


def _tell_backlog(at: datetime) -> None:
    """How long people have waited already; a metric with an alarm (infra/resources.yml)."""
    for destination in Destination:
        since = oldest(destination.value)
        age = max(0, round((at - since).total_seconds())) if since else 0
        log("backlog", destination=destination.value, oldest_seconds=age)


def _order(key: keys.Key, destination: Destination) -> QueuedOrder | None:
    """The order, unless it is done by now; it is looked for again only after a while."""
    group = still_waiting(key, until=now() + _AGAIN_IN)
    if group is None:
        return None
    order_id = key.sk.removeprefix(keys.ORDER_PREFIX)
    return QueuedOrder(key.pk.removeprefix("CASE#"), order_id, destination, group)
