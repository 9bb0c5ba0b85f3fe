"""What waits and why, what failed, and how to carry on: docs/runbook.md. Shows ids, never a person's words or address.

python -m ops orders --state failed              the stack of `make up`
python -m ops --aws --stack wilco gates          the stack of your AWS account
"""

import argparse
import sys
from collections.abc import Sequence
from datetime import UTC, datetime

from chalicelib.errors import DeliveryError
from chalicelib.model.orders import Destination
from infra.deploy import STACK
from ops.place import LOCAL_ENDPOINT, NoSuchPlace, enter, find


def main(argv: Sequence[str] | None = None) -> int:
    """The command: 0 when done, 1 when it could not be done, 2 when it was not clear what or where."""
    parser = command_line()
    arguments = parser.parse_args(argv)
    if arguments.command == "orders" and arguments.state == "done" and not arguments.case:
        parser.error("what is done is found by its case: orders --state done --case ID")
    endpoint = None if arguments.aws else arguments.endpoint
    try:
        place = find(arguments.stack, endpoint)
    except NoSuchPlace as error:
        print(f"ops: {error}", file=sys.stderr)
        return 2
    enter(place, endpoint)
    from ops import commands

    try:
        for line in commands.run(arguments, place, datetime.now(UTC), _ask):
            print(line)
    except (commands.NotDone, DeliveryError) as error:
        print(f"ops: {error}", file=sys.stderr)
        return 1
    return 0


def command_line() -> argparse.ArgumentParser:
    """What can be said to the command, and its help."""
    parser = argparse.ArgumentParser(
        prog="python -m ops", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--aws", action="store_true", help="the account of your AWS credentials")
    parser.add_argument("--endpoint", default=LOCAL_ENDPOINT, metavar="URL", help="a local engine (%(default)s)")
    parser.add_argument("--stack", default=STACK, help="the stack's name (%(default)s)")
    parser.add_argument("--json", action="store_true", help="one JSON object per line")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _add_order_commands(commands)
    _add_gate_commands(commands)
    return parser


def _add_order_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    orders = commands.add_parser("orders", help="what is not delivered, oldest first; with --case: its whole ledger")
    orders.add_argument("--destination", type=Destination, choices=list(Destination), metavar="DESTINATION")
    orders.add_argument("--state", choices=["waiting", "failed", "unknown", "done"])
    orders.add_argument("--case", metavar="ID")
    orders.add_argument("--limit", type=int, default=100, help="show so many (%(default)s)")
    explain = commands.add_parser("explain", help="what an order is, why it waits or failed, and what comes next")
    explain.add_argument("order", metavar="CASE/ORDER")
    replay = commands.add_parser("replay", help="send failed or unknown orders again")
    replay.add_argument("orders", metavar="CASE/ORDER", nargs="+")
    replay.add_argument("--yes", action="store_true", help="do not ask")
    redrive = commands.add_parser("redrive", help="move dead letters back to their queue")
    queues = [*(to.value for to in Destination), "uploads"]
    redrive.add_argument("queue", choices=queues, nargs="?", metavar="QUEUE", help="a destination, or uploads")


def _add_gate_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    hold = commands.add_parser("hold", help="stop sending to a destination; orders are accepted and wait")
    hold.add_argument("--by", required=True, metavar="NAME", help="who holds it")
    release = commands.add_parser("release", help="send to it again")
    for command in (hold, release):
        command.add_argument("destination", type=Destination, choices=list(Destination), metavar="DESTINATION")
    commands.add_parser("gates", help="who holds which destination since when, and which rest because they fail")


def _ask(question: str) -> bool:
    """Only a typed yes is one; without a terminal there is nobody to say it."""
    try:
        return input(f"{question} [yes/no] ").strip().lower() in ("y", "yes")
    except EOFError:
        return False


if __name__ == "__main__":
    sys.exit(main())
