"""Every Lambda that Chalice would make can be called by the name that Lambda will use, and is configured."""

import importlib
import inspect
import json
from typing import Any

import pytest

from app import app
from tests.rules.code import ROOT

CONFIG: dict[str, Any] = json.loads((ROOT / ".chalice" / "config.json").read_text(encoding="utf-8"))
FUNCTIONS: dict[str, Any] = CONFIG["stages"]["prod"]["lambda_functions"]
BEHIND_THE_TABLE = {source.name: source.handler_string for source in app.event_sources}


@pytest.mark.parametrize("name", BEHIND_THE_TABLE)
def test_lambda_finds_the_handler(name: str) -> None:
    module, _, attribute = BEHIND_THE_TABLE[name].rpartition(".")
    assert callable(getattr(importlib.import_module(module), attribute))
    assert name == attribute, "people look for a Lambda by its name"


def test_every_function_is_configured_and_nothing_else_is() -> None:
    assert set(FUNCTIONS) == {"api_handler", *BEHIND_THE_TABLE}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_has_a_policy_of_its_own(name: str) -> None:
    policy = ROOT / ".chalice" / FUNCTIONS[name]["iam_policy_file"]
    assert policy.resolve().stem == name
    assert json.loads(policy.read_text(encoding="utf-8"))["Statement"]


def test_a_route_keeps_its_functions_name() -> None:
    """A wrapper that forgets it would make all of them the same handler."""
    for routes in app.routes.values():
        for route in routes.values():
            assert route.view_function.__name__ == route.view_name
            assert inspect.getmodule(inspect.unwrap(route.view_function)).__name__.startswith("chalicelib.entrances.")  # type: ignore[union-attr]
