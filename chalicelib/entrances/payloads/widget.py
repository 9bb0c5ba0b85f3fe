"""What the widget asks for before anybody clicks."""

from pydantic import BaseModel

from chalicelib.team import Language, Product, Words


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
