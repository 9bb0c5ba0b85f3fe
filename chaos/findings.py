"""What the accounts say: which promise was not kept, and about what."""

from dataclasses import dataclass
from typing import Literal

Promise = Literal[
    "lost", "duplicate issue", "duplicate message", "duplicate mail", "gap", "out of order", "uncalled for", "load"
]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as promised; a `gap` is a mail of which Wilco says that it may not have gone."""

    promise: Promise
    what: str
