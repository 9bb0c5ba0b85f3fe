"""What a report's page says, once, about what its reader has just done there."""

from typing import Literal

Flash = Literal[
    "note_taken",
    "note_empty",
    "note_too_long",
    "note_too_early",
    "mails_stopped",
    "mails_wanted",
    "asked",
    "address_wrong",
    "said_same",
]
