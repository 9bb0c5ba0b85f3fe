"""The part of the team's file that takes reports: the API's Lambda needs no more of it, and people wait for its start.

Whatever else an entrance asks for it finds in `chalicelib.team`, imported when it is called.
"""

import os
from functools import cache
from pathlib import Path

from pydantic import Field

from chalicelib.settings.limits import Limits
from chalicelib.settings.part import Language, Part, Slug
from chalicelib.settings.products import Product


class Cases(Part):
    """When a report for a closed case reopens it; later it opens a successor."""

    reopen_within_days: int = Field(default=14, ge=0, le=365)


class Reporting(Part, extra="ignore"):
    """What is reported, in which languages, how often, and when a closed case takes it."""

    languages: tuple[Language, ...] = ("en", "ru")
    products: dict[Slug, Product]
    cases: Cases = Field(default_factory=Cases)
    limits: Limits = Field(default_factory=Limits)


def team_file() -> str:
    """The file of this deployment: `wilco.json` beside the code, or what WILCO_TEAM_FILE names (JSON)."""
    packaged = Path(__file__).resolve().parents[2] / "wilco.json"
    return Path(os.environ.get("WILCO_TEAM_FILE", packaged)).read_text(encoding="utf-8")


@cache
def reporting() -> Reporting:
    """The part of this deployment's file that takes reports."""
    return Reporting.model_validate_json(team_file())
