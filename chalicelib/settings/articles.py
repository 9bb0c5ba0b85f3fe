"""The pages of the team's knowledge base that are offered while nobody is there."""

from collections.abc import Collection
from typing import Annotated

from pydantic import StringConstraints

from chalicelib.model.article import Article
from chalicelib.settings.part import Part, Slug, Words


class KnowledgePage(Part):
    """One page; `areas` of any product, `words` that people use for what it is about."""

    title: Words
    url: Annotated[str, StringConstraints(pattern=r"^https?://[^\s<>\"]+$")]
    areas: tuple[Slug, ...] = ()
    words: tuple[str, ...] = ()

    def check_areas(self, known: Collection[str]) -> None:
        """Raises ValueError when it names an area that no product has."""
        for area in self.areas:
            if area not in known:
                raise ValueError(f"articles: no product has an area `{area}`; there are {', '.join(sorted(known))}")

    def as_article(self) -> Article:
        """The article of the model."""
        return Article(self.url, {"en": self.title.en, "ru": self.title.ru}, self.areas, self.words)
