"""`python -m sandbox`: starts the stand-ins and the front door, and says where they are."""

from __future__ import annotations

import argparse
import asyncio
import sys
from pathlib import Path

from sandbox.credentials import PUBLISHED, Credentials
from sandbox.sandbox import Sandbox
from sandbox.serving import HOST, PortBusy, listen, port_of, serve

BUSY = 2


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="sandbox", description=sys.modules["sandbox"].__doc__)
    parser.add_argument("--port", type=int, default=8781, help="pages and APIs")
    parser.add_argument("--front-port", type=int, default=8780, help="the front door of Wilco's API")
    parser.add_argument("--smtp-port", type=int, default=8725, help="where SES relays its mail")
    parser.add_argument("--state", type=Path, default=Path(".local/sandbox.sqlite"), help="kept between runs")
    parser.add_argument("--wilco-api", help="where Wilco's API is; may be told later at /panel/wilco")
    parser.add_argument("--secrets", type=Path, default=PUBLISHED, help="instead of the published ones")
    return parser.parse_args()


def main() -> int:
    """Run until stopped; the exit code is 2 when a port is busy."""
    asked = arguments()
    try:
        site, front, smtp = (listen(port) for port in (asked.port, asked.front_port, asked.smtp_port))
    except PortBusy as busy:
        print(f"sandbox: {busy}", file=sys.stderr)
        return BUSY
    asked.state.parent.mkdir(parents=True, exist_ok=True)
    url, door = f"http://{HOST}:{port_of(site)}", f"http://{HOST}:{port_of(front)}"
    sandbox = Sandbox.build(asked.state, Credentials.read(asked.secrets), url, door)
    if asked.wilco_api:
        sandbox.deploy_wilco(asked.wilco_api)
    print(f"sandbox: pages at {url}, front door at {door}, SMTP on port {port_of(smtp)}", flush=True)
    asyncio.run(serve(sandbox, site, front, smtp))
    return 0


if __name__ == "__main__":
    sys.exit(main())
