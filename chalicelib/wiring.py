"""The only place that builds adapters. Imports stand inside the functions: a Lambda loads only its own vendor."""

import os
from functools import cache, lru_cache

from chalicelib.config import setting
from chalicelib.model.orders import Destination
from chalicelib.ports import BulkMailer, ChatDesk, Files, IssueTracker, Mailer, OrderQueue, Secrets, TeamChannel
from chalicelib.rendering.links import Links


@cache
def secrets() -> Secrets:
    """Secrets Manager, with a cache."""
    from chalicelib.adapters.secret_store import SecretsManager

    return SecretsManager()


def tracker() -> IssueTracker:
    """Jira, with the account as it is now."""
    secret = secrets().get(setting("WILCO_SECRET_JIRA"))
    return _jira(setting("WILCO_JIRA_URL"), secret["email"], secret["token"])


def channel() -> TeamChannel:
    """Slack, with the token as it is now."""
    return _slack(setting("WILCO_SLACK_URL"), secrets().get(setting("WILCO_SECRET_SLACK"))["token"])


def desk(name: str) -> ChatDesk:
    """The support desk of this name in the team's file, with its token as it is now."""
    return _desk(name, secrets().get(setting("WILCO_SECRET_DESKS"))[f"desk_{name}_token"])


@cache
def mailer() -> Mailer:
    """SES."""
    from chalicelib.adapters.ses_mail import SesMail
    from chalicelib.team import team

    settings = team().mail
    return SesMail(settings.sender, setting("WILCO_MAIL_CONFIGURATION_SET"), reply_to=settings.reply_to)


@cache
def bulk_mailer() -> BulkMailer:
    """SES, for one mail to many people."""
    from chalicelib.adapters.ses_bulk import SesBulk
    from chalicelib.team import team

    settings = team().mail
    return SesBulk(settings.sender, setting("WILCO_MAIL_CONFIGURATION_SET"), reply_to=settings.reply_to)


@cache
def queue() -> OrderQueue:
    """SQS: the queues whose addresses this function was given."""
    from chalicelib.adapters.sqs_queue import SqsQueue

    named = {to: os.environ.get(f"WILCO_QUEUE_{to.name}") for to in Destination}
    return SqsQueue({to: url for to, url in named.items() if url})


@cache
def files() -> Files:
    """S3: the bucket of screenshots."""
    from chalicelib.adapters.s3_files import S3Files

    return S3Files(setting("WILCO_FILES"))


@cache
def pages() -> Files:
    """S3: the bucket of status pages, which anybody may read."""
    from chalicelib.adapters.s3_files import S3Files

    return S3Files(setting("WILCO_PAGES"))


@cache
def links() -> Links:
    """Where people click."""
    return Links(
        setting("WILCO_PUBLIC_URL"),
        setting("WILCO_JIRA_BROWSE_URL"),
        os.environ.get("WILCO_SANDBOX_URL", ""),
        setting("WILCO_STATUS_URL"),
    )


@lru_cache(maxsize=1)  # a new token makes a new client
def _jira(url: str, email: str, token: str) -> IssueTracker:
    from chalicelib.adapters.jira_cloud import JiraCloud

    return JiraCloud(url, email, token, timeout=(3.05, 12.0))


@lru_cache(maxsize=1)
def _slack(url: str, token: str) -> TeamChannel:
    from chalicelib.adapters.slack_web import SlackWeb

    return SlackWeb(url, token)


@lru_cache(maxsize=8)  # one for each desk of the team; a new token makes a new client
def _desk(name: str, token: str) -> ChatDesk:
    from chalicelib.adapters.chat_http import Account
    from chalicelib.team import team

    settings = team().desks[name]
    account = Account(name, links().local(settings.api), token, settings.operator)
    match settings.vendor:
        case "carrotquest":
            from chalicelib.adapters.carrot_quest import CarrotQuest

            return CarrotQuest(account)
        case "intercom":
            from chalicelib.adapters.intercom import Intercom

            return Intercom(account)
        case "zendesk":
            from chalicelib.adapters.zendesk import Zendesk

            return Zendesk(account)
        case "chatwoot":
            from chalicelib.adapters.chatwoot import Chatwoot

            return Chatwoot(account)
        case "webhook":
            from chalicelib.adapters.webhook_desk import WebhookDesk

            return WebhookDesk(account)
