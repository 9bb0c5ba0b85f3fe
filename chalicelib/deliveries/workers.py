"""The Lambdas behind the table: the relay of its stream, and one worker for each destination's queue.

Each imports its work when it is called: Chalice loads this module in the API's Lambda too, which must start
without any vendor, renderer or worker.
"""

from typing import Any

from chalice import Blueprint

bp = Blueprint(__name__)

# infra/resources.yml names the real ones: a string is replaced when merging, an intrinsic would be mixed.
_STREAM = "arn:aws:dynamodb:us-east-1:000000000000:table/placeholder/stream/placeholder"
_QUEUE = "arn:aws:sqs:us-east-1:000000000000:placeholder"
_BATCH = 10


@bp.on_dynamodb_record(stream_arn=_STREAM, starting_position="TRIM_HORIZON", name="relay")
def relay(event: Any) -> None:
    """New orders → their destinations' queues."""
    from chalicelib.deliveries.relay import relay

    relay(event.to_dict())


@bp.on_sqs_message(queue_arn=_QUEUE, batch_size=_BATCH, name="to_jira")
def to_jira(event: Any) -> Any:
    """Orders for Jira."""
    from chalicelib.deliveries import batch, to_jira

    return batch.work(event.to_dict(), to_jira.DESTINATION, to_jira.carry_out)


@bp.on_sqs_message(queue_arn=_QUEUE, batch_size=_BATCH, name="to_slack")
def to_slack(event: Any) -> Any:
    """Orders for Slack."""
    from chalicelib.deliveries import batch, to_slack

    return batch.work(event.to_dict(), to_slack.DESTINATION, to_slack.carry_out)


@bp.on_sqs_message(queue_arn=_QUEUE, batch_size=_BATCH, name="to_mail")
def to_mail(event: Any) -> Any:
    """Mails."""
    from chalicelib.deliveries import batch, to_mail

    return batch.work(event.to_dict(), to_mail.DESTINATION, to_mail.carry_out)


@bp.on_sqs_message(queue_arn=_QUEUE, batch_size=_BATCH, name="to_chat")
def to_chat(event: Any) -> Any:
    """Orders for the support chats."""
    from chalicelib.deliveries import batch, to_chat

    return batch.work(event.to_dict(), to_chat.DESTINATION, to_chat.carry_out)


@bp.on_sqs_message(queue_arn=_QUEUE, batch_size=_BATCH, name="fan_out")
def fan_out(event: Any) -> Any:
    """One notice for all followers → one order for each."""
    from chalicelib.deliveries import batch, fan_out

    return batch.work(event.to_dict(), fan_out.DESTINATION, fan_out.carry_out)


@bp.on_sqs_message(queue_arn=_QUEUE, batch_size=_BATCH, name="to_status_page")
def to_status_page(event: Any) -> Any:
    """Status pages to be made anew."""
    from chalicelib.deliveries import batch, to_status_page

    return batch.work(event.to_dict(), to_status_page.DESTINATION, to_status_page.carry_out)
