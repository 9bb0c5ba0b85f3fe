"""How long a vendor asks us to wait, whichever way it says so."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


def seconds_to_wait(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds until the vendor wants to hear from us again; None when it did not say, or not so that we understand.

    `Retry-After` is seconds or an HTTP date (RFC 9110, 10.2.3): Slack and Jira send seconds, proxies before them
    may send a date. Jira adds `X-RateLimit-Reset`, an ISO 8601 time ("Rate limiting" in Atlassian's guide).
    """
    given = {name.lower(): value.strip() for name, value in headers.items()}
    for name in ("retry-after", "x-ratelimit-reset"):
        seconds = _seconds(given.get(name, ""), now)
        if seconds is not None:
            return seconds
    return None


def _seconds(text: str, now: datetime) -> float | None:
    if re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,9})?", text):
        return float(text)
    moment = _moment(text)
    return None if moment is None else max(0.0, (moment - now).total_seconds())


def _moment(text: str) -> datetime | None:
    for parse in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            moment = parse(text)
        except ValueError:
            continue
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return None
