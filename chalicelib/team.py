"""What a team decides: `wilco.yaml` as checked models. Secrets never stand in it, only their names.

Packaging checks the file, with messages that name the line (`infra/team_file.py`), and ships it as JSON;
`team()` reads that once per process. Words for people are texts in the team's languages.
"""

import base64
import json
import os
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    HttpUrl,
    StringConstraints,
    model_validator,
)

from chalicelib.model.public_key import ed25519_public_key
from chalicelib.model.status import Status
from chalicelib.settings.articles import KnowledgePage
from chalicelib.settings.desk import Desk
from chalicelib.settings.escalations import Escalations, Plan
from chalicelib.settings.hours import WorkingHours
from chalicelib.settings.limits import Limits
from chalicelib.settings.part import Language, Part, Slug, Words
from chalicelib.settings.replies import Answers, Promises, Reply, SlackId
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
Origin = Annotated[str, StringConstraints(pattern=r"^https?://[^/\s]+$")]
Impact = Literal["blocks", "workaround", "cosmetic"]


def _base_url(url: HttpUrl) -> str:
    return str(url).rstrip("/")


def _one_spelling(written: object) -> str:
    return base64.urlsafe_b64encode(ed25519_public_key(written)).decode().rstrip("=")


BaseUrl = Annotated[HttpUrl, AfterValidator(_base_url)]
PublicKey = Annotated[str, BeforeValidator(_one_spelling)]


class Kind(Part):
    """A kind of error that a trigger may name."""

    name: Words
    impact: Impact = "workaround"


class Area(Part):
    """A part of the product; `component` must exist in the Jira project, `channel` overrides the product's."""

    name: Words
    component: str | None = None
    channel: str | None = None


class Identity(Part):
    """How the host's server signs who the person is: a JWT of HS256, or of EdDSA with an Ed25519 key.

    `secret` names a field of `hosts` that holds the key; a public key may as well stand here. While a key is
    exchanged, the one before it (`previous_…`) still holds.
    """

    algorithm: Literal["HS256", "EdDSA"] = "HS256"
    issuer: str
    audience: str = "wilco"
    max_age_seconds: int = Field(default=300, ge=30, le=3600)
    secret: str | None = None
    previous_secret: str | None = None
    public_key: PublicKey | None = None
    previous_public_key: PublicKey | None = None

    @model_validator(mode="after")
    def _a_key_of_its_kind(self) -> "Identity":
        if self.algorithm == "HS256" and (self.public_key or self.previous_public_key):
            raise ValueError("a public key checks EdDSA and nothing else: write `algorithm: EdDSA`")
        if bool(self.secret) == bool(self.public_key):
            raise ValueError("name the key once: `secret`, or for EdDSA `public_key` instead")
        return self


class Product(Part):
    """A host product: which pages may report, who vouches for its people, where its cases go, what people pay for."""

    name: Words
    origins: tuple[Origin, ...]
    identity: Identity | None = None
    jira_project: Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9_]{1,9}$")]
    channel: Annotated[str, StringConstraints(pattern=r"^[CG][A-Z0-9]{2,}$")]
    areas: dict[Slug, Area]
    kinds: dict[Slug, Kind]
    plans: Annotated[tuple[Plan, ...], Field(max_length=100)] = ()

    def channel_of(self, area: str) -> str:
        """The Slack channel in which an area's cases are shown."""
        known = self.areas.get(area)
        return (known and known.channel) or self.channel


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


class Cases(Part):
    """When a report for a closed case reopens it; later it opens a successor."""

    reopen_within_days: int = Field(default=14, ge=0, le=365)


class Team(Part):
    """The whole file."""

    version: Literal[1]
    languages: tuple[Language, ...] = ("en", "ru")
    mail: MailSettings
    products: dict[Slug, Product]
    jira: Jira
    desks: dict[Slug, Desk] = {}
    escalations: Escalations = Escalations()
    people: tuple[Colleague, ...] = ()
    hours: WorkingHours = WorkingHours()
    articles: tuple[KnowledgePage, ...] = ()
    replies: Annotated[dict[Slug, Reply], Field(max_length=90)] = {}
    promises: Promises = Promises()
    answers: Answers | None = None
    lead: SlackId | None = None
    cases: Cases = Cases()
    limits: Limits = Limits()
    surge: Surge = Surge()

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
    """The file of this deployment: `wilco.json` beside the code, or what WILCO_TEAM_FILE names (JSON)."""
    packaged = Path(__file__).resolve().parent.parent / "wilco.json"
    path = Path(os.environ.get("WILCO_TEAM_FILE", packaged))
    return Team.model_validate(json.loads(path.read_text(encoding="utf-8")))
