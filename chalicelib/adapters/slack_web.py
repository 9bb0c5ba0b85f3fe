"""Slack through `slack_sdk`'s WebClient (3.47.0), the only place that imports it.

The library's retries are off: it repeats a post whose connection dropped, and so posts twice; the queue waits
instead. Every message carries the order in its metadata, by which an attempt that was cut off is found again.
"""

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from http.client import HTTPException
from typing import Any
from urllib.error import URLError

from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import WebClient

from chalicelib import observe
from chalicelib.adapters.slack_errors import Answer, code_of, cut_off, delivery_error
from chalicelib.errors import Rejected, Retryable, Unknown
from chalicelib.model.case import Thread
from chalicelib.ports import Message, TeamChannel

EVENT_TYPE = "wilco_order"
_MESSAGES_PER_PAGE = 200
_PAGES = 10
# Slack stamps messages by its own clock: look a little further back than ours says.
_CLOCKS_DIFFER = timedelta(minutes=1)
# The request had gone when these were raised: a time-out, a dropped line, an answer of another shape.
_NO_ANSWER = (OSError, HTTPException, AttributeError, KeyError, TypeError, ValueError)


class SlackWeb(TeamChannel):
    """The team's channels. Errors are those of the port.

    `base_url` is `https://slack.com/api/` outside of tests; `timeout` is in seconds, for connecting and each read.
    """

    def __init__(
        self,
        base_url: str,
        token: str,
        *,
        timeout: int = 5,
        now: Callable[[], datetime] = observe.now,
    ) -> None:
        self._now = now
        self._client = WebClient(
            token=token, base_url=base_url, timeout=timeout, retry_handlers=[], logger=_silent_logger()
        )

    def post(self, channel: str, message: Message, order_id: str, thread_ts: str | None = None) -> Thread:
        with self._asking("chat.postMessage", writes=True):
            answer = self._client.chat_postMessage(
                channel=channel,
                text=message.text,
                blocks=[dict(block) for block in message.blocks],
                thread_ts=thread_ts,
                metadata=_metadata(order_id),
                unfurl_links=False,
                unfurl_media=False,
            )
            return Thread(channel=_text(answer["channel"]), ts=_text(answer["ts"]))

    def update(self, thread: Thread, message: Message, order_id: str) -> None:
        with self._asking("chat.update", writes=True):
            self._client.chat_update(
                channel=thread.channel,
                ts=thread.ts,
                text=message.text,
                blocks=[dict(block) for block in message.blocks],
                metadata=_metadata(order_id),
            )

    def find(self, channel: str, order_id: str, since: datetime, thread_ts: str | None = None) -> Thread | None:
        method = "conversations.replies" if thread_ts else "conversations.history"
        query: dict[str, Any] = {
            "channel": channel,
            "oldest": f"{(since - _CLOCKS_DIFFER).timestamp():.6f}",
            "include_all_metadata": True,
            "limit": _MESSAGES_PER_PAGE,
            **({"ts": thread_ts} if thread_ts else {}),
        }
        with self._asking(method, writes=False):
            for _ in range(_PAGES):
                page = self._client.api_call(method, params=query)
                for message in page["messages"]:
                    if _mark(message) == order_id:
                        return Thread(channel=channel, ts=_text(message["ts"]))
                cursor = (page.get("response_metadata") or {}).get("next_cursor")
                if not cursor:
                    return None
                query["cursor"] = cursor
        # Past the limit nobody can say that the message is not there.
        raise Unknown(f"{method}: not among the newest {_PAGES * _MESSAGES_PER_PAGE} messages, and there are more")

    def permalink(self, thread: Thread) -> str:
        with self._asking("chat.getPermalink", writes=False):
            answer = self._client.chat_getPermalink(channel=thread.channel, message_ts=thread.ts)
            return _text(answer["permalink"])

    def open_modal(self, trigger_id: str, view: Mapping[str, Any]) -> None:
        with self._asking("views.open", writes=True):
            self._client.views_open(trigger_id=trigger_id, view=dict(view))

    @contextmanager
    def _asking(self, method: str, *, writes: bool) -> Iterator[None]:
        """Turn whatever the library raises into the port's errors.

        `from None`: the library's own texts hold what Slack answered, which must not reach a log.
        """
        try:
            yield
        except SlackApiError as error:
            raise delivery_error(method, _answer(error), self._now(), writes=writes) from None
        except SlackClientError as error:
            raise Rejected(f"{method}: {type(error).__name__}") from None
        except URLError as error:  # urllib's word for: the request could not be sent
            raise Retryable(f"{method}: Slack could not be reached ({type(error.reason).__name__})") from None
        except _NO_ANSWER as error:
            raise cut_off(method, type(error).__name__, writes=writes) from None


def _silent_logger() -> logging.Logger:
    """The library logs the body of an answer that it cannot read, so it gets no voice."""
    logger = logging.getLogger(f"{__name__}.sdk")
    logger.setLevel(logging.CRITICAL + 1)
    return logger


def _answer(error: SlackApiError) -> Answer:
    response = error.response
    said = response.data.get("error") if isinstance(response.data, dict) else None
    return Answer(response.status_code, response.headers, code_of(said))


def _metadata(order_id: str) -> dict[str, Any]:
    return {"event_type": EVENT_TYPE, "event_payload": {"order": order_id}}


def _mark(message: Mapping[str, Any]) -> str | None:
    """The order that left this message, None when it is not one of ours."""
    metadata = message.get("metadata") or {}
    if metadata.get("event_type") != EVENT_TYPE:
        return None
    order: str | None = metadata.get("event_payload", {}).get("order")
    return order


def _text(value: object) -> str:
    """A text that Slack must have given; TypeError when the answer has another shape."""
    if not isinstance(value, str):
        raise TypeError("a text was expected")
    return value
