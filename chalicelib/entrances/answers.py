"""How every HTTP entrance answers: a result, or an RFC 9457 problem that says what to change."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import wraps
from typing import Any, TypeVar

from chalice import Response
from pydantic import BaseModel, ValidationError

from chalicelib.errors import DeliveryError, FieldError, Refusal
from chalicelib.observe import log

Model = TypeVar("Model", bound=BaseModel)
_LARGEST_BODY = 64 * 1024  # bytes; API Gateway would take 10 MB
LARGEST_WEBHOOK = 1024 * 1024  # bytes: a vendor sends the whole of what has changed, and would not send less


def answers(entrance: Callable[..., Any]) -> Callable[..., Any]:
    """Turn refusals into problems and the unforeseen into a 500 that says nothing of the inside.

    `wraps` keeps the function's name: Chalice derives Lambda's handler from it.
    """

    @wraps(entrance)
    def answering(*args: Any, **kwargs: Any) -> Any:
        try:
            answer = entrance(*args, **kwargs)
        except Refusal as refusal:
            log("request_refused", "WARNING", entrance=entrance.__name__, status=refusal.status, title=refusal.title)
            return problem(refusal)
        except DeliveryError as error:
            log("request_not_carried_out", "ERROR", entrance=entrance.__name__, reason=error.reason)
            return problem(Refusal(503, "Not now", "It was not accepted. Please send it again in a moment."))
        except Exception as error:
            log("request_surprised", "ERROR", entrance=entrance.__name__, error=type(error).__name__)
            return problem(Refusal(500, "Our mistake", "It was not accepted. Please send it again later."))
        return answer

    return answering


def parse(model: type[Model], raw: bytes, largest: int = _LARGEST_BODY) -> Model:
    """The JSON body as `model`; Refusal with a line for each field that has to change."""
    check_size(raw, largest)
    try:
        return model.model_validate_json(raw)
    except ValidationError as error:
        raise _refused(error) from None


def check_size(raw: bytes, largest: int) -> None:
    """Refusal when the body has more bytes."""
    if len(raw) > largest:
        raise Refusal(413, "The body is too large", f"Send at most {largest} bytes.")


def parse_query(model: type[Model], parameters: Mapping[str, str] | None) -> Model:
    """The query's parameters as `model`; Chalice hands over None when there are none."""
    try:
        return model.model_validate(dict(parameters or {}))
    except ValidationError as error:
        raise _refused(error) from None


def unknown(field: str, value: str, known: Iterable[str], status: int = 422) -> Refusal:
    """A word that the team's file does not have; the person who writes the page reads which it has."""
    error = FieldError(field, f"{value[:80]} is not in the team's file; it has: {', '.join(sorted(known))}")
    return Refusal(status, "Some fields have to change", f"Please correct: {field}.", errors=[error])


def problem(refusal: Refusal) -> Response:
    """A refusal on the wire."""
    body: dict[str, Any] = {
        "type": refusal.kind,
        "title": refusal.title,
        "status": refusal.status,
        "detail": refusal.detail,
    }
    if refusal.errors:
        body["errors"] = [{"field": error.field, "message": error.message} for error in refusal.errors]
    return Response(json.dumps(body), {"Content-Type": "application/problem+json"}, refusal.status)


def json_answer(model: BaseModel, status: int = 200, *, max_age: int | None = None) -> Response:
    """A model on the wire; `max_age` is for how many seconds anybody may keep it."""
    headers = {"Content-Type": "application/json"}
    if max_age is not None:
        headers["Cache-Control"] = f"public, max-age={max_age}"
    return Response(model.model_dump_json(), headers, status)


def _refused(error: ValidationError) -> Refusal:
    found = error.errors(include_url=False, include_context=False, include_input=False)
    if found[0]["type"] == "json_invalid":
        return Refusal(400, "The body is not JSON", f"Send a JSON object: {found[0]['msg']}.")
    fields = [FieldError(_path(one["loc"]), str(one["msg"])) for one in found]
    named = ", ".join(sorted({field.field for field in fields}))
    return Refusal(422, "Some fields have to change", f"Please correct: {named}.", errors=fields)


def _path(location: Sequence[int | str]) -> str:
    return ".".join(str(part) for part in location) or "body"
