"""What Slack's refusals mean for an order. No library here: only the code that Slack gave.

The codes are those documented for chat.postMessage, chat.update, chat.getPermalink, conversations.history,
conversations.replies and views.open (docs.slack.dev/reference/methods). A code that is in none of these sets was
added since: it is retried until the dead-letter queue shows it, so that nothing is lost by not knowing it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from chalicelib.adapters.retry_after import seconds_to_wait
from chalicelib.errors import DeliveryError, Permanent, Rejected, Retryable, Unknown

_ACCOUNT_WAIT = 60.0


def codes(text: str) -> frozenset[str]:
    """The codes that stand in a text, for sets that would be a page each as literals."""
    return frozenset(text.split())


# "It's possible some aspect of the operation succeeded before the error was raised" (Slack on both).
MAYBE_DONE = frozenset({"fatal_error", "internal_error"})

NOT_NOW = codes(
    """
    message_limit_exceeded rate_limited ratelimited request_timeout service_unavailable
    team_added_to_org external_channel_migrating
    """
)

# The token, its scopes or the workspace: the team must mend it, and until then nothing may be lost.
NOT_US = codes(
    """
    access_denied accesslimited account_inactive app_access_restricted deprecated_endpoint ekm_access_denied
    enterprise_is_restricted invalid_auth method_deprecated method_not_supported_for_channel_type missing_scope
    no_permission not_allowed_token_type not_authed org_login_required team_access_not_granted team_not_found
    token_expired token_revoked two_factor_setup_required unknown_method
    """
)

# The place or the message is gone or closed to us: nothing in the request can be mended.
NEVER = codes(
    """
    as_user_not_supported block_mismatch cannot_reply_to_message cant_broadcast_message cant_update_message
    channel_is_limited_access channel_not_found channel_type_not_supported duplicate_channel_not_found
    duplicate_message_not_found edit_window_closed exchanged_trigger_id expired_trigger_id is_archived is_inactive
    message_not_found messages_tab_disabled not_in_channel restricted_action
    restricted_action_non_threadable_channel restricted_action_read_only_channel restricted_action_thread_locked
    restricted_action_thread_only_channel slack_connect_canvas_sharing_blocked slack_connect_clip_sharing_blocked
    slack_connect_file_link_sharing_blocked slack_connect_file_upload_sharing_blocked
    slack_connect_lists_sharing_blocked thread_not_found trigger_exchanged trigger_expired user_not_found
    view_not_found
    """
)

# What we sent is wrong.
OUR_MISTAKE = codes(
    """
    attachment_payload_limit_exceeded duplicate_external_id external_id_too_long hash_conflict invalid_arg_name
    invalid_arguments invalid_array_arg invalid_attachments invalid_blocks invalid_blocks_format invalid_charset
    invalid_cursor invalid_form_data invalid_json invalid_limit invalid_metadata_filter_keys
    invalid_metadata_format invalid_metadata_schema invalid_post_type invalid_trigger invalid_trigger_id
    invalid_ts_latest invalid_ts_oldest json_not_object markdown_text_conflict metadata_must_be_sent_from_app
    metadata_too_large missing_argument missing_file_data missing_post_type msg_blocks_too_long msg_too_long
    no_dual_broadcast_content_update no_text push_limit_reached too_many_attachments
    too_many_contact_cards update_failed view_too_large
    """
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered; `code` is None when it was not Slack's (a proxy's page)."""

    status: int
    headers: Mapping[str, str]
    code: str | None


def code_of(said: object) -> str | None:
    """Slack's code, if this is one: for a page it cannot read the library gives a text with the page in it."""
    return said if isinstance(said, str) and re.fullmatch(r"[a-z0-9_]{1,64}", said) else None


def delivery_error(method: str, answer: Answer, now: datetime, *, writes: bool) -> DeliveryError:
    """The error to raise for an answer that was not ok."""
    wait = seconds_to_wait(answer.headers, now)
    if answer.code is None or answer.code in MAYBE_DONE:
        return _without_a_word(method, answer, wait, writes)
    reason = f"{method}: {answer.code}"
    if answer.code in NEVER:
        return Permanent(reason)
    if answer.code in OUR_MISTAKE:
        return Rejected(reason)
    if answer.code in NOT_US:
        return Retryable(f"{reason} (Slack does not accept the app as it is now)", wait or _ACCOUNT_WAIT)
    return Retryable(reason, wait)


def cut_off(method: str, how: str, *, writes: bool) -> DeliveryError:
    """The line dropped after the request had gone: a read may simply be done again, a write may not."""
    reason = f"{method}: {how}"
    return Unknown(reason) if writes else Retryable(reason)


def _without_a_word(method: str, answer: Answer, wait: float | None, writes: bool) -> DeliveryError:
    how = answer.code or f"HTTP {answer.status}, and the answer was not Slack's"
    if answer.status in (408, 429, 503):
        return Retryable(f"{method}: {how}", wait)
    return cut_off(method, how, writes=writes)
