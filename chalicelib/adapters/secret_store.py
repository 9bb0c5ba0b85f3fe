"""Secrets from AWS Secrets Manager, kept for a while."""

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from botocore.exceptions import ClientError

from chalicelib.adapters import aws
from chalicelib.errors import Retryable
from chalicelib.observe import log
from chalicelib.ports import Secrets

# Seconds.
MAX_AGE = 300.0
GRACE = 3600.0
RETRY_AFTER_FAILURE = 30.0


@dataclass(frozen=True, slots=True)
class _Kept:
    fields: Mapping[str, str]
    read_at: float
    next_read: float


class SecretsManager(Secrets):
    """Secrets whose value is a JSON object of texts, read again when older than `max_age` seconds.

    When that fails, the old value serves for up to an hour since it was read, and the store is asked again half a
    minute later, not by every call: a Secrets Manager that is slow must not slow the intake (promise 7). A rotated
    secret is therefore known everywhere after `max_age`, or, in an outage of the store, when that ends.
    Every failure is Retryable: a secret that is missing or malformed is the team's to mend.
    """

    def __init__(
        self,
        *,
        region: str | None = None,
        endpoint_url: str | None = None,
        max_age: float = MAX_AGE,
        clock: Callable[[], float] = time.time,
        connect_seconds: float = aws.CONNECT_SECONDS,
        read_seconds: float = aws.READ_SECONDS,
    ) -> None:
        self._max_age = max_age
        self._clock = clock
        self._kept: dict[str, _Kept] = {}
        self._client = aws.client(
            "secretsmanager",
            region=region,
            endpoint_url=endpoint_url,
            connect_seconds=connect_seconds,
            read_seconds=read_seconds,
        )

    def get(self, name: str) -> Mapping[str, str]:
        now, kept = self._clock(), self._kept.get(name)
        if kept is None or now >= kept.next_read:
            kept = self._kept[name] = self._read_again(name, kept, now)
        return kept.fields

    def _read_again(self, name: str, kept: _Kept | None, now: float) -> _Kept:
        try:
            return _Kept(self._read(name), now, now + self._max_age)
        except Retryable as error:
            if kept is None or now - kept.read_at >= GRACE:
                raise
            log("secret_served_old", "WARNING", secret=name, reason=error.reason)
            return replace(kept, next_read=now + RETRY_AFTER_FAILURE)

    def _read(self, name: str) -> Mapping[str, str]:
        try:
            value = self._client.get_secret_value(SecretId=name)
        except ClientError as error:
            raise Retryable(f"secret {name}: {aws.code_of(error)}") from None
        except aws.BROKEN as error:
            raise Retryable(f"secret {name}: {type(error).__name__}") from None
        return _fields(name, value.get("SecretString", ""))


def _fields(name: str, text: str) -> Mapping[str, str]:
    try:
        fields = json.loads(text)
    except ValueError:
        fields = None
    if not isinstance(fields, dict) or not all(isinstance(value, str) for value in fields.values()):
        raise Retryable(f"secret {name}: not a JSON object of texts")
    return fields
