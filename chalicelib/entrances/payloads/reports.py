"""What `POST /v1/reports` takes and answers. The OpenAPI document is made from these models."""

import base64
import hashlib
import secrets
from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints

from chalicelib.decisions.fingerprint import fingerprint
from chalicelib.entrances.payloads.body import Answer, Body, Email, Locale, Name, Short, WebAddress
from chalicelib.entrances.payloads.context import ContextBody
from chalicelib.entrances.payloads.outages import EndedOutage, OutageOfReport
from chalicelib.model.report import Client, Person, Place, Report, Trigger

Key = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{8,64}$")]


class TriggerBody(Body):
    """The button: what it says is wrong, and in which part of the product."""

    area: Name
    kind: Name
    fingerprint: Annotated[str, StringConstraints(min_length=1, max_length=200)] | None = Field(
        default=None, description="Names the problem itself; leave out to have it made of kind, area and place."
    )
    label: Short | None = Field(default=None, description="The visible words beside the trigger.")
    element: Short | None = Field(default=None, description="A selector of the element that is wrong.")


class PlaceBody(Body):
    """The page."""

    url: WebAddress
    title: Short | None = None


class ClientBody(Body):
    """What the person uses."""

    browser: Short | None = None
    os: Short | None = None
    app_version: Short | None = None
    viewport: Short | None = None
    locale: Locale | None = None
    time_zone: Short | None = None


class ContactBody(Body):
    """An address that nobody has vouched for yet: kept with the report, and not written to."""

    email: Email


class ReportBody(Body):
    """One click. `key` makes a repeat of the same report the same report: a new UUID for each click."""

    key: Key
    product: Name
    trigger: TriggerBody
    place: PlaceBody
    client: ClientBody = ClientBody()
    comment: Annotated[str, StringConstraints(max_length=4000, strip_whitespace=True)] | None = None
    identity: Annotated[str, StringConstraints(max_length=4096)] | None = Field(
        default=None, description="A JWT of the host's server that says who the person is; good for one report."
    )
    contact: ContactBody | None = None
    joins: Short | None = Field(
        default=None,
        description="*Me too*: the `reference` of a known problem, which takes the report while it is open and of the "
        "same product and area. Otherwise the report goes its normal way.",
    )
    context: ContextBody | None = None

    def report(self, person: Person, now: datetime) -> Report:
        """The report as accepted at `now`."""
        trigger = Trigger(**self.trigger.model_dump())
        return Report(
            id=_report_id(self.product, self.key),
            token=secrets.token_urlsafe(16),
            product=self.product,
            key=self.key,
            digest=self._digest(),
            trigger=trigger,
            place=Place(**self.place.model_dump()),
            client=Client(**self.client.model_dump()),
            person=person,
            fingerprint=fingerprint(self.product, trigger, self.place.url),
            received_at=now,
            comment=self.comment or None,
            contact=self.contact.email if self.contact else None,
            context=self.context.context() if self.context else None,
        )

    def _digest(self) -> str:
        """A hash of what the person says; the identity token differs from one try to the next.

        A field that was not sent is not in it: a newer deployment has more of them, and the click is the same.
        """
        said = self.model_dump_json(exclude={"identity"}, exclude_none=True)
        return hashlib.sha256(said.encode()).hexdigest()[:32]


class Receipt(Answer):
    """What the person gets at once, after the report is safely written."""

    report_id: str
    tracking_url: str = Field(description="A page with the report's state; whoever has the link can see it.")
    reference: str = Field(description="The last part of the tracking link; names the report to this API.")
    received_at: datetime
    mailed: bool = Field(description="Somebody vouched for the person's address: they hear by mail what happens next.")
    queued: bool = Field(description="Many came at once, so that it is safe, and waits for its turn.")
    message: str
    outage: OutageOfReport | None = Field(default=None, description="The outage that took it: what is known.")
    ended: EndedOutage | None = Field(
        default=None,
        description="An outage of its area that ended within a day. Ask the person whether it is the same: yes is "
        "`POST /v1/reports/{reference}/same`.",
    )


class FieldProblem(Answer):
    """A field and what to change about it."""

    field: str
    message: str


class Problem(BaseModel, defer_build=True):
    """RFC 9457 problem details; `detail` says what to change."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    errors: list[FieldProblem] = []


def _report_id(product: str, key: str) -> str:
    """Public, and the same for the same click."""
    digest = hashlib.sha256(f"{product}\n{key}".encode()).digest()
    return base64.b32encode(digest[:10]).decode().lower()
