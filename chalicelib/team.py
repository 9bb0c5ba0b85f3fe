"""What a team decides: `wilco.yaml` as checked models. Secrets never stand in it, only their names.

Packaging checks the file, with messages that name the line (`infra/team_file.py`), and ships it as JSON;
`team()` reads that once per process. Words for people are texts in the team's languages.
"""

from functools import cache
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from chalicelib.model.status import Status
from chalicelib.settings.articles import KnowledgePage
from chalicelib.settings.desk import Desk
from chalicelib.settings.escalations import Escalations
from chalicelib.settings.hours import WorkingHours
from chalicelib.settings.part import Language, Part, Slug, Words
from chalicelib.settings.products import Area, Identity, Impact, Kind, Product
from chalicelib.settings.replies import Answers, Promises, Reply, SlackId
from chalicelib.settings.reporting import Reporting, team_file
from chalicelib.settings.surge import Surge

__all__ = [
    "Answers",
    "Area",
    "Colleague",
    "Desk",
    "Identity",
    "Impact",
    "Kind",
    "Language",
    "Part",
    "Product",
    "Team",
    "Words",
    "team",
]

Label = Annotated[str, StringConstraints(pattern=r"^[^\s,]{1,255}$")]


class Jira(Part):
    """How cases become issues and how issue statuses are told to people.

    `statuses` names Jira statuses; one that is not named follows its category: new is received,
    indeterminate is in progress, done is resolved (declined when the resolution is one of `declined_resolutions`).
    `affected_field` is a number field on the project's screens; without one the summary carries the number.
    """

    issue_type: str = "Bug"
    bot_account_id: str
    statuses: dict[str, Status] = {}
    declined_resolutions: tuple[str, ...] = ("Won't Do", "Won't Fix", "Duplicate", "Cannot Reproduce", "Declined")
    priorities: dict[Impact, str] = {"blocks": "High", "workaround": "Medium", "cosmetic": "Low"}
    labels: tuple[Label, ...] = ()
    affected_field: Annotated[str, StringConstraints(pattern=r"^customfield_\d+$")] | None = None
    public_comment_prefix: str = "[public]"


class MailSettings(Part):
    """Who mail comes from; `domain` names the conversations (Message-ID, List-Id)."""

    sender: str
    sender_name: Words
    domain: str
    reply_to: str | None = None


class Colleague(Part):
    """One engineer in all worlds, so that *Take* in Slack assigns in Jira, and at each desk by their id there."""

    name: str
    slack: str
    jira: str
    desks: dict[Slug, str] = {}


class Team(Reporting, extra="forbid"):
    """The whole file."""

    version: Literal[1]
    mail: MailSettings
    jira: Jira
    desks: dict[Slug, Desk] = {}
    escalations: Escalations = Field(default_factory=Escalations)
    people: tuple[Colleague, ...] = ()
    hours: WorkingHours = Field(default_factory=WorkingHours)
    articles: tuple[KnowledgePage, ...] = ()
    replies: Annotated[dict[Slug, Reply], Field(max_length=90)] = {}
    promises: Promises = Field(default_factory=Promises)
    answers: Answers | None = None
    lead: SlackId | None = None
    surge: Surge = Field(default_factory=Surge)

    @model_validator(mode="after")
    def _everyone_once(self) -> "Team":
        ids = [person.slack for person in self.people]
        if len(ids) != len(set(ids)):
            raise ValueError("people: two entries have the same Slack id; keep one")
        self.hours.check_people([person.name for person in self.people])
        return self

    @model_validator(mode="after")
    def _desks_of_products(self) -> "Team":
        for name, desk in self.desks.items():
            product = self.products.get(desk.product)
            if product is None:
                raise ValueError(f"desks.{name}: there is no product `{desk.product}`")
            if desk.area not in product.areas or desk.kind not in product.kinds:
                raise ValueError(f"desks.{name}: `{desk.product}` has no area `{desk.area}` or no kind `{desk.kind}`")
        return self

    @model_validator(mode="after")
    def _articles_of_areas(self) -> "Team":
        known = {area for product in self.products.values() for area in product.areas}
        for article in self.articles:
            article.check_areas(known)
        return self

    @model_validator(mode="after")
    def _replies_there(self) -> "Team":
        if self.answers:
            self.answers.check_replies(self.replies)
        return self

    def by_slack(self, user_id: str) -> Colleague | None:
        """The colleague behind a Slack user id."""
        return next((person for person in self.people if person.slack == user_id), None)

    def by_name(self, name: str) -> Colleague | None:
        """The colleague of this name."""
        return next((person for person in self.people if person.name == name), None)

    def mentionable(self, slack_id: str) -> bool:
        """Whether this is somebody of the file, so that calling them is the team's own choice."""
        return slack_id == self.lead or self.by_slack(slack_id) is not None

    def by_jira(self, account_id: str | None) -> Colleague | None:
        """The colleague behind a Jira account id."""
        return next((person for person in self.people if person.jira == account_id), None)


@cache
def team() -> Team:
    """The file of this deployment."""
    return Team.model_validate_json(team_file())
