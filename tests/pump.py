"""The table's stream, the queues and the clock, by hand: what AWS does between our functions, one step at a time.

The stream is the engine's own, so the order of its records is not ours to choose. Lanes keep their order, a message
that fails comes again when it said, and one whose worker died comes again when its visibility has run out. The
clock jumps instead of waiting.
"""

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from chalice.test import Client

from app import app
from chalicelib.deliveries import fan_out, to_chat, to_jira, to_mail, to_slack, to_status_page
from chalicelib.deliveries.once import Act, Later, deliver
from chalicelib.entrances.facts import judge
from chalicelib.model.orders import Destination
from chalicelib.ports import QueuedOrder
from chalicelib.store import keys
from chalicelib.store.tables import Row, connection
from infra.engine import Engine
from tests.builders import NOW
from tests.fakes import FakeQueue

WORKERS: dict[Destination, Act] = {
    Destination.JIRA: to_jira.carry_out,
    Destination.SLACK: to_slack.carry_out,
    Destination.MAIL: to_mail.carry_out,
    Destination.CHAT: to_chat.carry_out,
    Destination.FAN_OUT: fan_out.carry_out,
    Destination.STATUS: to_status_page.carry_out,
}
VISIBILITY = timedelta(seconds=360)
_ENOUGH = 2000
_FACTS = (keys.SIGHTING_PREFIX, keys.READING_PREFIX, keys.CONTACT_PREFIX, keys.JOINING_SORT)


class Killed(BaseException):
    """The process ended here; no `except Exception` sees it."""


@dataclass
class Reaper:
    """Ends the process at step number `at`, once. A step is either side of a call to the table or to a vendor."""

    at: int = 0
    steps: list[str] = field(default_factory=list)

    @property
    def came(self) -> bool:
        """Whether it got that far."""
        return 0 < self.at <= len(self.steps)

    def step(self, name: str) -> None:
        self.steps.append(name)
        if len(self.steps) == self.at:
            raise Killed(name)

    @contextmanager
    def at_the_table(self) -> Iterator[None]:
        """Watch every call that `Row` makes."""
        events: Any = connection().client.meta.events
        events.register("before-call.dynamodb", self._before_call)
        events.register("after-call.dynamodb", self._after_call)
        try:
            yield
        finally:
            events.unregister("before-call.dynamodb", self._before_call)
            events.unregister("after-call.dynamodb", self._after_call)

    def _before_call(self, model: Any, **_: Any) -> None:
        self.step(f"before {model.name}")

    def _after_call(self, model: Any, **_: Any) -> None:
        self.step(f"after {model.name}")


class Watched:
    """A vendor, each of whose calls is two steps."""

    def __init__(self, vendor: object, reaper: Reaper) -> None:
        self._vendor, self._reaper = vendor, reaper

    def __getattr__(self, name: str) -> Callable[..., Any]:
        call: Callable[..., Any] = getattr(self._vendor, name)

        def watched(*args: Any, **kwargs: Any) -> Any:
            self._reaper.step(f"before {name}")
            answer = call(*args, **kwargs)
            self._reaper.step(f"after {name}")
            return answer

        return watched


@dataclass
class _Message:
    order: QueuedOrder
    due: datetime


class Pump:
    """Carries rows to their readers and orders to their workers until nothing moves any more."""

    def __init__(self, engine: Engine, queue: FakeQueue, now: datetime = NOW) -> None:
        self.now = now
        self.deaths = 0
        self._queue = queue
        self._streams = engine.client("dynamodbstreams")
        tables = engine.client("dynamodb")
        arn = tables.describe_table(TableName=Row.Meta.table_name)["Table"]["LatestStreamArn"]
        shard = self._streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"][0]["ShardId"]
        self._position = self._streams.get_shard_iterator(
            StreamArn=arn, ShardId=shard, ShardIteratorType="TRIM_HORIZON"
        )["ShardIterator"]
        self._received = 0
        self._facts: deque[dict[str, Any]] = deque()
        self._orders: deque[dict[str, Any]] = deque()
        self._lanes: dict[tuple[Destination, str], deque[_Message]] = {}
        self._client = Client(app)
        tables.close()

    def close(self) -> None:
        self._streams.close()

    def run(self) -> None:
        """Until every queue is empty and every fact judged."""
        assert self.turn(_ENOUGH), "it never ends"

    def turn(self, times: int) -> bool:
        """So many steps at most; whether nothing moves any more."""
        for _ in range(times):
            self._read_stream()
            if not (self._relay() or self._judge() or self._work()):
                return True
        return False

    def give_up(self, order_id: str) -> None:
        """The queue moves this order to its dead letters."""
        for name, lane in self._lanes.items():
            self._lanes[name] = deque(message for message in lane if message.order.order_id != order_id)

    def _read_stream(self) -> None:
        answer = self._streams.get_records(ShardIterator=self._position)
        self._position = answer["NextShardIterator"]
        for record in answer["Records"]:
            sort = record["dynamodb"]["Keys"]["sk"]["S"]
            if record["eventName"] == "INSERT" and sort.startswith(keys.ORDER_PREFIX):
                self._orders.append(record)
            if record["eventName"] == "INSERT" and (sort == keys.REPORT_SORT or sort.startswith(_FACTS)):
                self._facts.append(record)

    def _relay(self) -> bool:
        if not self._orders:
            return self._receive()
        batch = list(self._orders)
        if self._survives(lambda: self._client.lambda_.invoke("relay", {"Records": batch})):
            self._orders.clear()
        self._receive()
        return True

    def _receive(self) -> bool:
        """What the queues were given, by the relay or by the sweep, stands at the end of its lane."""
        sent = self._queue.sent[self._received :]
        for order in sent:
            self._lanes.setdefault((order.destination, order.group), deque()).append(_Message(order, self.now))
        self._received += len(sent)
        return bool(sent)

    def _judge(self) -> bool:
        if not self._facts:
            return False
        row = self._facts[0]["dynamodb"]["NewImage"]
        if self._survives(lambda: judge(keys.Key(row["pk"]["S"], row["sk"]["S"]), row["data"]["S"])):
            self._facts.popleft()
        return True

    def _work(self) -> bool:
        """The message that is due next; only the first of a lane is ever out."""
        waiting = [lane for lane in self._lanes.values() if lane]
        if not waiting:
            return False
        lane = min(waiting, key=lambda one: one[0].due)
        message = lane[0]
        self.now = max(self.now, message.due)
        order = message.order
        key = keys.order(order.case_id, order.order_id)
        try:
            done = self._survives(lambda: deliver(key, WORKERS[order.destination], self.now))
        except Later as later:
            message.due = self.now + timedelta(seconds=later.seconds)
        else:
            if done:
                lane.popleft()
            else:
                message.due = self.now + VISIBILITY
        return True

    def _survives(self, work: Callable[[], Any]) -> bool:
        try:
            work()
        except Killed:
            self.deaths += 1
            return False
        return True
