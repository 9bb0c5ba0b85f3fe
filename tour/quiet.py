"""When a running stack has come to rest: what it was told has become all that it is going to become."""

import time
from collections.abc import Callable, Iterator
from typing import Any

from chalicelib.model.orders import Destination
from chalicelib.store.changes import WAITS_FOR_FACTS
from infra.local_stack import LocalStack

_QUIET_SECONDS = 420.0  # a bound for what never comes to rest; nothing is judged by how long it took
_RELAY_SECONDS = 5.0  # far longer than a relay takes; mail that never comes is for the accounts to find
# What comes to rest by itself. A case waits for its next comparison for ever, and what failed waits for a person.
_UNDER_WAY = {WAITS_FOR_FACTS, *Destination}


class NeverQuiet(Exception):
    """Something is still under way after all this time; the text says what."""


class Quiet:
    """The look at one stack, and at the sandbox before it, whose counts it asks for."""

    def __init__(self, stack: LocalStack, counts: Callable[[], dict[str, Any]]) -> None:
        self._outputs = stack.outputs
        self._counts = counts
        self._dynamodb = stack.engine.client("dynamodb")
        self._s3 = stack.engine.client("s3")
        self._ses = stack.engine.client("ses")

    def close(self) -> None:
        """End the connections."""
        for client in (self._dynamodb, self._s3, self._ses):
            client.close()

    def wait(self) -> None:
        """Return when nothing is under way: no upload to be looked at, no row of the table, and no webhook.

        Raises NeverQuiet.
        """
        deadline = time.monotonic() + _QUIET_SECONDS
        while left := list(self._under_way()):
            if time.monotonic() > deadline:
                raise NeverQuiet(f"still under way: {', '.join(left)}")
            time.sleep(0.2)
        self._until_mail_has_come()

    def _under_way(self) -> Iterator[str]:
        """In the order of what becomes what, webhooks at both ends: what moves on while we look is seen further on."""
        yield from self._webhooks()
        yield from self._uploads()
        yield from self._rows()
        yield from self._webhooks()

    def _rows(self) -> Iterator[str]:
        pages = self._dynamodb.get_paginator("scan").paginate(TableName=self._outputs["TableName"], IndexName="waiting")
        for page in pages:
            yield from (item["sk"]["S"] for item in page["Items"] if item["waits_for"]["S"] in _UNDER_WAY)

    def _uploads(self) -> list[str]:
        listed = self._s3.list_objects_v2(Bucket=self._outputs["FilesBucket"], Prefix="incoming/")
        return [one["Key"] for one in listed.get("Contents", ())]

    def _webhooks(self) -> list[str]:
        waiting = self._counts()["webhooks"]["waiting"]
        return [f"{waiting} webhooks"] if waiting else []

    def _until_mail_has_come(self) -> None:
        """The engine's SES answers first and relays then, and says nothing of a mail that did not get through."""
        deadline = time.monotonic() + _RELAY_SECONDS
        sent = self._ses.get_send_quota()["SentLast24Hours"]
        while self._counts()["mail"]["total"] < sent and time.monotonic() < deadline:
            time.sleep(0.1)
