"""What a report may say of the browser: the last errors of its console, the last requests that failed."""

from typing import Annotated

from pydantic import Field, StringConstraints

from chalicelib.entrances.payloads.body import Body, Word
from chalicelib.model.report import ConsoleLine, Context, FailedRequest


class ConsoleLineBody(Body):
    """One line of the browser's console."""

    level: Word = ""
    text: Annotated[str, StringConstraints(max_length=300)]
    at: Word = ""


class FailedRequestBody(Body):
    """One request of the page that failed; `status` is 0 where no answer came."""

    method: Word = ""
    url: Annotated[str, StringConstraints(max_length=500)]
    status: Annotated[int, Field(ge=0, le=999)] = 0
    at: Word = ""


class ContextBody(Body):
    """What had gone wrong in the browser shortly before; sent only where the host page has asked for it."""

    console: Annotated[tuple[ConsoleLineBody, ...], Field(max_length=10)] = ()
    requests: Annotated[tuple[FailedRequestBody, ...], Field(max_length=10)] = ()

    def context(self) -> Context:
        """The same, as it is kept with the report."""
        return Context(
            console=tuple(ConsoleLine(**line.model_dump()) for line in self.console),
            requests=tuple(FailedRequest(**request.model_dump()) for request in self.requests),
        )
