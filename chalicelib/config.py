"""The environment, read when it is first needed: a Lambda has only the names that its own work needs."""

import os
from datetime import timedelta


class MissingSetting(RuntimeError):
    """The deployment forgot a variable; `infra/resources.yml` sets them per function."""


def setting(name: str) -> str:
    """The environment variable `name`; MissingSetting says which one is not there."""
    try:
        return os.environ[name]
    except KeyError:
        raise MissingSetting(f"environment variable {name} is not set") from None


def seconds(name: str, unless_set: float) -> timedelta:
    """A time that a deployment may shorten or lengthen by the environment variable `name`, in seconds."""
    return timedelta(seconds=float(os.environ.get(name, unless_set)))
