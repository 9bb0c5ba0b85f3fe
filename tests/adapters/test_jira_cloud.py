"""Jira's adapter on a line that fails: what was done, what was not, and what nobody can know."""

import json
import logging
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import requests
import urllib3
from jira.exceptions import JIRAError

from chalicelib.adapters import jira_cloud
from chalicelib.adapters.jira_cloud import JiraCloud
from chalicelib.adapters.jira_errors import Attempt
from chalicelib.errors import Conflict, DeliveryError, Permanent, Rejected, Retryable, Unknown
from chalicelib.model.case import Issue
from chalicelib.ports import NamedFile, RemoteLink
from tests.adapters.loopback import HTML, Drop, Hold, Reply, Vendor, as_json

ISSUE = Issue("10001", "SHOP-1")
CREATED = as_json({"id": "10001", "key": "SHOP-1", "self": "x"}, 201)
FIELDS = {"project": {"key": "SHOP"}, "issuetype": {"name": "Bug"}, "summary": "s", "labels": ["wilco-c1"]}
LINK = RemoteLink("g", "https://wilco.example/t/1", "Report", "reported in")
FILE = NamedFile("wilco-r1-1.png", "image/png", b"\x89PNG")

Call = Callable[[JiraCloud], object]
WRITES: dict[str, Call] = {
    "open": lambda jira: jira.open(FIELDS),
    "link": lambda jira: jira.link(ISSUE, LINK),
    "edit": lambda jira: jira.edit(ISSUE, {"summary": "s"}),
    "comment": lambda jira: jira.comment(ISSUE, "text", "c1/o1", look_first=False),
    "attach": lambda jira: jira.attach(ISSUE, FILE, look_first=False),
    "relate": lambda jira: jira.relate(ISSUE, ISSUE),
    "assign": lambda jira: jira.assign(ISSUE, "5b10a-erin"),
}
READS: dict[str, Call] = {
    "find": lambda jira: jira.find("SHOP", "wilco-c1"),
    "read": lambda jira: jira.read(ISSUE),
    "read comment": lambda jira: jira.read_comment(ISSUE, "1"),
    "look first": lambda jira: jira.comment(ISSUE, "text", "c1/o1", look_first=True),
    "look for a file first": lambda jira: jira.attach(ISSUE, FILE, look_first=True),
    "look before move": lambda jira: jira.move(ISSUE, ["Done"], "done"),
}
EVERY = WRITES | READS


def connect(url: str, read_seconds: float = 5.0) -> JiraCloud:
    now = datetime(2026, 11, 21, 12, tzinfo=UTC)
    return JiraCloud(url, "bot@example.com", "hunter2", timeout=(5.0, read_seconds), now=lambda: now)


@pytest.fixture
def jira(vendor: Vendor) -> Iterator[JiraCloud]:
    adapter = connect(vendor.url)
    yield adapter
    adapter._jira.close()


def failure(call: Call, jira: JiraCloud) -> DeliveryError:
    with pytest.raises(DeliveryError) as raised:
        call(jira)
    return raised.value


