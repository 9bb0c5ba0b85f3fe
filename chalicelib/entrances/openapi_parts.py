"""What the pages of the OpenAPI document are made of."""

from typing import Any

REF = "#/components/schemas/{model}"


def in_path(name: str, description: str) -> dict[str, Any]:
    """A parameter of the path."""
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string"}, "description": description}


def in_header(name: str, description: str) -> dict[str, Any]:
    """A header that has to be there."""
    return {"name": name, "in": "header", "required": True, "schema": {"type": "string"}, "description": description}


def schema(model: str) -> dict[str, str]:
    """A model by its name."""
    return {"$ref": REF.format(model=model)}


def body(model: str) -> dict[str, Any]:
    """A JSON body."""
    return {"required": True, "content": {"application/json": {"schema": schema(model)}}}


def answer(text: str, model: str) -> dict[str, Any]:
    """An answer in JSON."""
    return {"description": text, "content": {"application/json": {"schema": schema(model)}}}


def problem(text: str) -> dict[str, Any]:
    """A refusal."""
    return {"description": text, "content": {"application/problem+json": {"schema": schema("Problem")}}}


def plain(text: str) -> dict[str, Any]:
    """An answer without a body."""
    return {"description": text}
