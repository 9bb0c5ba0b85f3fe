"""When a team is told of a suspected surge, and what happens when nobody answers."""

from pydantic import Field

from chalicelib.settings.part import Part


class Surge(Part):
    """`least` independent people, fewer are never a surge. `chance`: suspicions a month that chance alone may raise.

    A suspicion that nobody has answered for `declares_itself_after` minutes becomes an outage by itself; without that
    only people declare one.
    """

    least: int = Field(default=3, ge=2, le=1_000)
    chance: float = Field(default=2, gt=0, le=60)
    declares_itself_after: int | None = Field(default=None, ge=1, le=24 * 60)