class TestLine:
    @pytest.mark.parametrize("call", EVERY.values(), ids=EVERY)
    def test_nobody_there_means_not_done(self, nobody: str, call: Call) -> None:
        assert type(failure(call, connect(nobody))) is Retryable

    @pytest.mark.parametrize("reply", [Drop(), Reply(200, HTML), Reply(500, HTML), Reply(502, HTML), as_json([])])
    @pytest.mark.parametrize("name", ["open", "comment", "attach"])
    def test_no_answer_to_what_makes_something_is_unknown(
        self, vendor: Vendor, jira: JiraCloud, name: str, reply: Any
    ) -> None:
        vendor.answers(reply)
        assert type(failure(WRITES[name], jira)) is Unknown

    @pytest.mark.parametrize("call", WRITES.values(), ids=WRITES)
    def test_a_dropped_write_is_unknown_and_was_sent_once(self, vendor: Vendor, jira: JiraCloud, call: Call) -> None:
        vendor.answers(Drop())
        assert type(failure(call, jira)) is Unknown
        assert len(vendor.asked) == 1

    @pytest.mark.parametrize("reply", [Drop(), Reply(200, HTML), Reply(500, HTML), as_json([]), as_json(None)])
    @pytest.mark.parametrize("call", READS.values(), ids=READS)
    def test_a_read_may_simply_be_done_again(self, vendor: Vendor, jira: JiraCloud, call: Call, reply: Any) -> None:
        vendor.answers(reply)
        assert type(failure(call, jira)) is Retryable

    def test_a_slow_answer_to_a_write_is_unknown(self, vendor: Vendor) -> None:
        vendor.answers(Hold())
        assert type(failure(WRITES["open"], connect(vendor.url, read_seconds=0.05))) is Unknown
        assert [asked.method for asked in vendor.asked] == ["POST"]

    def test_a_slow_answer_to_a_read_is_retryable(self, vendor: Vendor) -> None:
        vendor.answers(Hold())
        assert type(failure(READS["find"], connect(vendor.url, read_seconds=0.05))) is Retryable

    def test_one_open_is_one_request(self, vendor: Vendor, jira: JiraCloud) -> None:
        vendor.answers(CREATED)
        assert jira.open(FIELDS) == ISSUE
        assert [(asked.method, asked.path) for asked in vendor.asked] == [("POST", "/rest/api/2/issue")]

    def test_building_the_adapter_asks_nothing(self, vendor: Vendor, jira: JiraCloud) -> None:
        assert vendor.asked == []


