"""Between the model's dataclasses and the JSON text of a row. Unknown fields of newer code are passed over.

What is read is checked by pydantic. What is written needs no check, and the API only writes for most reports: a
serializer of orders, with every act that there is, would be 16 ms of its cold start.
"""

import json
from datetime import date
from typing import Any, TypeVar

from pydantic import TypeAdapter

T = TypeVar("T")

_adapters: dict[type, TypeAdapter[Any]] = {}


def dump(value: object) -> str:
    """The value as JSON text; a field that is None is left out."""
    return _encoder.encode(value)


def load(kind: type[T], text: str | bytes) -> T:
    """The value that `dump` wrote."""
    value: T = _adapter(kind).validate_json(text)
    return value


def _plain(value: Any) -> object:
    """A moment or a dataclass in JSON's own terms; what stands inside comes here by itself."""
    if isinstance(value, date):
        return value.isoformat()
    return {name: field for name in value.__match_args__ if (field := getattr(value, name)) is not None}


_encoder = json.JSONEncoder(
    default=_plain, separators=(",", ":"), ensure_ascii=False, allow_nan=False, check_circular=False
)


def _adapter(kind: type) -> TypeAdapter[Any]:
    """Built when first needed: an adapter costs milliseconds of a cold start."""
    if kind not in _adapters:
        _adapters[kind] = TypeAdapter(kind)
    return _adapters[kind]
