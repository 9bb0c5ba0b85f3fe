"""SES that fails. The engine's own never does, and its relay forgets a mail whose mailbox is down for a moment.

It speaks as much of the SES Query API as `SendRawEmail` needs (docs.aws.amazon.com/ses/latest/APIReference) and keeps
what it took, in the order in which it took it: for the accounts, this is the mailbox.
"""

import base64
import random
import threading
import time
from dataclasses import dataclass, field
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

_SPACE = 'xmlns="http://ses.amazonaws.com/doc/2010-12-01/"'
_REFUSALS = {
    "throttled": (400, "Throttling", "Maximum sending rate exceeded."),
    "unavailable": (503, "ServiceUnavailable", "Try again."),
}
_SLOW = 0.5


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail that was taken: when (Unix time), to whom, and what Wilco's headers say of it."""

    at: float
    to: str
    kind: str
    order: str


@dataclass
class Ses:
    """The stand-in's state. `faults` are shares of the calls; `struck` counts those that a fault has struck."""

    seed: int
    faults: dict[str, float] = field(default_factory=dict)
    taken: list[Letter] = field(default_factory=list)
    struck: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._chance = random.Random(self.seed)
        self._alone = threading.Lock()

    def strike(self) -> str:
        """The fault of the call at hand, or none."""
        with self._alone:
            drawn = self._chance.random()
            for fault, share in self.faults.items():
                drawn -= share
                if drawn < 0:
                    self.struck[fault] = self.struck.get(fault, 0) + 1
                    return fault
        return ""

    def take(self, form: dict[str, list[str]]) -> int:
        """Keep a mail; returns its number."""
        mail = message_from_bytes(base64.b64decode(form["RawMessage.Data"][0]))
        (to,) = (form[name][0] for name in form if name.startswith("Destinations.member."))
        with self._alone:
            self.taken.append(Letter(time.time(), to, mail["X-Wilco-Kind"], mail["X-Wilco-Order"]))
            return len(self.taken)


class SesServer(ThreadingHTTPServer):
    """SES on a free port of the loopback interface; `with` it to serve."""

    daemon_threads = True

    def __init__(self, ses: Ses) -> None:
        super().__init__(("127.0.0.1", 0), _Calls)
        self.ses = ses

    @property
    def url(self) -> str:
        """Where the functions find it."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    def __enter__(self) -> "SesServer":
        threading.Thread(target=self.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: a worker was killed in the middle of its call."""


class _Calls(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = 65536
    server: SesServer

    def do_POST(self) -> None:
        """One call of SendRawEmail."""
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        fault = self.server.ses.strike()
        if fault in _REFUSALS:
            status, code, words = _REFUSALS[fault]
            error = f"<Error><Type>Sender</Type><Code>{code}</Code><Message>{words}</Message></Error>"
            return self._answer(status, f"<ErrorResponse {_SPACE}>{error}<RequestId>1</RequestId></ErrorResponse>")
        if fault == "dropped":
            return self._drop()
        if fault == "slow":
            time.sleep(_SLOW)
        number = self.server.ses.take(form)
        if fault == "sent, then dropped":
            return self._drop()
        result = f"<SendRawEmailResult><MessageId>mail-{number}</MessageId></SendRawEmailResult>"
        return self._answer(200, f"<SendRawEmailResponse {_SPACE}>{result}</SendRawEmailResponse>")

    def _answer(self, status: int, text: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "text/xml")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text.encode())

    def _drop(self) -> None:
        self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: mail goes by here."""
