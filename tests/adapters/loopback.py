"""A vendor on loopback that answers whatever a test prepared, and drops or holds the line when it should."""

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

HTML = b"<html><body>502 Bad Gateway: token=hunter2</body></html>"


@dataclass(frozen=True)
class Reply:
    """An HTTP answer."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Drop:
    """Read the whole request, then close the line: the vendor may have committed."""


@dataclass(frozen=True)
class Hold:
    """Read the whole request, then say nothing while the test lasts."""


@dataclass(frozen=True)
class Asked:
    """One request that arrived whole."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


def as_json(body: object, status: int = 200, **headers: str) -> Reply:
    """A JSON answer; underscores in header names stand for dashes."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(status, json.dumps(body).encode(), {"Content-Type": "application/json", **named})


@dataclass
class Vendor:
    """The server: `replies` are given in turn, the last one for ever; `asked` is what arrived."""

    replies: list[Reply | Drop | Hold] = field(default_factory=lambda: [Reply()])
    asked: list[Asked] = field(default_factory=list)
    url: str = ""
    over: threading.Event = field(default_factory=threading.Event)

    def answers(self, *replies: Reply | Drop | Hold) -> None:
        """Prepare the answers."""
        self.replies = list(replies)

    def next_reply(self) -> Reply | Drop | Hold:
        return self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]


@contextmanager
def serving() -> Iterator[Vendor]:
    """Serve a vendor until the block ends."""
    vendor = Vendor()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(vendor))
    vendor.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield vendor
    finally:
        vendor.over.set()
        server.shutdown()
        thread.join()
        server.server_close()


def _handler(vendor: Vendor) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            vendor.asked.append(Asked(self.command, self.path, dict(self.headers), body))
            reply = vendor.next_reply()
            if isinstance(reply, Hold):
                vendor.over.wait()
            if isinstance(reply, Reply):
                self._send(reply)
            self.close_connection = True

        def _send(self, reply: Reply) -> None:
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            self.wfile.write(reply.body)

        do_GET = do_POST = do_PUT = do_DELETE = answer

        def log_message(self, format: str, *args: Any) -> None:
            """Stay silent."""

    return Handler
