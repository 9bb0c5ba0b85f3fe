"""Slack's adapter: every code that Slack documents, every way the line can fail, and what is sent."""

import logging
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
import slack_sdk.errors

from chalicelib.adapters import slack_errors
from chalicelib.adapters.slack_web import SlackWeb
from chalicelib.errors import DeliveryError, Permanent, Rejected, Retryable, Unknown
from chalicelib.model.case import Thread
from chalicelib.ports import Message
from tests.adapters.loopback import HTML, Drop, Hold, Reply, Vendor, as_json

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
THREAD = Thread("C0WILCO", "1732222222.000100")
MESSAGE = Message("Wrong price", [{"type": "divider"}])

Call = Callable[[SlackWeb], object]
WRITES: dict[str, Call] = {
    "post": lambda slack: slack.post("C0WILCO", MESSAGE, "c1/o1"),
    "update": lambda slack: slack.update(THREAD, MESSAGE, "c1/o1"),
    "open_modal": lambda slack: slack.open_modal("1.2.3", {"type": "modal"}),
}
READS: dict[str, Call] = {
    "find": lambda slack: slack.find("C0WILCO", "c1/o1", NOW),
    "find in a thread": lambda slack: slack.find("C0WILCO", "c1/o1", NOW, THREAD.ts),
    "permalink": lambda slack: slack.permalink(THREAD),
}
EVERY = WRITES | READS


@pytest.fixture
def slack(vendor: Vendor) -> SlackWeb:
    return SlackWeb(f"{vendor.url}/api/", "xoxb-hunter2", now=lambda: NOW)


def failure(call: Call, slack: SlackWeb) -> DeliveryError:
    with pytest.raises(DeliveryError) as raised:
        call(slack)
    return raised.value


def refused(code: str) -> Reply:
    return as_json({"ok": False, "error": code})


