"""Who tells us about a problem, and where they met it."""

from chalicelib.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """Where on the host product it happened."""

    url: str
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Who reported. `email` is set only when somebody vouched for it (promise 5)."""

    id: str
    name: str | None = None
    email: str | None = None
    locale: str = "en"
