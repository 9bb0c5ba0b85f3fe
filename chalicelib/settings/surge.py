"""When a team is told of a suspected surge."""

from pydantic import Field

from chalicelib.settings.part import Part


class Surge(Part):
    """`least` independent people, fewer are never a surge. `chance`: suspicions a month that chance alone may raise."""

    least: int = Field(default=3, ge=2, le=1_000)
    chance: float = Field(default=2, gt=0, le=60)
