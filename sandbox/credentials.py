"""The shared secrets of the sandbox: published, fixed, and the same ones that the local stack is deployed with."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from pathlib import Path

PUBLISHED = Path(__file__).with_name("secrets.json")


@dataclass(frozen=True)
class Credentials:
    """What each stand-in checks on calls to it and signs its own calls with."""

    jira_email: str
    jira_token: str
    jira_webhook_secret: str
    slack_token: str
    slack_signing_secret: str
    host_secret_shop: str
    desk_carrot_token: str
    desk_carrot_webhook: str

    @classmethod
    def read(cls, path: Path = PUBLISHED) -> Credentials:
        """Read the file; a missing name raises KeyError so that a typo shows at start, not at the first call."""
        values = json.loads(path.read_text("utf-8"))
        return cls(**{field.name: str(values[field.name]) for field in fields(cls)})
