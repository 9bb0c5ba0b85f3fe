"""What the widget asks for before anybody clicks."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from chalicelib.entrances.payloads.body import Body, Name, WebAddress
from chalicelib.entrances.payloads.outages import KnownOutage
from chalicelib.model.status import Status
from chalicelib.settings.part import Language, Words
from chalicelib.settings.products import Product


class Named(BaseModel):
    """What an area or a kind of error is called."""

    name: Words


class WidgetWords(BaseModel):
    """The team's words for a product, in both languages: one answer is cached for everybody."""

    product: str
    name: Words
    languages: tuple[Language, ...]
    areas: dict[str, Named]
    kinds: dict[str, Named]

    @classmethod
    def of(cls, name: str, product: Product, languages: tuple[Language, ...]) -> "WidgetWords":
        """The words of the product `name`; what a kind means inside the team (its impact, its channel) stays there."""
        return cls(
            product=name,
            name=product.name,
            languages=languages,
            areas={area: Named(name=one.name) for area, one in product.areas.items()},
            kinds={kind: Named(name=one.name) for kind, one in product.kinds.items()},
        )


class KnownQuery(Body):
    """Whose known problems are asked for: an area, and the page that the person is on."""

    area: Name
    url: WebAddress | None = None


class KnownCase(BaseModel):
    """An open problem of the area; nothing that a person typed is in it, and no place of another page."""

    model_config = ConfigDict(from_attributes=True)

    reference: str = Field(description="Send it as a report's `joins` for *me too*.")
    kind: str
    here: bool = Field(description="It is on the page that was asked for.")
    status: Status
    since: datetime = Field(description="When it was first reported.")
    people: int = Field(description="How many people have reported it.")


class KnownCases(BaseModel):
    """The area's open problems, at most three: those of the same page first, then by people.

    While an outage of the area is open, it takes every report, whichever problem that names.
    """

    outage: KnownOutage | None
    known: list[KnownCase]
