"""The entrances that are Lambdas of their own: the stream's second reader, and the schedule.

Each imports its work when it is called, as `deliveries/workers.py` does: the API's Lambda loads this module too.
"""

from typing import Any

from chalice import Blueprint, Rate

bp = Blueprint(__name__)
_STREAM = "arn:aws:dynamodb:us-east-1:000000000000:table/placeholder/stream/placeholder"


@bp.on_dynamodb_record(stream_arn=_STREAM, starting_position="TRIM_HORIZON", name="facts")
def facts(event: Any) -> None:
    """New reports and sightings."""
    from chalicelib.entrances.facts import facts

    facts(event.to_dict())


@bp.schedule(Rate(1, unit=Rate.MINUTES), name="sweep")
def sweep(event: Any) -> None:
    """Once a minute."""
    from chalicelib.entrances.clock import sweep

    sweep()
