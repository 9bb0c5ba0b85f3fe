"""What Slack refuses in text, metadata and calls; blocks have their own file.

Sources: docs.slack.dev (reference of each method), github.com/slackapi/bolt-js/issues/2509 for the sum of blocks.
"""

from __future__ import annotations

import json
import re
from typing import Any

from sandbox.state import Json

POST_TEXT_LIMIT, UPDATE_TEXT_LIMIT = 40_000, 4_000
BLOCKS_TOGETHER = 13_000
_EVENT_TYPE = re.compile(r"^[A-Za-z][\w.-]{0,254}$", re.ASCII)


class SlackRefusal(Exception):
    """An answer with `ok` false. Slack says it with HTTP 200."""

    def __init__(self, error: str, *messages: str) -> None:
        super().__init__(error, messages)
        self.body: Json = {"ok": False, "error": error}
        if messages:
            self.body["errors"] = list(messages)
            self.body["response_metadata"] = {"messages": [f"[ERROR] {message}" for message in messages]}


def check_text(text: str, limit: int) -> None:
    """Refuse a text that is longer than its method takes."""
    if len(text) > limit:
        raise SlackRefusal("msg_too_long")


def check_sum(blocks: list[Json]) -> None:
    """Refuse blocks that are too long together, though each may be legal."""
    if len(json.dumps(blocks, ensure_ascii=False, separators=(",", ":"))) > BLOCKS_TOGETHER:
        raise SlackRefusal("msg_blocks_too_long")


def check_metadata(metadata: Any) -> Json:
    """Take metadata with an ASCII type and a payload of plain values, objects at most one level deep."""
    if (
        not isinstance(metadata, dict)
        or set(metadata) != {"event_type", "event_payload"}
        or not _EVENT_TYPE.match(str(metadata["event_type"]))
        or not isinstance(metadata["event_payload"], dict)
        or not all(_shallow(value, 1) for value in metadata["event_payload"].values())
    ):
        raise SlackRefusal("invalid_metadata_format")
    return metadata


def _shallow(value: Any, levels: int) -> bool:
    if isinstance(value, dict):
        return levels > 0 and all(_shallow(one, levels - 1) for one in value.values())
    if isinstance(value, list):
        return levels > 0 and all(_shallow(one, levels - 1) for one in value)
    return isinstance(value, str | int | float | bool)
