"""The entrances that are Lambdas of their own: the stream's second reader, what S3 tells of uploads, and the schedule.

Each imports its work when it is called, as `deliveries/workers.py` does: the API's Lambda loads this module too.
"""

from typing import Any

from chalice import Blueprint, Rate

bp = Blueprint(__name__)
_STREAM = "arn:aws:dynamodb:us-east-1:000000000000:table/placeholder/stream/placeholder"
_QUEUE = "arn:aws:sqs:us-east-1:000000000000:placeholder"


@bp.on_dynamodb_record(stream_arn=_STREAM, starting_position="TRIM_HORIZON", name="facts")
def facts(event: Any) -> None:
    """New reports and sightings."""
    from chalicelib.entrances.facts import facts

    facts(event.to_dict())


@bp.on_sqs_message(queue_arn=_QUEUE, batch_size=1, name="uploads")  # one: what fails comes again by itself
def uploads(event: Any) -> None:
    """Uploaded pictures."""
    from chalicelib.entrances.uploads import uploads

    uploads(event.to_dict())


@bp.schedule(Rate(1, unit=Rate.MINUTES), name="sweep")
def sweep(event: Any) -> None:
    """Once a minute."""
    from chalicelib.entrances.clock import sweep

    sweep()
