"""The host products of a team: which pages may report what, who vouches for their people, where their cases go."""

import base64
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StringConstraints, model_validator

from chalicelib.model.public_key import ed25519_public_key
from chalicelib.settings.part import Part, Slug, Words

Origin = Annotated[str, StringConstraints(pattern=r"^https?://[^/\s]+$")]
# A part of a Jira label, and one line of a list in Slack.
Plan = Annotated[str, StringConstraints(pattern=r"^[^\s,]{1,40}$")]
Impact = Literal["blocks", "workaround", "cosmetic"]


def _one_spelling(written: object) -> str:
    return base64.urlsafe_b64encode(ed25519_public_key(written)).decode().rstrip("=")


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
