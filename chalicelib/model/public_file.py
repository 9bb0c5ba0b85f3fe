"""A file that is published whole, for anybody to read."""

from datetime import timedelta

from chalicelib.frozen import dataclass


@dataclass(frozen=True, slots=True)
class PublicFile:
    """`key` is where, `kind` its media type, `fresh_for` how long others may show their copy without asking."""

    key: str
    kind: str
    content: bytes
    fresh_for: timedelta
