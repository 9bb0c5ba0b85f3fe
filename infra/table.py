"""The table of infra/resources.yml as DynamoDB's CreateTable takes it: whoever makes one by itself, for a test or a
measurement, has the real definition.
"""

from pathlib import Path
from typing import Any

import yaml

_RESOURCES = Path(__file__).with_name("resources.yml")
_NOT_OF_CREATION = ("TimeToLiveSpecification", "PointInTimeRecoverySpecification", "SSESpecification")


def table_definition() -> dict[str, Any]:
    """The arguments of `create_table`, all but the name."""
    declared = yaml.safe_load(_RESOURCES.read_text(encoding="utf-8"))["Resources"]["Table"]["Properties"]
    created = {key: value for key, value in declared.items() if key not in _NOT_OF_CREATION}
    created["StreamSpecification"] = created["StreamSpecification"] | {"StreamEnabled": True}
    return created | {"DeletionProtectionEnabled": False}
