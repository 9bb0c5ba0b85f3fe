"""What a case's product, area and kind are called in the team's file.

A case outlives the file that it was opened under, so a word that has left the file is shown as it is stored.
"""

from dataclasses import replace

from chalicelib.model.case import Case
from chalicelib.model.contact import Confirmation, Waiting
from chalicelib.model.outage import KIND
from chalicelib.model.suspicion import Suspicion
from chalicelib.rendering.words import catalogue
from chalicelib.team import Impact, Kind, Team

_IMPACTS: tuple[Impact, ...] = ("blocks", "workaround", "cosmetic")


def product_name(case: Case | Waiting | Confirmation | Suspicion, team: Team, language: str = "en") -> str:
    """The host product's name."""
    product = team.products.get(case.product)
    return product.name.in_(language) if product else case.product


def area_name(case: Case | Waiting | Suspicion, team: Team, language: str = "en") -> str:
    """The part of the product."""
    return area_called(case.product, case.area, team, language)


def area_called(product: str, area: str, team: Team, language: str = "en") -> str:
    """The same, where there is only its word in the file."""
    known = team.products.get(product)
    named = known.areas.get(area) if known else None
    return named.name.in_(language) if named else area


def kind_name(case: Case | Waiting, team: Team, language: str = "en") -> str:
    """The kind of error."""
    if case.kind == KIND:
        return catalogue("ru" if language.startswith("ru") else "en").gettext("Outage")
    kind = _kind(case, team)
    return kind.name.in_(language) if kind else case.kind


def area_names(case: Case, team: Team, language: str = "en") -> str:
    """All areas of an outage."""
    areas = case.outage.areas if case.outage else (case.area,)
    return ", ".join(area_name(replace(case, area=area), team, language) for area in areas)


def impact(case: Case, team: Team) -> Impact:
    """How much it hinders a person, as an operator said or as its kind tells; the middle one where nothing tells."""
    said = next((one for one in _IMPACTS if one == case.impact), None)
    if said:
        return said
    kind = _kind(case, team)
    return kind.impact if kind else "workaround"


def people(count: int) -> str:
    """A number of people in English, for the team's own places (Jira, Slack)."""
    return "1 person" if count == 1 else f"{count} people"


def _kind(case: Case | Waiting, team: Team) -> Kind | None:
    product = team.products.get(case.product)
    return product.kinds.get(case.kind) if product else None
