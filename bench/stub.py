"""A DynamoDB that takes everything at once, so that only our own CPU is measured. A process of its own.

Prints its port on the first line.
"""

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

_NOTHING = b'{"Items":[],"Count":0,"ScannedCount":0}'


class Stub(BaseHTTPRequestHandler):
    """Takes every write and finds nothing, on kept-alive connections."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = 65536

    def do_POST(self) -> None:
        """Read it, forget it."""
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.send_response(200)
        self.send_header("Content-Type", "application/x-amz-json-1.0")
        self.send_header("Content-Length", str(len(_NOTHING)))
        self.end_headers()
        self.wfile.write(_NOTHING)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", 0), Stub)
    print(server.server_address[1], flush=True)
    server.serve_forever()
