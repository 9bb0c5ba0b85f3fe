"""What a decision says: the facts to write, the orders to make, and why. Data only; the store carries it out."""

from datetime import datetime

from chalicelib.frozen import dataclass
from chalicelib.model.case import Case, Follower
from chalicelib.model.contact import Confirmation, Contact, Waiting
from chalicelib.model.dialog_changes import DialogAnswered, DialogLinked, DialogRead, ToldByMail
from chalicelib.model.orders import Order
from chalicelib.model.outage_changes import OutageChange
from chalicelib.model.promise import PromiseCounted, PromiseEnded, PromiseWaits, ReminderEnded, ReminderSet
from chalicelib.model.report import Report
from chalicelib.model.screenshot import Screenshot
from chalicelib.model.subscription import NotSubscribed, Subscribed, Unsubscribed
from chalicelib.model.suspicion import AreaLearnt, PersonCame, SuspicionMoved


@dataclass(frozen=True, slots=True)
class ReportAccepted:
    """Write the report; holds only while no report has this (product, key)."""

    report: Report


@dataclass(frozen=True, slots=True)
class ReportQueued:
    """Write a report that waits for its turn; holds only while no report has this (product, key)."""

    report: Report


@dataclass(frozen=True, slots=True)
class ReportTakenUp:
    """The report has its turn: write its case; holds only while it still waits."""

    report: Report


@dataclass(frozen=True, slots=True)
class TokenUsed:
    """The host's signed token has been used; holds only once until it expires."""

    product: str
    token_id: str
    until: datetime


@dataclass(frozen=True, slots=True)
class CaseOpened:
    """Write a new case; holds only while it does not exist."""

    case: Case


@dataclass(frozen=True, slots=True)
class CaseStands:
    """Nothing to write, but it holds only while the case is still in a status that takes this report."""

    case: Case


@dataclass(frozen=True, slots=True)
class CaseMoved:
    """Write the case's next version; holds only while the stored one is the version before it."""

    case: Case


@dataclass(frozen=True, slots=True)
class CaseUnmoved:
    """Nothing to write, but it holds only while the case is exactly as it was decided on."""

    case: Case


@dataclass(frozen=True, slots=True)
class FollowerJoined:
    """Write the follower, unless this person follows the case already."""

    follower: Follower


@dataclass(frozen=True, slots=True)
class MailsStopped:
    """This follower wants no mail about the case; holds only while they are its follower."""

    case_id: str
    follower_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class MailsWanted:
    """This follower wants mail about the case again; holds only while they are its follower."""

    case_id: str
    follower_id: str


@dataclass(frozen=True, slots=True)
class ContactLeft:
    """Write that an address was left for a report; holds once a day for each address, a few times for each report."""

    contact: Contact


@dataclass(frozen=True, slots=True)
class ContactWaits:
    """The report waits, until then, for its address to be confirmed; what became of it before stays."""

    address: str
    waiting: Waiting
    until: datetime


@dataclass(frozen=True, slots=True)
class ConfirmationAsked:
    """The address is asked; holds only while neither its mailbox nor everybody (`an_hour`) was asked enough."""

    confirmation: Confirmation
    an_hour: int


@dataclass(frozen=True, slots=True)
class ContactConfirmed:
    """The waiting report has its follower; holds only while it waits."""

    address: str
    waiting: Waiting
    follower_id: str


@dataclass(frozen=True, slots=True)
class ContactRefused:
    """These reports wait no longer, and the address's mailbox is not asked again until then."""

    address: str
    waiting: tuple[Waiting, ...]
    until: datetime


@dataclass(frozen=True, slots=True)
class ScreenshotMoved:
    """Write the screenshot's next version; holds only while the stored one is the version before it."""

    screenshot: Screenshot


@dataclass(frozen=True, slots=True)
class PersonCounted:
    """Count one more affected person; holds only while this person was not counted, and the case not merged."""

    case_id: str
    person_id: str


@dataclass(frozen=True, slots=True)
class PeopleCounted:
    """Count these people, who come from a merged case, at once; holds under the same conditions for each of them."""

    case_id: str
    person_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RowSettled:
    """A report, a sighting or a reading has been taken into account, once: it holds while that is still to be done."""

    pk: str
    sk: str


Change = (
    ReportAccepted
    | ReportQueued
    | ReportTakenUp
    | TokenUsed
    | CaseOpened
    | CaseStands
    | OutageChange
    | CaseMoved
    | CaseUnmoved
    | FollowerJoined
    | DialogLinked
    | ToldByMail
    | DialogAnswered
    | DialogRead
    | MailsStopped
    | MailsWanted
    | ContactLeft
    | ContactWaits
    | ConfirmationAsked
    | ContactConfirmed
    | ContactRefused
    | ScreenshotMoved
    | PersonCounted
    | PeopleCounted
    | RowSettled
    | PromiseWaits
    | PromiseEnded
    | PromiseCounted
    | ReminderSet
    | ReminderEnded
    | PersonCame
    | AreaLearnt
    | SuspicionMoved
    | NotSubscribed
    | Subscribed
    | Unsubscribed
)


@dataclass(frozen=True, slots=True)
class Decision:
    """Facts and orders that are written in one transaction, or not at all."""

    why: str
    changes: tuple[Change, ...] = ()
    orders: tuple[Order, ...] = ()
