"""What every part of the team's file has in common."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints

Language = Literal["en", "ru"]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")]


class Part(BaseModel):
    """Any part of the file: unknown words are refused, because a misspelt setting is a setting not made."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class Words(Part):
    """A text in each language of the team."""

    en: str
    ru: str

    def in_(self, language: str) -> str:
        """The text in `language`, English when there is none."""
        return self.ru if language.startswith("ru") else self.en