class TestAnswers:
    @pytest.mark.parametrize("call", EVERY.values(), ids=EVERY)
    @pytest.mark.parametrize(
        ("said", "seconds"), [("17", 17.0), ("Sat, 21 Nov 2026 12:01:00 GMT", 60.0), ("whenever", None)]
    )
    def test_too_fast_waits_as_told(
        self, vendor: Vendor, jira: JiraCloud, call: Call, said: str, seconds: float | None
    ) -> None:
        vendor.answers(as_json({"errorMessages": ["Rate limit exceeded."]}, 429, Retry_After=said))
        limited = failure(call, jira)
        assert isinstance(limited, Retryable)
        assert limited.retry_after == seconds
        assert len(vendor.asked) == 1

    @pytest.mark.parametrize("call", EVERY.values(), ids=EVERY)
    def test_a_bad_token_loses_nothing(self, vendor: Vendor, jira: JiraCloud, call: Call) -> None:
        vendor.answers(Reply(401, HTML))
        assert type(failure(call, jira)) is Retryable

    def test_a_conflict(self, vendor: Vendor, jira: JiraCloud) -> None:
        vendor.answers(as_json({}, 409))
        assert type(failure(WRITES["edit"], jira)) is Conflict

    def test_nothing_of_ours_and_nothing_of_a_proxy_is_in_the_reason(
        self, vendor: Vendor, jira: JiraCloud, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level(logging.INFO)
        for reply in (Reply(400, HTML), Reply(200, HTML), Reply(502, HTML), as_json({"secret": "hunter2"}, 400)):
            for call in EVERY.values():
                vendor.answers(reply)
                raised = failure(call, jira)
                assert "hunter2" not in raised.reason
                assert raised.__suppress_context__
        assert "hunter2" not in caplog.text


class TestQuietEdit:
    def test_watchers_are_not_told(self, vendor: Vendor, jira: JiraCloud) -> None:
        vendor.answers(Reply(204))
        jira.edit(ISSUE, {"customfield_10050": 3})
        assert [asked.path for asked in vendor.asked] == ["/rest/api/2/issue/10001?notifyUsers=false"]

    def test_who_may_not_be_quiet_changes_aloud(self, vendor: Vendor, jira: JiraCloud) -> None:
        vendor.answers(as_json({"errorMessages": ["To discard the user notification …"]}, 403), Reply(204))
        jira.edit(ISSUE, {"customfield_10050": 3})
        assert [asked.path for asked in vendor.asked][1] == "/rest/api/2/issue/10001"

    def test_who_may_not_at_all_waits_for_the_permission(self, vendor: Vendor, jira: JiraCloud) -> None:
        vendor.answers(as_json({}, 403))
        assert type(failure(WRITES["edit"], jira)) is Retryable
        assert len(vendor.asked) == 2


def cannot_be_set(*names: str) -> Reply:
    text = "Field '{}' cannot be set. It is not on the appropriate screen, or unknown."
    return as_json({"errorMessages": [], "errors": {name: text.format(name) for name in names}}, 400)


class TestScreens:
    def test_an_optional_field_is_left_out_and_told(
        self, vendor: Vendor, jira: JiraCloud, capsys: pytest.CaptureFixture[str]
    ) -> None:
        vendor.answers(cannot_be_set("priority"), CREATED)
        assert jira.open(FIELDS | {"priority": {"name": "High"}}) == ISSUE
        assert [asked.json["fields"] for asked in vendor.asked] == [FIELDS | {"priority": {"name": "High"}}, FIELDS]
        assert json.loads(capsys.readouterr().out)["fields"] == "priority"

    def test_it_is_left_out_once_only(self, vendor: Vendor, jira: JiraCloud) -> None:
        vendor.answers(cannot_be_set("priority"), cannot_be_set("environment"))
        call: Call = lambda jira: jira.open(FIELDS | {"priority": {"name": "High"}, "environment": "x"})  # noqa: E731
        assert type(failure(call, jira)) is Rejected
        assert len(vendor.asked) == 2

    def test_labels_are_never_left_out(self, vendor: Vendor, jira: JiraCloud) -> None:
        vendor.answers(cannot_be_set("labels"))
        assert type(failure(WRITES["open"], jira)) is Rejected
        assert len(vendor.asked) == 1

    def test_an_edit_of_which_nothing_is_left_is_rejected(self, vendor: Vendor, jira: JiraCloud) -> None:
        vendor.answers(cannot_be_set("customfield_10050"))
        assert type(failure(lambda jira: jira.edit(ISSUE, {"customfield_10050": 3}), jira)) is Rejected


class TestWords:
    def test_the_search_is_bounded_and_names_its_fields(self, vendor: Vendor, jira: JiraCloud) -> None:
        vendor.answers(as_json({"issues": [], "isLast": True}))
        assert jira.find('SH"OP', "a\\b") is None
        [asked] = vendor.asked
        assert (asked.method, asked.path) == ("POST", "/rest/api/2/search/jql")
        assert asked.json["jql"] == 'project = "SH\\"OP" AND labels = "a\\\\b" ORDER BY created ASC'
        assert asked.json["fields"]

    def test_a_link_is_always_whole(self, vendor: Vendor, jira: JiraCloud) -> None:
        vendor.answers(as_json({"id": 1}, 201))
        jira.link(ISSUE, LINK)
        assert vendor.asked[0].json == {
            "globalId": "g",
            "application": {"name": "Wilco"},
            "relationship": "reported in",
            "object": {"url": LINK.url, "title": "Report", "status": {"resolved": False}},
        }

    def test_a_file_goes_as_a_form_with_the_header_that_jira_asks_for(self, vendor: Vendor, jira: JiraCloud) -> None:
        vendor.answers(as_json([{"id": "10500"}]))
        assert jira.attach(ISSUE, FILE, look_first=False) == "10500"
        [asked] = vendor.asked
        assert (asked.method, asked.path) == ("POST", "/rest/api/2/issue/10001/attachments")
        assert asked.headers["X-Atlassian-Token"] == "no-check"
        assert asked.headers["Content-Type"].startswith("multipart/form-data; boundary=")
        assert b'name="file"; filename="wilco-r1-1.png"\r\nContent-Type: image/png\r\n\r\n\x89PNG\r\n' in asked.body

    def test_a_file_that_is_too_large_for_this_jira_is_refused_for_good(self, vendor: Vendor, jira: JiraCloud) -> None:
        vendor.answers(as_json({"errorMessages": ["The attachment is too large"]}, 413))
        assert type(failure(WRITES["attach"], jira)) is Rejected

    def test_a_transitions_id_is_a_text_as_in_jiras_schema(self, vendor: Vendor, jira: JiraCloud) -> None:
        done = {"name": "Done", "statusCategory": {"key": "done"}}
        vendor.answers(
            as_json({"fields": {"status": {"name": "To Do", "statusCategory": {"key": "new"}}}}),
            as_json({"transitions": [{"id": "31", "name": "Finish", "to": done}]}),
            Reply(204),
        )
        assert jira.move(ISSUE, ["Done"], "done") == "Done"
        assert vendor.asked[2].json == {"transition": {"id": "31"}}

    def test_a_status_that_stands_costs_one_call(self, vendor: Vendor, jira: JiraCloud) -> None:
        vendor.answers(as_json({"fields": {"status": {"name": "Done", "statusCategory": {"key": "done"}}}}))
        assert jira.move(ISSUE, ["Done"], "done") == "Done"
        assert len(vendor.asked) == 1

    def test_no_way_is_permanent(self, vendor: Vendor, jira: JiraCloud) -> None:
        vendor.answers(
            as_json({"fields": {"status": {"name": "To Do", "statusCategory": {"key": "new"}}}}),
            as_json({"transitions": []}),
        )
        assert type(failure(READS["look before move"], jira)) is Permanent

    def test_every_page_of_comments_is_searched(self, vendor: Vendor, jira: JiraCloud) -> None:
        ours = {"id": "7", "properties": [{"key": "wilco", "value": {"order": "c1/o1"}}]}
        others: list[Any] = [{"id": str(number)} for number in range(100)]
        vendor.answers(as_json({"comments": others, "total": 101}), as_json({"comments": [ours], "total": 101}))
        assert jira.comment(ISSUE, "text", "c1/o1", look_first=True) == "7"
        assert [asked.method for asked in vendor.asked] == ["GET", "GET"]


def every_kind(base: type[Exception]) -> Iterator[type[Exception]]:
    for kind in base.__subclasses__():
        yield kind
        yield from every_kind(kind)


CUT_OFF = {
    *("ChunkedEncodingError", "ConnectionError", "ContentDecodingError", "HTTPError", "InvalidJSONError"),
    *("JSONDecodeError", "ReadTimeout", "RetryError", "SSLError", "StreamConsumedError", "Timeout"),
    "TooManyRedirects",
}
NEVER_SENT = {
    *("ConnectTimeout", "InvalidHeader", "InvalidProxyURL", "InvalidSchema", "InvalidURL", "MissingSchema"),
    *("ProxyError", "URLRequired", "UnrewindableBodyError"),
}


class TestEveryException:
    """A kind that a new version of the libraries adds has no row here, and fails until somebody gives it one."""

    # Other libraries (botocore) derive kinds of their own, which Jira's client never raises.
    KINDS = sorted(
        {kind for kind in every_kind(requests.RequestException) if kind.__module__ == "requests.exceptions"},
        key=lambda kind: kind.__name__,
    )

    def test_the_rows_are_the_kinds_there_are(self) -> None:
        assert {kind.__name__ for kind in self.KINDS} == CUT_OFF | NEVER_SENT

    @pytest.mark.parametrize("kind", KINDS)
    def test_kinds_of_a_broken_line(self, kind: type[requests.RequestException]) -> None:
        raised = kind.__new__(kind)
        raised.args = ()
        expected = Unknown if kind.__name__ in CUT_OFF else Retryable
        assert type(jira_cloud._broken_line(Attempt("open", writes=True), raised)) is expected

    def test_a_name_that_does_not_resolve_was_never_sent(self) -> None:
        reason = urllib3.exceptions.NameResolutionError("host", None, OSError())  # type: ignore[arg-type]
        wrapped = urllib3.exceptions.MaxRetryError(None, "/", reason)  # type: ignore[arg-type]
        raised = requests.ConnectionError(wrapped)
        assert type(jira_cloud._broken_line(Attempt("open", writes=True), raised)) is Retryable

    def test_the_library_has_one_kind_of_its_own_that_we_can_meet(self) -> None:
        import jira.exceptions

        kinds = {name for name, kind in vars(jira.exceptions).items() if isinstance(kind, type) and "Error" in name}
        assert kinds == {"JIRAError", "NotJIRAInstanceError"}
        assert issubclass(JIRAError, Exception)
