"""Between the model's dataclasses and the JSON text of a row. Unknown fields of newer code are passed over."""

from typing import Any, TypeVar

from pydantic import TypeAdapter

T = TypeVar("T")

_adapters: dict[type, TypeAdapter[Any]] = {}


def dump(value: object) -> str:
    """The value as JSON text."""
    return _adapter(type(value)).dump_json(value, exclude_none=True).decode()


def load(kind: type[T], text: str | bytes) -> T:
    """The value that `dump` wrote."""
    value: T = _adapter(kind).validate_json(text)
    return value


def _adapter(kind: type) -> TypeAdapter[Any]:
    """Built when first needed: an adapter costs milliseconds of a cold start."""
    if kind not in _adapters:
        _adapters[kind] = TypeAdapter(kind)
    return _adapters[kind]
