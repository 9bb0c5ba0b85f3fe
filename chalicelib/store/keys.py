"""Every partition and sort key is built here.

A case's rows share its partition, so that the stream keeps their order; reports have partitions of their own,
so that a surge writes to as many as there are reports.
"""

from typing import NamedTuple

from chalicelib.model.outage import ward_of, whole

ORDER_PREFIX = "ORDER#"
SIGHTING_PREFIX = "SIGHTING#"
READING_PREFIX = "READING#"
FOLLOWER_PREFIX = "FOLLOWER#"
PERSON_PREFIX = "PERSON#"
CONTACT_PREFIX = "CONTACT#"
WAITING_PREFIX = "WAITING#"
SCREENSHOT_PREFIX = "SCREENSHOT#"
SUBSCRIBER_PREFIX = "SUBSCRIBER#"
BUCKET_PREFIX = "MINUTES#"
REPORT_SORT = "REPORT"
JOINING_SORT = "JOINING"
CASE_SORT = "CASE"
USED_SORT = "USED"


class Key(NamedTuple):
    """Partition and sort key of one row."""

    pk: str
    sk: str


def report(report_id: str) -> Key:
    """A report, whose id is derived from (product, client's key): the same click again meets the same row."""
    return Key(f"REPORT#{report_id}", REPORT_SORT)


def screenshot(report_id: str, number: int) -> Key:
    """One of the report's places for a picture."""
    return Key(report(report_id).pk, f"{SCREENSHOT_PREFIX}{number}")


def token(product: str, token_id: str) -> Key:
    """A host's signed token that has been used."""
    return Key(f"TOKEN#{product}#{token_id}", USED_SORT)


def case(case_id: str) -> Key:
    """The case itself."""
    return Key(f"CASE#{case_id}", CASE_SORT)


def follower(case_id: str, follower_id: str) -> Key:
    """A person to be told about the case; an outage keeps them in wards, but for dialogs and merged cases (`…:…`)."""
    home = whole(case_id) if ":" in follower_id else ward_of(whole(case_id), follower_id)
    return Key(f"CASE#{home}", f"{FOLLOWER_PREFIX}{follower_id}")


def told_of(outage_id: str, follower_id: str) -> Key:
    """By which order a person is told that there is this outage, whichever of its cases they follow."""
    return Key(f"CASE#{ward_of(outage_id, follower_id)}", f"TOLD#{follower_id}")


def person(case_id: str, person_id: str) -> Key:
    """A person who was counted as affected."""
    return Key(f"CASE#{ward_of(case_id, person_id)}", f"{PERSON_PREFIX}{person_id}")


def counter(case_id: str, person_id: str) -> Key:
    """Where this person is counted: the case's own row, or that of a ward, which has nothing but its number."""
    return case(ward_of(case_id, person_id))


def rating(case_id: str, report_id: str) -> Key:
    """How an outage went for the person of this report."""
    return Key(f"CASE#{ward_of(case_id, report_id)}", f"RATING#{report_id}")


def outage(product: str, opened_at: str, case_id: str) -> Key:
    """One of the product's outages, the newest last."""
    return Key(f"OUTAGES#{product}", f"{opened_at}#{case_id}")


def joining(outage_id: str) -> Key:
    """The cases that were said to be part of the outage when it was declared."""
    return Key(f"CASE#{outage_id}", JOINING_SORT)


def subscriber(product: str, subscriber_id: str) -> Key:
    """Who wants to hear of the product's outages."""
    return Key(f"SUBSCRIBERS#{product}", f"{SUBSCRIBER_PREFIX}{subscriber_id}")


def still(case_id: str, end: int, person_id: str) -> Key:
    """A person who says that an outage is still there after its end (by the number of the update that said so)."""
    return Key(f"CASE#{ward_of(case_id, person_id)}", f"STILL#{end}#{person_id}")


def still_there(ward: str, end: int) -> Key:
    """How many of a ward say so."""
    return Key(f"CASE#{ward}", f"STILL#{end}")


def order(case_id: str, order_id: str) -> Key:
    """One thing to deliver, and its ledger."""
    return Key(f"CASE#{case_id}", f"{ORDER_PREFIX}{order_id}")


def sighting(case_id: str, order_id: str) -> Key:
    """What Jira said when an order read it."""
    return Key(f"CASE#{case_id}", f"{SIGHTING_PREFIX}{order_id}")


def gate(destination: str) -> Key:
    """Whether orders may go to a destination."""
    return Key(f"GATE#{destination}", "GATE")


def mailed(recipient: str, day: str) -> Key:
    """How many mails a recipient (a hash of the address, or `all`) has got on a day."""
    return Key(f"MAILED#{recipient}", day)


def open_in(product: str, area: str) -> str:
    """Where an open case is found before anybody reports: a partition of the index `open_cases`. Outages are in one
    of their own, without an area."""
    return f"{product}#{area}"


def sender(sender: str) -> Key:
    """How many reports a sender (a hash) has sent, of those who send many."""
    return Key(f"SENDER#{sender}", "SENDER")


def issue(issue_id: str) -> Key:
    """Which case a Jira issue belongs to."""
    return Key(f"ISSUE#{issue_id}", "ISSUE")


def contact(report_id: str, address_id: str, day: str) -> Key:
    """An address that was left for a report on a day."""
    return Key(f"REPORT#{report_id}", f"{CONTACT_PREFIX}{day}#{address_id}")


def waiting(address_id: str, reported_at: str, report_id: str) -> Key:
    """A report that waits for its address to be confirmed; an address's newest stands last."""
    return Key(f"ADDRESS#{address_id}", f"{WAITING_PREFIX}{reported_at}#{report_id}")


def confirmation(code: str) -> Key:
    """What the link in a confirmation mail stands for."""
    return Key(f"CONFIRM#{code}", "CONFIRM")


def asked(whom: str) -> Key:
    """How often a mailbox (by its hash), or everybody in an hour, was asked to confirm."""
    return Key(f"ASKED#{whom}", "ASKED")


def dialog(ref: str) -> Key:
    """Which case a support dialog was handed over to."""
    return Key(f"DIALOG#{ref}", "DIALOG")


def promise(case_id: str) -> Key:
    """When the case's promise is looked at next."""
    return Key(f"CASE#{case_id}", "PROMISE")


def promises(product: str, month: str) -> Key:
    """How many promises of a product were kept and broken in a month (`2026-11`)."""
    return Key(f"PROMISES#{product}", month)


def reminder(case_id: str) -> Key:
    """When the case is looked at next, whether anybody has answered it."""
    return Key(f"CASE#{case_id}", "REMINDER")


def reading(case_id: str, order_id: str) -> Key:
    """What a support chat said when an order read a dialog."""
    return Key(f"CASE#{case_id}", f"{READING_PREFIX}{order_id}")


def watched(product: str, area: str) -> Key:
    """What is learnt of an area's usual reports."""
    return Key(f"AREA#{product}#{area}", "WATCHED")


def bucket(product: str, area: str, shard: int, minute: int) -> Key:
    """How many people came in an area's bucket, by the minute at which it begins; they sort by time."""
    return Key(f"AREA#{product}#{area}#{shard}", f"{BUCKET_PREFIX}{minute:09}")


def came(product: str, area: str, person_id: str) -> Key:
    """When a person last counted in an area."""
    return Key(f"CAME#{product}#{area}#{person_id}", "CAME")


def suspicion(suspicion_id: str) -> Key:
    """A suspected surge, beside the orders that show it."""
    return Key(f"CASE#{suspicion_id}", "SUSPICION")
