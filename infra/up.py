"""`make up`: the whole of Wilco on this machine, until Ctrl-C."""

import argparse
import signal
import sys
import time
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from types import FrameType

from infra.change_set import DeployFailed
from infra.deploy import write_outputs
from infra.local_stack import LocalStack, Ports, local_stack
from infra.package import ROOT, PackageFailed
from infra.processes import Died, PortBusy
from infra.team_file import TeamFileError

WELCOME = """
  Wilco is up.

    the shop          {sandbox}/shop          click the flag beside a price, choose what is wrong
    Jira's board      {sandbox}/jira/board    drag the card to In Progress, then to Done
    Slack             {sandbox}/slack         the case's message and its thread; press Take
    the chat desk     {sandbox}/chat          the support's dialogs, and what their customers see
    the mailbox       {sandbox}/mail          what the person who reported it was told
    the switch panel  {sandbox}/panel         make any of them fail, and see nothing get lost
    the status page   {status}/shop/index.html          public, made in the first minute, there while all else is down
    Wilco's API       {front}/v1/health

  Ctrl-C ends it; what happened is kept in .local/ for the next time.
"""


def main(argv: Sequence[str] | None = None) -> int:
    """The command: 0 after Ctrl-C, 2 when something must be changed first, 1 when something broke."""
    parser = argparse.ArgumentParser(prog="python -m infra.up", description=__doc__)
    parser.add_argument("--state", type=Path, default=ROOT / ".local", help="where the state is kept between runs")
    for port in fields(Ports):
        parser.add_argument(f"--{port.name}-port", type=int, default=port.default, metavar="PORT")
    parser.add_argument("--enforce-iam", action="store_true", help="hold each function to its policy, as AWS does")
    arguments = parser.parse_args(argv)
    for ending in (signal.SIGINT, signal.SIGTERM):  # SIGINT too: a shell's `make up &` starts us deaf to it
        signal.signal(ending, _as_ctrl_c)
    ports = Ports(arguments.front_port, arguments.sandbox_port, arguments.smtp_port, arguments.engine_port)
    began = time.monotonic()
    try:
        with local_stack(ports, arguments.state, _say, enforce_iam=arguments.enforce_iam) as stack:
            write_outputs(stack.outputs, arguments.state / "outputs.json")
            _say(f"ready after {time.monotonic() - began:.1f} s")
            _stay(stack)
    except (PortBusy, TeamFileError, PackageFailed) as error:
        print(f"up: {error}", file=sys.stderr)
        return 2
    except (Died, DeployFailed) as error:
        print(f"up: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        _say("everything is ended, the state is kept")
    return 0


def _stay(stack: LocalStack) -> None:
    print(WELCOME.format(sandbox=stack.sandbox, front=stack.front, status=stack.outputs["StatusPages"]), flush=True)
    try:
        stack.watch()
    except KeyboardInterrupt:
        for interruption in (signal.SIGINT, signal.SIGTERM):  # the second Ctrl-C of an impatient hand
            signal.signal(interruption, signal.SIG_IGN)
        _say("ending, the state is being saved")
        raise


def _as_ctrl_c(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _say(what: str) -> None:
    print(f"up: {what}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
