"""The stack that the suite torments: its own ports and folder, its clocks a tenth of production's, its SES a stand-in.

The template and the package are production's. What is shorter here is set as an operator would set it: variables of
the functions, and attributes of the queues.
"""

import json
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import httpx
from botocore.exceptions import BotoCoreError, ClientError

from infra.local_stack import LocalStack, Ports, local_stack

# Seconds. A lease outlasts the slowest order under these faults, a queue's time-out a whole batch of them.
# All reports come from one address: an hour of its limit is a minute here, so that in a large storm some wait for their
# turn, and have it.
CLOCKS = {
    "WILCO_LEASE_SECONDS": "10",
    "WILCO_PATIENCE_SECONDS": "12",
    "WILCO_COMPARED_EVERY_SECONDS": "30",
    "WILCO_LIMITS_HOUR_SECONDS": "60",
}
VISIBILITY = 25
# What a call raises while the sandbox or the engine is being started again.
UNREACHABLE = (httpx.HTTPError, BotoCoreError, ClientError)
Say = Callable[[str], None]


@contextmanager
def tormented_stack(state: Path, source: Path, ses_url: str, say: Say) -> Iterator[LocalStack]:
    """A fresh stack, packaged from `source`, that sends its mail to `ses_url`. Raises what `local_stack` does."""
    shutil.rmtree(state, ignore_errors=True)
    with local_stack(Ports.free(), state, say, source=source) as stack:
        set_mail(stack, ses_url)
        quicken(stack)
        yield stack


def set_mail(stack: LocalStack, ses_url: str) -> None:
    """From now on SES is at `ses_url`."""
    set_variables(stack, lambda name: {"AWS_ENDPOINT_URL_SES": ses_url} if name == "ToMail" else {})


def quicken(stack: LocalStack) -> None:
    """The clocks run ten times as fast."""
    set_variables(stack, lambda _: CLOCKS)
    sqs = stack.engine.client("sqs")
    for url in queues(stack).values():
        sqs.set_queue_attributes(QueueUrl=url, Attributes={"VisibilityTimeout": str(VISIBILITY)})


def set_variables(stack: LocalStack, of: Callable[[str], Mapping[str, str]]) -> None:
    """Give each function these variables as well, by its name in the template."""
    functions = stack.engine.client("lambda")
    for function in functions.list_functions()["Functions"]:
        variables = function.get("Environment", {}).get("Variables", {}) | of(short_name(function["FunctionName"]))
        functions.update_function_configuration(
            FunctionName=function["FunctionName"], Environment={"Variables": variables}
        )


def short_name(function: str) -> str:
    """A function's name in the template: `wilco-ToMail-1A2B` is `ToMail`."""
    return function.split("-")[-2]


def queues(stack: LocalStack) -> Mapping[str, str]:
    """The queues of orders by their names in the template."""
    return {name.removesuffix("Url"): url for name, url in stack.outputs.items() if name.endswith("OrdersUrl")}


def sweep(stack: LocalStack) -> None:
    """What the schedule does once a minute. An error is the function's own, and comes again with the next sweep."""
    functions = stack.engine.client("lambda")
    (name,) = (
        one["FunctionName"] for one in functions.list_functions()["Functions"] if "-Sweep-" in one["FunctionName"]
    )
    tick = {"id": "1", "source": "aws.events", "detail-type": "Scheduled Event", "detail": {}, "time": ""}
    tick |= {"account": "", "region": "", "resources": [], "version": "0"}
    functions.invoke(FunctionName=name, Payload=json.dumps(tick))
