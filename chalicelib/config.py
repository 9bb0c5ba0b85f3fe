"""The environment, read when it is first needed: a Lambda has only the names that its own work needs."""

import os


class MissingSetting(RuntimeError):
    """The deployment forgot a variable; `infra/resources.yml` sets them per function."""


def setting(name: str) -> str:
    """The environment variable `name`; MissingSetting says which one is not there."""
    try:
        return os.environ[name]
    except KeyError:
        raise MissingSetting(f"environment variable {name} is not set") from None
