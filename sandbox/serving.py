"""Listening: two HTTP servers and an SMTP server in one event loop, on loopback only."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import socket
from collections.abc import Iterator

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from sandbox.calls import DROP
from sandbox.front_door import front_door
from sandbox.mail.smtp import Delivery, serve_smtp
from sandbox.sandbox import Sandbox
from sandbox.site import application

HOST = "127.0.0.1"


class PortBusy(Exception):
    """Somebody else listens on a port that was asked for."""


def listen(port: int) -> socket.socket:
    """Return a socket bound to a port of the loopback interface (0: any free one); PortBusy when it is taken."""
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((HOST, port))
    except OSError as error:
        bound.close()
        why = f"port {port} on {HOST} is busy ({error.strerror}); stop what uses it or choose another"
        raise PortBusy(why) from error
    return bound


def port_of(bound: socket.socket) -> int:
    """Return the port of a bound socket."""
    return int(bound.getsockname()[1])


class CuttingProtocol(H11Protocol):
    """HTTP that can be cut off without an answer, as a dying server would: the faults need it."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        app: ASGIApp = self.app

        async def with_cutter(scope: Scope, receive: Receive, send: Send) -> None:
            scope[DROP] = transport.abort
            await app(scope, receive, send)

        self.app = with_cutter


class Server(uvicorn.Server):
    """Leaves the signals to `serve`, because there are two servers."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield


def _server(app: ASGIApp) -> Server:
    config = uvicorn.Config(
        app, http=CuttingProtocol, ws="none", lifespan="off", log_level="warning", access_log=False,
        timeout_graceful_shutdown=1, timeout_keep_alive=30,
    )  # fmt: skip
    return Server(config)


async def serve(sandbox: Sandbox, site: socket.socket, front: socket.socket, smtp: socket.socket) -> None:
    """Serve until SIGTERM or SIGINT, then end everything that was started."""
    servers = [_server(application(sandbox)), _server(front_door(sandbox))]

    def stop() -> None:
        for server in servers:
            server.should_exit = True

    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop)
    mail = await serve_smtp(smtp, Delivery(sandbox.mailbox, sandbox.state, sandbox.faults))
    hooks = asyncio.create_task(sandbox.outbox.run())
    hooks.add_done_callback(lambda task: stop())
    await asyncio.gather(servers[0].serve(sockets=[site]), servers[1].serve(sockets=[front]))
    hooks.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await hooks
    mail.close()
    await sandbox.close()
