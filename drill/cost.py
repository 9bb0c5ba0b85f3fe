"""What the outage would have cost at AWS's list prices (us-east-1, no free tier), from what was counted in this run.

Lambda's time is the one measured here, where all share two cores: on AWS it is rather less. Not in it: traffic, and
what a table, a queue and a secret cost while nothing happens.
"""

import json
from collections.abc import Mapping
from pathlib import Path

from drill.machine import Usage

PRICES: Mapping[str, float] = {
    name: price["usd"]
    for name, price in json.loads(Path(__file__).with_name("prices.json").read_text(encoding="utf-8")).items()
}
_BY_QUEUE = ("ToJira", "ToSlack", "ToMail", "ToChat", "FanOut")
_OF_A_BATCH = 2  # received, and deleted; MiniStack does it inside, so that no call of it is counted
_MIB_OF_A_GB, _BYTES_OF_A_GB = 1024, 1e9


def cost(usage: Usage, requests: int, mails: int) -> dict[str, float]:
    """Dollars by service; `requests` are those of the API."""
    queue_calls = sum(many for name, many in usage.calls.items() if name.startswith("SQS."))
    batches = sum(usage.invocations.get(function, 0) for function in _BY_QUEUE)
    gb_seconds = sum(
        milliseconds / 1000 * usage.megabytes[function] / _MIB_OF_A_GB
        for function, milliseconds in usage.milliseconds.items()
    )
    invocations = sum(usage.invocations.values())
    return {
        "api": requests * PRICES["api_request"],
        "lambda": invocations * PRICES["lambda_request"] + gb_seconds * PRICES["lambda_gb_second"],
        "dynamodb": usage.units["writes"] * PRICES["write_unit"] + usage.units["reads"] * PRICES["read_unit"],
        "sqs": (queue_calls + _OF_A_BATCH * batches) * PRICES["sqs_request"],
        "logs": sum(usage.logged.values()) / _BYTES_OF_A_GB * PRICES["log_gb"],
        "mail": mails * PRICES["mail"],
    }
