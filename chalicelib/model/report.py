"""One person's click, never changed after it was accepted."""

from datetime import datetime

from chalicelib.frozen import dataclass
from chalicelib.model.dialog import DialogLine, Escalation
from chalicelib.model.person import Person, Place

__all__ = ["Client", "ConsoleLine", "Context", "FailedRequest", "Person", "Place", "Report", "Trigger"]


@dataclass(frozen=True, slots=True)
class Trigger:
    """The button that was clicked: it knows the kind of error and the area, so that the person need not say."""

    area: str
    kind: str
    fingerprint: str | None = None
    label: str | None = None
    element: str | None = None


@dataclass(frozen=True, slots=True)
class Client:
    """What the person uses; every field as the widget read it, none of it trusted."""

    browser: str | None = None
    os: str | None = None
    app_version: str | None = None
    viewport: str | None = None
    locale: str | None = None
    time_zone: str | None = None


@dataclass(frozen=True, slots=True)
class ConsoleLine:
    """One line of the browser's console; `at` is the browser's own time, as it told it."""

    level: str
    text: str
    at: str


@dataclass(frozen=True, slots=True)
class FailedRequest:
    """A request of the page that failed; `status` is 0 where no answer came."""

    method: str
    url: str
    status: int
    at: str


@dataclass(frozen=True, slots=True)
class Context:
    """What had gone wrong in the browser shortly before the click, oldest first; none of it trusted."""

    console: tuple[ConsoleLine, ...] = ()
    requests: tuple[FailedRequest, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """A report as accepted.

    `id` is public; `token` is the secret half of the tracking link; `digest` is the hash of what was sent,
    which tells a retry of the same report from another report under the same key. `contact` is an address that
    nobody has vouched for: it is kept, and never written to before its owner confirms it. `follower` names the person
    among the case's followers since they confirmed an address. One that was over its sender's limit waits
    for its turn; until then it has no case, and keeps the one that its person has named (`joins`). One that an operator
    has made of a dialog brings the `escalation` and the dialog's last `lines`. `after` is the outage of its area that
    was over when it came, of which its person is asked whether it is the same.
    """

    id: str
    token: str
    product: str
    key: str
    digest: str
    trigger: Trigger
    place: Place
    client: Client
    person: Person
    fingerprint: str
    received_at: datetime
    case_id: str = ""
    comment: str | None = None
    contact: str | None = None
    context: Context | None = None
    follower: str | None = None
    turn: datetime | None = None
    joins: str | None = None
    escalation: Escalation | None = None
    lines: tuple[DialogLine, ...] = ()
    after: str | None = None

    @property
    def waits(self) -> bool:
        """Whether it is accepted and has no case yet."""
        return self.turn is not None and not self.case_id

    @property
    def reference(self) -> str:
        """What opens this report's page; whoever knows it may see the report and add to it."""
        return f"{self.id}.{self.token}"
