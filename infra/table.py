"""The table of infra/resources.yml as DynamoDB's CreateTable takes it: tests of the store use the real definition."""

from pathlib import Path
from typing import Any

import yaml

RESOURCES = Path(__file__).parents[1] / "infra" / "resources.yml"
_NOT_OF_CREATION = ("TimeToLiveSpecification", "PointInTimeRecoverySpecification", "SSESpecification")


def table_definition() -> dict[str, Any]:
    """The arguments of `create_table`, all but the name."""
    declared = yaml.safe_load(RESOURCES.read_text(encoding="utf-8"))["Resources"]["Table"]["Properties"]
    created = {key: value for key, value in declared.items() if key not in _NOT_OF_CREATION}
    created["StreamSpecification"] = created["StreamSpecification"] | {"StreamEnabled": True}
    return created | {"DeletionProtectionEnabled": False}
