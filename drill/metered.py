"""`python -m drill.metered`: the local engine, and a meter of what our functions ask of it.

Ours are the calls whose user agent is `wilco` (chalicelib/adapters/aws.py); who looks on is not counted. DynamoDB says
what a call has consumed when it is asked to: here each is. MiniStack 1.5.33 reckons writes as AWS does; reads it takes
for one item of at most 4 KB, a BatchGetItem and a refused condition for nothing. Of invocations it keeps what each
wrote to its log, and that is where they are counted.
"""

import json
import os
import re
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from pathlib import Path
from typing import Any

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

WHERE = "/_drill/meter"
# By call (`SQS.SendMessageBatch`), DynamoDB's units by `reads` and `writes`, and the rest by function.
COUNTS = ("calls", "units", "invocations", "milliseconds", "logged")
_OURS = b"wilco"
_UNITS = re.compile(rb'"CapacityUnits": ?([0-9.]+)')
_ASKS = b'"ReturnConsumedCapacity"'
_LINES_OF_AWS = 250  # START, END and REPORT
_WRITES = ("Put", "Update", "Delete", "TransactWrite", "BatchWrite")


class Meter:
    """The counts, which are kept in `file` while the engine is stopped. `logged` is in bytes."""

    def __init__(self, app: App, file: Path) -> None:
        self._app = app
        self._file = file
        kept = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
        self.counts: dict[str, Counter[str]] = {name: Counter(kept.get(name, {})) for name in COUNTS}

    def invoked(self, function: str, milliseconds: float, log: str) -> None:
        """One invocation."""
        self.counts["invocations"][function] += 1
        self.counts["milliseconds"][function] += round(milliseconds)
        self.counts["logged"][function] += len(log) + _LINES_OF_AWS

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request, or the engine's beginning and end."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, self._keeping(send))
        elif scope["type"] == "http" and scope["path"] == WHERE:
            await self._tell(send)
        elif scope["type"] == "http" and _headers(scope).get(b"user-agent", b"").startswith(_OURS):
            await self._count(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _count(self, scope: Scope, receive: Receive, send: Send) -> None:
        call = _call(scope)
        self.counts["calls"][call] += 1
        if not call.startswith("DynamoDB."):
            await self._app(scope, receive, send)
            return
        answer: list[bytes] = []

        async def note(message: Message) -> None:
            answer.append(message.get("body", b""))
            await send(message)

        body = _asking(await _whole(receive))
        scope["headers"] = [
            (name, str(len(body)).encode() if name == b"content-length" else value) for name, value in scope["headers"]
        ]
        await self._app(scope, _once(body, receive), note)
        kind = "writes" if call.partition(".")[2].startswith(_WRITES) else "reads"
        consumed = sum(map(float, _UNITS.findall(b"".join(answer))))
        self.counts["units"][kind] += consumed  # type: ignore[assignment]

    async def _tell(self, send: Send) -> None:
        body = json.dumps(self.counts).encode()
        headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    def _keeping(self, send: Send) -> Send:
        async def keep(message: Message) -> None:
            if message["type"] == "lifespan.shutdown.complete":
                self._file.write_text(json.dumps(self.counts), encoding="utf-8")
            await send(message)

        return keep


def _headers(scope: Scope) -> Mapping[bytes, bytes]:
    return dict(scope["headers"])


def _call(scope: Scope) -> str:
    """`DynamoDB.GetItem`, `SQS.SendMessageBatch`; of the services that say so in their path, only the path."""
    target = _headers(scope).get(b"x-amz-target", b"").decode()
    service, _, operation = target.rpartition(".")
    if not service:
        return str(scope["path"])
    return f"{service.partition('_')[0].removeprefix('Amazon')}.{operation}"


def _asking(body: bytes) -> bytes:
    """The call, which is a JSON object with something in it, so that the answer says what it has consumed."""
    return body if _ASKS in body else body.rstrip()[:-1] + b"," + _ASKS + b':"TOTAL"}'


async def _whole(receive: Receive) -> bytes:
    parts, more = [], True
    while more:
        message = await receive()
        parts.append(message.get("body", b""))
        more = message.get("more_body", False)
    return b"".join(parts)


def _once(body: bytes, receive: Receive) -> Receive:
    """The body that was read already, and then whatever comes."""
    left = [body]

    async def again() -> Message:
        if left:
            return {"type": "http.request", "body": left.pop(), "more_body": False}
        return await receive()

    return again


def main() -> None:
    """The engine, as `python -m ministack` runs it."""
    import ministack.app as engine
    from ministack.services import lambda_svc

    meter = engine.app = Meter(engine.app, Path(os.environ["STATE_DIR"]) / "drill-meter.json")
    keep = lambda_svc._emit_lambda_logs

    def noted(func: Any, request_id: Any, log: str, error: Any, milliseconds: float, **more: Any) -> None:
        meter.invoked((func.get("config") or func)["FunctionName"], milliseconds, log or "")
        keep(func, request_id, log, error, milliseconds, **more)

    lambda_svc._emit_lambda_logs = noted
    engine.main()


if __name__ == "__main__":
    main()
