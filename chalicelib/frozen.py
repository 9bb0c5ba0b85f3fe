"""The dataclass of values: for type checkers the standard one, made five times as fast when a Lambda starts.

The standard decorator writes and compiles six methods for every class, half a millisecond each; there are more than a
hundred values, and people wait for a cold start. Here `__init__` alone is compiled, and the rest are the same functions
for all. That nobody sets a field is the type checker's to see (mypy does), and costs nothing when the code runs.
"""

from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:
    import dataclasses

    def dataclass(*, frozen: Literal[True], slots: Literal[True]):
        """A value: equal where its fields are, and hashed by them."""
        return lambda cls: _value(dataclasses.dataclass(slots=True, repr=False, eq=False)(cls))


def _value(cls: Any) -> Any:
    cls.__eq__, cls.__hash__, cls.__repr__ = _equal, _hash, _repr
    return cls


def _fields(value: Any) -> tuple[Any, ...]:
    return tuple([getattr(value, name) for name in value.__match_args__])


def _equal(value: Any, other: Any) -> bool:
    return _fields(value) == _fields(other) if type(value) is type(other) else NotImplemented


def _hash(value: Any) -> int:
    return hash(_fields(value))


def _repr(value: Any) -> str:
    fields = (f"{name}={getattr(value, name)!r}" for name in value.__match_args__)
    return f"{type(value).__qualname__}({', '.join(fields)})"
