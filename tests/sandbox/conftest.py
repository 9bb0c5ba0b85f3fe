"""The fixtures: a sandbox for each module, and for each test a stand-in of Wilco that hears what it sends."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import pytest

from tests.sandbox.running import CHAT_AUTH, Heard, Running, Wilco


@pytest.fixture
def wilco() -> Iterator[Wilco]:
    """Serve the stand-in of Wilco."""
    stand_in = Wilco()

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            headers = {name.lower(): value for name, value in self.headers.items()}
            stand_in.heard.append(Heard(self.command, self.path, headers, body))
            status, said = stand_in.answer(self.path)
            self.send_response(status)
            self.send_header("Content-Length", str(len(said)))
            self.send_header("X-From", "wilco")
            self.end_headers()
            self.wfile.write(said)

        do_GET = do_POST = do_OPTIONS = do_PUT = answer

        def log_message(self, format: str, *args: Any) -> None:
            """Stay silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    stand_in.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield stand_in
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Run one sandbox for a module."""
    running = Running(tmp_path_factory.mktemp("sandbox") / "state.sqlite")
    running.start()
    yield running
    if running.process:
        assert running.stop() == 0


@pytest.fixture
def sandbox(process: Running, wilco: Wilco) -> Running:
    """Empty the module's sandbox and connect it with the test's own Wilco."""
    httpx.post(f"{process.url}/panel/reset").raise_for_status()
    process.panel("wilco", api=wilco.url)
    return process


@pytest.fixture
def v1(sandbox: Running) -> Iterator[httpx.Client]:
    """Call the chat's API as an integration of the first version does."""
    with httpx.Client(base_url=f"{sandbox.url}/chat/v1/", headers=CHAT_AUTH) as opened:
        yield opened


@pytest.fixture
def v2(sandbox: Running) -> Iterator[httpx.Client]:
    """Call the chat's API as an integration of today does."""
    with httpx.Client(base_url=f"{sandbox.url}/chat/v2/", headers=CHAT_AUTH) as opened:
        yield opened


@pytest.fixture
def dialog(sandbox: Running) -> str:
    """Start a dialog as Ann, on the page of an order."""
    page = "http://shop.example/shop/orders/62342"
    return str(sandbox.panel("chat/start", by="ann", body="The price is 0", page=page)["id"])
