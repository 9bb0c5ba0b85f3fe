"""The stack of the drill: with faults that of the chaos suite, else production's own clocks; and an area that is known.

Both count what the functions ask of AWS (drill/metered.py).
"""

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from chalicelib.decisions.surge import catch_up
from chalicelib.model.surge import Area, Watch
from chalicelib.store import keys
from chalicelib.store.codec import dump
from chaos.stack import quicken
from drill.plan import AREA, PRODUCT
from infra.local_stack import LocalStack, Ports, local_stack

_HALF_A_DAY = 725  # minutes, and a bucket


@contextmanager
def drill_stack(state: Path, say: Callable[[str], None], *, faults: bool) -> Iterator[LocalStack]:
    """A fresh stack. Raises what `local_stack` does."""
    shutil.rmtree(state, ignore_errors=True)
    with local_stack(Ports.free(), state, say, all_mail_to_sandbox=True, program="drill.metered") as stack:
        if faults:
            quicken(stack)
        _know_the_area(stack)
        yield stack


def _know_the_area(stack: LocalStack) -> None:
    """As if the stack had been up for half a day: an area that nobody has watched raises no suspicion at first."""
    watch, minute = Watch(), int(time.time()) // 60
    bucket = minute - minute % watch.minutes
    area = catch_up(Area(learnt=bucket - _HALF_A_DAY), {}, bucket - watch.minutes, watch)
    key = keys.watched(PRODUCT, AREA)
    row = {"pk": {"S": key.pk}, "sk": {"S": key.sk}, "data": {"S": dump(area)}, "version": {"N": "1"}}
    stack.engine.client("dynamodb").put_item(TableName=stack.outputs["TableName"], Item=row)
