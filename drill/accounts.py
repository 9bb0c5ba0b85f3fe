"""The accounts of the drill: what is not as promised (DESIGN, section 3). Pure: evidence in, findings out.

Whoever reported just while an update was sent has it, or was answered with it.
"""

from collections import Counter
from collections.abc import Iterator

from chaos.findings import Finding
from drill.evidence import Evidence
from drill.mail import ACKNOWLEDGED, RECEIPT
from drill.plan import BEFORE, Reporter
from drill.story import Told

# Seconds within which every process knows of an outage (store/open_cases.py), and a slow answer is under way.
KNOWN_WITHIN = 8.0
# Calls that do not depend on how many people there are. A minute moves the counter once; the rest is made for an
# update, for the declaration, and for each of the problems that joined it, with what was tried again.
_A_MINUTE, _AN_UPDATE, _A_CASE, _A_FAULT = 1, 12, 12, 4


def findings(evidence: Evidence) -> Iterator[Finding]:
    """Everything that is not as promised."""
    for by in evidence.affected:
        yield from _person(evidence, by)
    yield from _nobody_else(evidence)
    yield from _people_counted(evidence)
    yield from _issues(evidence)
    yield from _said(evidence)
    yield from _load(evidence)
    for line in evidence.unfinished:
        yield Finding("lost", f"order {line.order.mark} ({line.state}: {line.outcome})")


def _person(evidence: Evidence, by: Reporter) -> Iterator[Finding]:
    """The acknowledgement once, each update behind it once, in order, and nothing that they were answered with."""
    if not by.signed_in:
        return
    had = [number for number in evidence.told.get(by.email, ()) if number >= ACKNOWLEDGED]
    due = {ACKNOWLEDGED: True} | {one.number: _due(evidence, by, one) for one in evidence.updates}
    for number, times in Counter(had).items():
        if times > 1:
            yield from [Finding("duplicate mail", f"{_name(number)} to person {by.number}")] * (times - 1)
        if due.get(number) is False:
            yield Finding("uncalled for", f"{_name(number)} to person {by.number}, who was answered with it")
    for number, wanted in due.items():
        if wanted and number not in had:
            yield Finding("gap", f"{_name(number)} to person {by.number}")
    once = list(dict.fromkeys(had))
    if once != sorted(once):
        yield Finding("out of order", f"person {by.number} read {once}")


def _due(evidence: Evidence, by: Reporter, update: Told) -> bool | None:
    """Whether the person must have this update (True) or must not; None where either is right.

    An acknowledgement says what is known when it leaves, so whoever was acknowledged after an update knows of it.
    """
    if evidence.affected[by][0].sent.began > update.sent.ended:
        return False
    reported = evidence.receipt_at(by) < update.sent.began
    return True if reported and evidence.acknowledged_at(by) < update.sent.began else None


def _nobody_else(evidence: Evidence) -> Iterator[Finding]:
    """Mail goes to who is vouched for, and of the outage only to its people."""
    of_it = {by.email for by in evidence.affected if by.signed_in}
    vouched = of_it | {one.click.by.email for one in evidence.reported if one.click.by.signed_in}
    for to, numbers in evidence.told.items():
        known = of_it if any(number >= ACKNOWLEDGED for number in numbers) else vouched
        if to not in known or any(number < RECEIPT for number in numbers):
            yield Finding("uncalled for", f"mails {numbers} to {to}")


def _people_counted(evidence: Evidence) -> Iterator[Finding]:
    """One outage, whose number is that of its people: vouched for or not, each once."""
    if len(evidence.outages) != 1:
        yield Finding("lost", f"{len(evidence.outages)} outages were declared")
        return
    (outage,) = evidence.outages
    strangers = sum(len(reports) for by, reports in evidence.affected.items() if not by.signed_in)
    people = sum(by.signed_in for by in evidence.affected) + strangers
    counted = sum(count for case, count in evidence.book.affected.items() if case.startswith(outage.id))
    if counted != people:
        yield Finding("lost", f"people: {people} reported, {counted} are counted")


def _issues(evidence: Evidence) -> Iterator[Finding]:
    """Each case has one issue, and no case was opened in the outage's area once everybody knew."""
    labels = Counter(label for issue in evidence.issues for label in issue["fields"]["labels"])
    for case in evidence.book.cases.values():
        if labels[f"wilco-{case.id}"] != 1:
            yield Finding("duplicate issue", f"{case.id} has {labels[f'wilco-{case.id}']} issues")
        in_area = any(case.area in outage.outage.areas for outage in evidence.outages if outage.outage)
        if in_area and not case.outage and case.opened_at.timestamp() > evidence.declared.ended + KNOWN_WITHIN:
            yield Finding("duplicate issue", f"{case.id} was opened beside the outage")
    if len(evidence.issues) != len(evidence.book.cases):
        yield Finding("duplicate issue", f"{len(evidence.issues)} issues of {len(evidence.book.cases)} cases")


def _said(evidence: Evidence) -> Iterator[Finding]:
    """Each update is one comment on the issue and one line of the thread."""
    for outage in evidence.outages:
        for one in evidence.updates:
            for where in (f"jira:update:{one.number}:comment", f"slack:update:{one.number}:said"):
                times = evidence.said[f"{outage.id}/{where}"]
                if times != 1:
                    yield Finding("duplicate message" if times else "lost", f"{where} is said {times} times")


def _load(evidence: Evidence) -> Iterator[Finding]:
    """While it is on, Jira and Slack are called for the minutes, the updates and the cases, never for the people."""
    began, ended = evidence.vendors["surge began"], evidence.vendors["over ended"]
    calls = ended.since(began)
    minutes = (ended.at - began.at) / 60 + 1
    cases = len(evidence.book.cases)
    most = _A_MINUTE * minutes + _AN_UPDATE * (len(evidence.updates) + 1) + _A_CASE * cases + _A_FAULT * evidence.faults
    for vendor, count in calls.items():
        if count > most:
            yield Finding("load", f"{count} calls of {vendor} while it was on, {most:.0f} at most")


def told_at_once(evidence: Evidence) -> tuple[int, int]:
    """How many receipts said that there is an outage, of those that were given when everybody knew."""
    since = evidence.declared.ended + KNOWN_WITHIN
    given = [one.sent.receipt for one in evidence.reported if one.sent.began > since and one.click.phase not in BEFORE]
    return sum(bool(receipt.get("outage")) for receipt in given), len(given)


def _name(number: int) -> str:
    return f"update {number}" if number else "the acknowledgement"
