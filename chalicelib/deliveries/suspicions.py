"""A suspected surge in Slack: one message, found again by its mark, and kept current in place."""

from chalicelib import wiring
from chalicelib.errors import Permanent
from chalicelib.model.case import Thread
from chalicelib.model.surge_acts import SUSPECTED
from chalicelib.model.suspicion import Suspicion
from chalicelib.rendering import slack_surge
from chalicelib.store.entries import get_entry
from chalicelib.store.open_cases import OUTAGES, open_cases_now
from chalicelib.store.orders import Claim, Outcome
from chalicelib.store.surges import get_suspicion
from chalicelib.team import team


def show(claim: Claim) -> Outcome:
    """Update the suspicion's message, or post it. Whatever is shown is the suspicion as it is now."""
    suspicion = get_suspicion(claim.order.case_id)
    if suspicion is None:
        raise Permanent("there is no such suspicion")
    cases = open_cases_now(suspicion.product, [suspicion.area])
    outages = [one for one in open_cases_now(suspicion.product, [OUTAGES]) if one.is_open]
    message = slack_surge.message(suspicion, cases, team(), wiring.links(), outages)
    mark, slack = f"{suspicion.id}/{SUSPECTED}", wiring.channel()
    found = _posted(claim, suspicion, mark)
    if found is None:
        return Outcome(slack.post(suspicion.channel, message, mark).ts)
    if claim.order.id != SUSPECTED:
        slack.update(found, message, mark)
    return Outcome(found.ts)


def _posted(claim: Claim, suspicion: Suspicion, mark: str) -> Thread | None:
    """Where the message is: the ledger says, or Slack does, unless nobody can have posted it."""
    if claim.order.id == SUSPECTED and claim.attempt == 1:
        return None
    first = get_entry(suspicion.id, SUSPECTED)
    if first and first.state == "done" and first.outcome:
        return Thread(suspicion.channel, first.outcome)
    return wiring.channel().find(suspicion.channel, mark, suspicion.at)
