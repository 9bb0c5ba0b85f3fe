"""HTTP to a support chat, by `requests`: time-outs, no retries of its own, and what a broken line means.

A repeat would write a note twice, so the queue waits instead, and the next attempt looks first.
"""

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import quote

import requests
from requests import PreparedRequest, RequestException, Response
from requests import exceptions as wire
from urllib3.exceptions import NewConnectionError

from chalicelib import observe
from chalicelib.adapters.chat_errors import Answer, Attempt, Gone, delivery_error
from chalicelib.errors import DeliveryError, Rejected, Retryable

TIMEOUT = (3.05, 10.0)

# The request had not left when these were raised.
_NEVER_SENT = (
    wire.ConnectTimeout,
    wire.InvalidSchema,
    wire.InvalidURL,
    wire.MissingSchema,
    wire.ProxyError,
)


@dataclass(frozen=True, slots=True)
class Account:
    """A desk as its adapter needs it: its name in the team's file, the provider's address, and whom we write as."""

    name: str
    api: str
    token: str = field(repr=False)
    operator: str = ""
    timeout: tuple[float, float] = TIMEOUT

    @property
    def number(self) -> int:
        """The operator's id, where the provider wants one, as a number."""
        return number(self.operator, f"desks.{self.name}.operator")


class ChatHttp:
    """One provider's API at one address. `headers` go with every request, `now` is for waits that are dates."""

    def __init__(self, account: Account, headers: Mapping[str, str], now: Callable[[], datetime] = observe.now) -> None:
        self._base, self._timeout, self._now = account.api.rstrip("/"), account.timeout, now
        self._session = requests.Session()
        self._session.auth = _Named(headers)

    def call(self, attempt: Attempt, method: str, path: str, **sent: Any) -> Any:
        """The JSON of an answer of the 200s, None when that was empty; anything else is raised."""
        answer = self.exchange(attempt, method, path, **sent)
        if not 200 <= answer.status < 300:
            raise delivery_error(attempt, answer, self._now())
        if answer.foreign:  # a page in place of a good answer comes from something before the chat
            raise attempt.cut_off(f"HTTP {answer.status}, and the answer was not the chat's")
        return answer.body

    def exchange(self, attempt: Attempt, method: str, path: str, **sent: Any) -> Answer:
        """Whatever was answered; raises when nothing was. `sent` is as `requests` takes it."""
        try:
            response = self._session.request(
                method, f"{self._base}{path}", timeout=self._timeout, allow_redirects=False, **sent
            )
        # `from None`: the library's own texts hold addresses and headers, which must not reach a log.
        except RequestException as error:
            raise _broken_line(attempt, error) from None
        except ValueError:  # of `http.client`, before a byte has left
            raise Retryable(f"{attempt.verb}: what the desk's token holds can't be sent") from None
        return _answer(response)


def segment(ident: str) -> str:
    """An id as one part of a path, whatever a webhook or a pasted link has made of it."""
    if not ident.strip("."):
        raise Gone("a dialog without an id")
    return quote(ident, safe="")


def number(ident: str, what: str) -> int:
    """An id that the provider takes as a number only."""
    if not (ident.isascii() and ident.isdigit() and len(ident) < 20):
        raise Rejected(f"{what}: the provider's ids are numbers")
    return int(ident)


def basic(account: str) -> str:
    """The header's value for `name:password`, in whichever letters the name is."""
    return f"Basic {base64.b64encode(account.encode()).decode()}"


class _Named(requests.auth.AuthBase):
    """Puts the headers on. As `auth`, because a machine's .netrc would otherwise replace the token."""

    def __init__(self, headers: Mapping[str, str]) -> None:
        self._headers = headers

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        request.headers.update(self._headers)
        return request


def _answer(response: Response) -> Answer:
    status, headers = response.status_code, response.headers
    if not response.content:
        return Answer(status, headers)
    try:
        return Answer(status, headers, response.json())
    except (ValueError, RecursionError):
        return Answer(status, headers, foreign=True)


def _broken_line(attempt: Attempt, error: RequestException) -> DeliveryError:
    """A call without an answer. Only what surely never left may be called not done."""
    how = type(error).__name__
    wrapped = error.args[0] if error.args else None
    refused = isinstance(getattr(wrapped, "reason", None), NewConnectionError)
    if refused or isinstance(error, _NEVER_SENT):
        return Retryable(f"{attempt.verb}: the chat could not be reached ({how})")
    return attempt.cut_off(how)
