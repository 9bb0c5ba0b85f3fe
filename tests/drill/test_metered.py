"""The meter counts what functions ask of AWS, passes everything through, and keeps its counts while it is stopped."""

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from drill.metered import WHERE, Message, Meter, Receive, Scope, Send

ANSWER = b'{"ConsumedCapacity":[{"TableName":"t","CapacityUnits":6.0,"WriteCapacityUnits":6.0}]}'
heard: list[bytes] = []


async def engine(scope: Scope, receive: Receive, send: Send) -> None:
    """Answers everything alike, and keeps what it was asked."""
    if scope["type"] == "lifespan":
        await send({"type": "lifespan.shutdown.complete"})
        return
    heard.append((await receive())["body"])
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": ANSWER})


def ask(meter: Meter, kind: str = "http", path: str = "/", body: bytes = b'{"a":1}', **headers: str) -> list[Message]:
    sent: list[Message] = []
    parts: list[dict[str, Any]] = [{"body": body[:3], "more_body": True}, {"body": body[3:]}]

    async def receive() -> Message:
        return {"type": "http.request", **parts.pop(0)}

    async def send(message: Message) -> None:
        sent.append(message)

    named = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    with ThreadPoolExecutor() as apart:  # a browser's tests may have left a loop running in this one
        apart.submit(lambda: asyncio.run(meter({"type": kind, "path": path, "headers": named}, receive, send))).result()
    return sent


def counts(meter: Meter) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(ask(meter, path=WHERE)[1]["body"])
    return found


def test_a_functions_call_is_counted_with_what_it_consumed(tmp_path: Path) -> None:
    meter = Meter(engine, tmp_path / "meter.json")
    answer = ask(
        meter, user_agent="wilco", x_amz_target="DynamoDB_20120810.TransactWriteItems", content_length="7",
    )  # fmt: skip
    assert answer[1]["body"] == ANSWER
    assert json.loads(heard[-1]) == {"a": 1, "ReturnConsumedCapacity": "TOTAL"}
    assert counts(meter)["calls"] == {"DynamoDB.TransactWriteItems": 1}
    assert counts(meter)["units"] == {"writes": 6.0}


def test_other_services_are_counted_and_left_alone(tmp_path: Path) -> None:
    meter = Meter(engine, tmp_path / "meter.json")
    ask(meter, body=b"", user_agent="wilco", x_amz_target="AmazonSQS.SendMessageBatch")
    assert heard[-1] == b""
    assert counts(meter)["calls"] == {"SQS.SendMessageBatch": 1}
    assert counts(meter)["units"] == {}


def test_who_looks_on_is_not_counted(tmp_path: Path) -> None:
    meter = Meter(engine, tmp_path / "meter.json")
    ask(meter, user_agent="Boto3/1", x_amz_target="DynamoDB_20120810.Scan")
    assert not any(counts(meter).values())


def test_invocations_are_counted(tmp_path: Path) -> None:
    meter = Meter(engine, tmp_path / "meter.json")
    for _ in range(2):
        meter.invoked("wilco-ToMail-1", 12.4, "a line\n")
    assert counts(meter)["invocations"] == {"wilco-ToMail-1": 2}
    assert counts(meter)["milliseconds"] == {"wilco-ToMail-1": 24}


def test_the_counts_go_on_where_they_were_when_the_engine_starts_again(tmp_path: Path) -> None:
    file = tmp_path / "meter.json"
    asked: dict[str, Any] = {"user_agent": "wilco", "x_amz_target": "DynamoDB_20120810.GetItem"}
    before = Meter(engine, file)
    ask(before, **asked)
    ask(before, kind="lifespan")
    after = Meter(engine, file)
    ask(after, **asked)
    assert counts(after)["calls"] == {"DynamoDB.GetItem": 2}
    assert counts(after)["units"] == {"reads": 12.0}
