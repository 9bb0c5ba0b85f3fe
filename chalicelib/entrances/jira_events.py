"""What Jira's webhook says, taken: signed, about an issue of ours, not of our own making, and news."""

from chalice.app import Request

from chalicelib import wiring
from chalicelib.config import setting
from chalicelib.decisions.jira_news import look_again
from chalicelib.entrances.answers import LARGEST_WEBHOOK, parse
from chalicelib.entrances.payloads.jira import JiraWebhook
from chalicelib.entrances.signatures import jira_signed
from chalicelib.errors import Refusal
from chalicelib.observe import log, now
from chalicelib.store.cases import case_of_issue
from chalicelib.store.commit import Stale, commit
from chalicelib.team import team


def take(request: Request) -> None:
    """Write down that the issue is to be read again. Raises Refusal (401) when Jira's signature does not hold."""
    secret = wiring.secrets().get(setting("WILCO_SECRET_WEBHOOKS"))["jira_webhook_secret"]
    if not jira_signed(secret, request.headers.get("x-hub-signature"), request.raw_body):
        raise Refusal(
            401, "The signature does not hold", "Sign the raw body with the webhook's secret (X-Hub-Signature)."
        )
    event = parse(JiraWebhook, request.raw_body, LARGEST_WEBHOOK)
    outcome = _take(event, request.headers.get("x-atlassian-webhook-identifier") or "")
    log("jira_webhook", kind=event.event, issue=event.issue.id if event.issue else None, outcome=outcome)


def _take(event: JiraWebhook, delivery: str) -> str:
    if event.by == team().jira.bot_account_id:
        return "our own change"
    if event.issue is None or (case_id := case_of_issue(event.issue.id)) is None:
        return "not an issue of ours"
    cause = delivery or f"{event.event}:{event.timestamp}"
    decision = look_again(case_id, cause, event.new_comment)
    try:
        commit(decision, now())
    except Stale:
        return "known already"
    return decision.why
