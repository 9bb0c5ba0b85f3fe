"""What `POST /v1/escalations` takes and answers. The OpenAPI document is made from these models."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, BeforeValidator, Field, StringConstraints

from chalicelib.entrances.payloads.body import Body, Email, Locale, Name, Short, WebAddress
from chalicelib.entrances.payloads.reports import PlaceBody
from chalicelib.model.dialog import Dialog, DialogLine, DialogState, Escalation
from chalicelib.model.person import Person, Place
from chalicelib.team import Desk

_MOST_LINES = 50
_ONLY_TOLD = "Left aside where the desk is one that can be read (its vendor in the team's file is not `webhook`)."


def _as_text(value: object) -> object:
    """A number as it was written: JSON's have all their digits here, whatever a browser would make of them."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


Id = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.:@-]{0,127}$"), BeforeValidator(_as_text, str | int)
]
# A part of a Jira label, which has no spaces.
Label = Annotated[str, StringConstraints(pattern=r"^[^\s,]{1,40}$")]
Said = Annotated[str, StringConstraints(min_length=1, max_length=4000, strip_whitespace=True)]


class DialogBody(Body):
    """The dialog, by its id at the desk."""

    id: Id
    url: WebAddress | None = Field(default=None, description="Where operators open it.")


class PersonBody(Body):
    """The dialog's person. Whoever signs this vouches for the address: it is written to."""

    id: Id
    name: Short | None = None
    email: Email | None = None
    locale: Locale | None = None

    def person(self, desk: str) -> Person:
        """The same, by a name that no other desk's person has."""
        return Person(f"{desk}:{self.id}", self.name, self.email, self.locale or "en")


class LineBody(Body):
    """One message; a `note` was read by operators alone, and is never told to the person."""

    who: Literal["person", "operator", "note"]
    text: Said
    at: AwareDatetime
    name: Short | None = None

    def line(self, number: int) -> DialogLine:
        """The same; a desk that is not read gives its messages no ids, so that they have their place."""
        return DialogLine(str(number), self.who, self.text, self.at, self.name)


class Addressed(Body):
    """As much of the body as is looked at before its signature holds."""

    desk: Name


class EscalationBody(Addressed):
    """An operator hands a dialog over."""

    dialog: DialogBody
    by: Annotated[Short, StringConstraints(min_length=1)] = Field(description="The operator's name.")
    words: Said = Field(description="What is wrong, in the operator's words.")
    area: Name | None = Field(default=None, description="One of the product's; the desk's unless you say so.")
    kind: Name | None = Field(default=None, description="One of the product's; the desk's unless you say so.")
    tried: Annotated[str, StringConstraints(max_length=4000, strip_whitespace=True)] | None = None
    impact: Literal["blocks", "workaround", "cosmetic"] | None = None
    plan: Label | None = Field(default=None, description="The person's plan, in one word: it becomes a label.")
    joins: Short | None = Field(default=None, description="The id of the case that this is the same problem as.")
    person: PersonBody | None = Field(default=None, description=_ONLY_TOLD)
    page: PlaceBody | None = Field(default=None, description=_ONLY_TOLD)
    lines: Annotated[tuple[LineBody, ...], Field(max_length=_MOST_LINES)] = Field(
        default=(), description=f"Its newest messages, the last one last. {_ONLY_TOLD}"
    )

    def escalation(self, id: str, desk: Desk, at: datetime) -> Escalation:
        """What the operator says, for the engineers."""
        return Escalation(
            id=id,
            by=self.by,
            at=at,
            product=desk.product,
            area=self.area or desk.area,
            kind=self.kind or desk.kind,
            dialog=self.named,
            words=self.words,
            tried=self.tried or "",
            impact=self.impact,
            plan=self.plan,
            joins=self.joins or None,
            source=self.dialog.url,
        )

    def state(self) -> DialogState:
        """The dialog as its desk tells it; of a person of whom nothing is said, only the dialog is known."""
        person = self.person.person(self.desk) if self.person else Person(f"dialog:{self.named.ref}")
        page = Place(self.page.url, self.page.title) if self.page else None
        lines = tuple(one.line(number) for number, one in enumerate(self.lines, 1))
        return DialogState(self.named, person, lines, page=page)

    @property
    def named(self) -> Dialog:
        """The dialog by its name across all desks."""
        return Dialog(self.desk, self.dialog.id)


class EscalationTaken(BaseModel):
    """It is safely written; what becomes of it is told in Slack, in Jira and, where it can be, in the dialog."""

    dialog: str = Field(description="The dialog's name across all desks.")
    status: Literal["accepted"] = "accepted"