class TestLine:
    @pytest.mark.parametrize("call", EVERY.values(), ids=EVERY)
    def test_nobody_there_means_not_done(self, nobody: str, call: Call) -> None:
        assert type(failure(call, SlackWeb(f"{nobody}/api/", "xoxb"))) is Retryable

    @pytest.mark.parametrize("reply", [Drop(), Reply(200, HTML), Reply(500, HTML), Reply(502, HTML), as_json([])])
    @pytest.mark.parametrize("call", WRITES.values(), ids=WRITES)
    def test_no_answer_to_a_write_is_unknown_and_it_was_sent_once(
        self, vendor: Vendor, slack: SlackWeb, call: Call, reply: Any
    ) -> None:
        vendor.answers(reply)
        assert type(failure(call, slack)) is Unknown
        assert len(vendor.asked) == 1

    @pytest.mark.parametrize("reply", [Drop(), Reply(200, HTML), Reply(500, HTML), as_json([]), as_json({"ok": True})])
    @pytest.mark.parametrize("call", READS.values(), ids=READS)
    def test_a_read_may_simply_be_done_again(self, vendor: Vendor, slack: SlackWeb, call: Call, reply: Any) -> None:
        vendor.answers(reply)
        assert type(failure(call, slack)) is Retryable

    @pytest.mark.parametrize(("name", "kind"), [("post", Unknown), ("find", Retryable)])
    def test_a_slow_answer(self, vendor: Vendor, name: str, kind: type[DeliveryError]) -> None:
        vendor.answers(Hold())
        slack = SlackWeb(f"{vendor.url}/api/", "xoxb", timeout=1)
        assert type(failure(EVERY[name], slack)) is kind
        assert len(vendor.asked) == 1

    @pytest.mark.parametrize("call", EVERY.values(), ids=EVERY)
    def test_too_fast_waits_as_told(self, vendor: Vendor, slack: SlackWeb, call: Call) -> None:
        vendor.answers(as_json({"ok": False, "error": "ratelimited"}, 429, Retry_After="30"))
        limited = failure(call, slack)
        assert isinstance(limited, Retryable)
        assert limited.retry_after == 30
        assert len(vendor.asked) == 1

    def test_a_proxy_that_limits_too(self, vendor: Vendor, slack: SlackWeb) -> None:
        vendor.answers(Reply(429, HTML, {"Retry-After": "Sat, 21 Nov 2026 12:00:09 GMT"}))
        limited = failure(WRITES["post"], slack)
        assert isinstance(limited, Retryable)
        assert limited.retry_after == 9

    def test_nothing_of_ours_and_nothing_of_a_proxy_is_in_reason_or_log(
        self, vendor: Vendor, slack: SlackWeb, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level(logging.DEBUG)
        for reply in (Reply(200, HTML), Reply(502, HTML), refused("invalid_auth"), Drop()):
            for call in EVERY.values():
                vendor.answers(reply)
                raised = failure(call, slack)
                assert "hunter2" not in raised.reason
                assert raised.__suppress_context__
        assert "hunter2" not in caplog.text


# docs.slack.dev/reference/methods/chat.postMessage, "Errors", with those of the other methods after it.
DOCUMENTED = slack_errors.codes(
    """
    access_denied accesslimited account_inactive as_user_not_supported attachment_payload_limit_exceeded
    cannot_reply_to_message channel_not_found deprecated_endpoint duplicate_channel_not_found
    duplicate_message_not_found ekm_access_denied enterprise_is_restricted fatal_error internal_error
    invalid_arg_name invalid_arguments invalid_array_arg invalid_auth invalid_blocks invalid_blocks_format
    invalid_charset invalid_form_data invalid_metadata_format invalid_metadata_schema invalid_post_type is_archived
    markdown_text_conflict message_limit_exceeded messages_tab_disabled metadata_must_be_sent_from_app
    metadata_too_large method_deprecated missing_file_data missing_post_type missing_scope msg_blocks_too_long
    msg_too_long no_permission no_text not_allowed_token_type not_authed not_in_channel org_login_required
    rate_limited ratelimited request_timeout restricted_action restricted_action_non_threadable_channel
    restricted_action_read_only_channel restricted_action_thread_locked restricted_action_thread_only_channel
    service_unavailable slack_connect_canvas_sharing_blocked slack_connect_file_link_sharing_blocked
    slack_connect_lists_sharing_blocked team_access_not_granted team_added_to_org team_not_found token_expired
    token_revoked too_many_attachments two_factor_setup_required
    block_mismatch cant_broadcast_message cant_update_message edit_window_closed external_channel_migrating is_inactive
    message_not_found
    channel_type_not_supported
    invalid_cursor invalid_limit invalid_ts_latest invalid_ts_oldest thread_not_found
    duplicate_external_id exchanged_trigger_id expired_trigger_id invalid_trigger_id push_limit_reached view_too_large
    """
)

KINDS: dict[frozenset[str], type[DeliveryError]] = {
    slack_errors.MAYBE_DONE: Unknown,
    slack_errors.NOT_NOW: Retryable,
    slack_errors.NOT_US: Retryable,
    slack_errors.NEVER: Permanent,
    slack_errors.OUR_MISTAKE: Rejected,
}


class TestCodes:
    def test_every_documented_code_has_its_place(self) -> None:
        assert frozenset().union(*KINDS) >= DOCUMENTED

    def test_no_code_has_two_places(self) -> None:
        assert len(frozenset().union(*KINDS)) == sum(len(codes) for codes in KINDS)

    @pytest.mark.parametrize(
        ("code", "kind"), [(code, kind) for codes, kind in KINDS.items() for code in sorted(codes)]
    )
    def test_what_a_code_means_for_a_post(self, code: str, kind: type[DeliveryError]) -> None:
        answer = slack_errors.Answer(200, {}, code)
        assert type(slack_errors.delivery_error("chat.postMessage", answer, NOW, writes=True)) is kind

    def test_a_code_that_nobody_knows_is_kept_for_the_dead_letter_queue(self, vendor: Vendor, slack: SlackWeb) -> None:
        vendor.answers(refused("brand_new_reason"))
        raised = failure(WRITES["post"], slack)
        assert type(raised) is Retryable
        assert raised.reason == "chat.postMessage: brand_new_reason"

    def test_an_app_that_was_shut_out_waits(self, vendor: Vendor, slack: SlackWeb) -> None:
        vendor.answers(refused("token_revoked"))
        raised = failure(WRITES["post"], slack)
        assert isinstance(raised, Retryable)
        assert raised.retry_after == 60

    @pytest.mark.parametrize("said", ["Received a body: <html>", "", None, 7, {"a": 1}, "x" * 65])
    def test_a_text_is_not_a_code(self, said: object) -> None:
        assert slack_errors.code_of(said) is None


class TestWords:
    def test_a_post_carries_its_order_and_unfurls_nothing(self, vendor: Vendor, slack: SlackWeb) -> None:
        vendor.answers(as_json({"ok": True, "channel": "C0WILCO", "ts": THREAD.ts}))
        assert slack.post("C0WILCO", MESSAGE, "c1/o1", "1732222222.000001") == THREAD
        assert vendor.asked[0].path == "/api/chat.postMessage"
        assert vendor.asked[0].json == {
            "channel": "C0WILCO",
            "text": "Wrong price",
            "blocks": [{"type": "divider"}],
            "thread_ts": "1732222222.000001",
            "metadata": {"event_type": "wilco_order", "event_payload": {"order": "c1/o1"}},
            "unfurl_links": False,
            "unfurl_media": False,
        }

    def test_a_search_follows_the_pages(self, vendor: Vendor, slack: SlackWeb) -> None:
        ours = {"ts": THREAD.ts, "metadata": {"event_type": "wilco_order", "event_payload": {"order": "c1/o1"}}}
        others = [
            {"ts": "1.1"},
            {"ts": "1.2", "metadata": {"event_type": "other", "event_payload": {"order": "c1/o1"}}},
        ]
        vendor.answers(
            as_json({"ok": True, "messages": others, "response_metadata": {"next_cursor": "more"}}),
            as_json({"ok": True, "messages": [ours]}),
        )
        assert slack.find("C0WILCO", "c1/o1", NOW) == THREAD
        assert b"cursor=more" in vendor.asked[1].body
        assert b"include_all_metadata=1" in vendor.asked[0].body
        assert b"oldest=1795262340.000000" in vendor.asked[0].body

    def test_a_search_that_ends_too_soon_does_not_say_no(self, vendor: Vendor, slack: SlackWeb) -> None:
        vendor.answers(as_json({"ok": True, "messages": [], "response_metadata": {"next_cursor": "more"}}))
        assert type(failure(READS["find"], slack)) is Unknown
        assert len(vendor.asked) == 10

    def test_a_modal(self, vendor: Vendor, slack: SlackWeb) -> None:
        vendor.answers(as_json({"ok": True, "view": {}}))
        slack.open_modal("1.2.3", {"type": "modal"})
        assert vendor.asked[0].json == {"trigger_id": "1.2.3", "view": {"type": "modal"}}


def test_the_library_has_no_kind_of_error_that_is_not_mapped() -> None:
    kinds = {name for name, kind in vars(slack_sdk.errors).items() if isinstance(kind, type)}
    assert all(issubclass(getattr(slack_sdk.errors, name), slack_sdk.errors.SlackClientError) for name in kinds)
