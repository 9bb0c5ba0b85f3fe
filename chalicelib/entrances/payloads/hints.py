"""What all chats' webhooks have in common: hints which dialog has news. Nothing else of them is believed.

So a field that is of another kind than expected is as if it were not there: a vendor's next version, or a team's own
template, must not make a webhook fail.
"""

import re
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    ValidationError,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    field_validator,
)


@dataclass(frozen=True, slots=True)
class Heard:
    """A dialog has news. `cause` names the event, the same when it is told again; empty when it has no name.

    `ours` when it is our own writing that comes back.
    """

    dialog_id: str
    cause: str = ""
    ours: bool = False


def ident(value: Any) -> str:
    """An id as text, empty when it is none. A number keeps all its digits: ids go beyond 2^53."""
    text = str(value) if isinstance(value, int | str) and not isinstance(value, bool) else ""
    return text if re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}", text) else ""


Ident = Annotated[str, BeforeValidator(ident)]


class Hint(BaseModel):
    """A part of a webhook."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    @field_validator("*", mode="wrap")
    @classmethod
    def _odd_is_not_there(cls, value: Any, handler: ValidatorFunctionWrapHandler, info: ValidationInfo) -> Any:
        try:
            return handler(value)
        except ValidationError:
            return cls.model_fields[info.field_name or ""].get_default(call_default_factory=True)


class Author(Hint):
    """Who did it."""

    id: Ident = ""
    type: str = ""
