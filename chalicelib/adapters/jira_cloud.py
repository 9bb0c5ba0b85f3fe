"""Jira Cloud through the `jira` library (3.10.5), the only place that imports it.

REST version 2, because its texts are wiki markup strings. Most calls go through the library's session, which carries
the account, the time-outs and the errors: its methods cannot say remote links by global id, comment properties or
`notifyUsers`, send a transition's id as a number where Jira's schema has a text, look up every field before a search,
and write the body of an answer that they cannot read to the root log. The library's retries are off: it repeats a
POST whose connection dropped, and so makes the issue again; the queue waits instead, and the next attempt asks first.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, TypeVar

from jira import JIRA
from jira.exceptions import JIRAError
from requests import RequestException
from requests import exceptions as wire
from urllib3.exceptions import NewConnectionError

from chalicelib import observe
from chalicelib.adapters import jira_answers
from chalicelib.adapters.jira_errors import Answer, Attempt, Gone, delivery_error, refused_optional_fields
from chalicelib.errors import DeliveryError, Retryable
from chalicelib.model.case import Issue
from chalicelib.ports import IssueComment, IssueState, IssueTracker, NamedFile, RemoteLink

Result = TypeVar("Result")

_COMMENTS_PER_PAGE = 100
_COMMENT_PAGES = 10
_STATE_FIELDS = "status,resolution,assignee,updated,labels"

# The request had not left when these were raised.
_NEVER_SENT = (
    wire.ConnectTimeout,
    wire.ProxyError,
    wire.InvalidHeader,
    wire.InvalidSchema,
    wire.InvalidURL,
    wire.MissingSchema,
    wire.UnrewindableBodyError,
    wire.URLRequired,
)
# What the library falls over with when the answer is not Jira's: a proxy's page, or JSON of another shape.
_NOT_JIRAS_ANSWER = (AttributeError, KeyError, TypeError, ValueError)


class JiraCloud(IssueTracker):
    """The issue tracker. One object per process and no threads: the library's session is not made for them.

    `base_url` is the site's, or `https://api.atlassian.com/ex/jira/<cloud id>` for a scoped token, which the site
    itself refuses. `timeout` is (connect, read) in seconds. Errors are those of the port.
    """

    def __init__(
        self,
        base_url: str,
        email: str,
        token: str,
        *,
        timeout: tuple[float, float] = (3.05, 20.0),
        now: Callable[[], datetime] = observe.now,
    ) -> None:
        self._now = now
        self._jira: Any = JIRA(
            server=base_url,
            basic_auth=(email, token),
            get_server_info=False,
            max_retries=0,
            timeout=timeout,
        )
        # What `get_server_info` would have asked: without it the library takes every Jira for Data Center.
        self._jira.deploymentType = "Cloud"
        self._jira._version = (1001, 0, 0)

    def find(self, project: str, label: str) -> Issue | None:
        jql = f"project = {jira_answers.quoted(project)} AND labels = {jira_answers.quoted(label)} ORDER BY created ASC"
        with self._asking(Attempt("find", writes=False)):
            found = self._call("POST", "search/jql", {"jql": jql, "fields": ["created"], "maxResults": 50})
            issues = [jira_answers.issue(raw) for raw in found["issues"]]
        return min(issues, key=lambda issue: int(issue.id), default=None)

    def open(self, fields: Mapping[str, Any]) -> Issue:
        def create(kept: Mapping[str, Any]) -> Issue:
            return jira_answers.issue(self._jira.create_issue(fields=dict(kept), prefetch=False).raw)

        with self._asking(Attempt("open", writes=True)):
            return _without_refused_fields(create, fields)

    def link(self, issue: Issue, link: RemoteLink) -> None:
        # Always the whole link: Jira empties every field that an update leaves out.
        body = {
            "globalId": link.global_id,
            "application": {"name": "Wilco"},
            "relationship": link.relationship,
            "object": {"url": link.url, "title": link.title, "status": {"resolved": link.resolved}},
        }
        with self._asking(Attempt("link", writes=True, issue=issue)):
            self._call("POST", f"issue/{issue.id}/remotelink", body)

    def edit(self, issue: Issue, fields: Mapping[str, Any]) -> None:
        def put(kept: Mapping[str, Any]) -> None:
            self._put_quietly(f"issue/{issue.id}", {"fields": dict(kept)})

        with self._asking(Attempt("edit", writes=True, issue=issue)):
            _without_refused_fields(put, fields)

    def comment(self, issue: Issue, body: str, order_id: str, *, look_first: bool) -> str:
        left = self._comment_of(issue, order_id) if look_first else None
        if left is not None:
            return left
        marked = {"body": body, "properties": [{"key": jira_answers.PROPERTY, "value": {"order": order_id}}]}
        with self._asking(Attempt("comment", writes=True, issue=issue)):
            return str(self._call("POST", f"issue/{issue.id}/comment", marked)["id"])

    def attach(self, issue: Issue, file: NamedFile, *, look_first: bool) -> str:
        left = self._attachment_of(issue, file.name) if look_first else None
        if left is not None:
            return left
        # Without the first header Jira takes it for a forged page's form (403). The second must not be the session's.
        headers = {"X-Atlassian-Token": "no-check", "Content-Type": None}
        sent = {"file": (file.name, file.content, file.kind)}
        with self._asking(Attempt("attach", writes=True, issue=issue)):
            [made] = self._request("POST", f"issue/{issue.id}/attachments", files=sent, headers=headers)
            return str(made["id"])

    def relate(self, issue: Issue, earlier: Issue) -> None:
        # A second link of the same type between the same two makes no new one.
        body = {"type": {"name": "Relates"}, "inwardIssue": {"id": issue.id}, "outwardIssue": {"id": earlier.id}}
        with self._asking(Attempt("relate", writes=True, issue=issue)):
            self._call("POST", "issueLink", body)

    def move(self, issue: Issue, statuses: Sequence[str], category: str) -> str:
        with self._asking(Attempt("look before move", writes=False, issue=issue)):
            status = self._get(f"issue/{issue.id}", fields="status")["fields"]["status"]
            if status["name"] in statuses:
                return str(status["name"])
            offered = self._get(f"issue/{issue.id}/transitions")["transitions"]
            way = jira_answers.way(status, offered, statuses, category)
        if way is None:
            return str(status["name"])
        with self._asking(Attempt("move", writes=True, issue=issue)):
            self._call("POST", f"issue/{issue.id}/transitions", {"transition": {"id": way["id"]}})
        return str(way["to"]["name"])

    def assign(self, issue: Issue, account_id: str) -> None:
        with self._asking(Attempt("assign", writes=True, issue=issue)):
            self._call("PUT", f"issue/{issue.id}/assignee", {"accountId": account_id})

    def read(self, issue: Issue) -> IssueState | None:
        try:
            with self._asking(Attempt("read", writes=False, issue=issue)):
                return jira_answers.state(self._get(f"issue/{issue.id}", fields=_STATE_FIELDS))
        except Gone:
            return None

    def read_many(self, issues: Sequence[Issue]) -> list[IssueState]:
        if not issues:
            return []
        body = {"issueIdsOrKeys": [issue.id for issue in issues], "fields": _STATE_FIELDS.split(",")}
        with self._asking(Attempt("read many", writes=False)):
            return [jira_answers.state(raw) for raw in self._call("POST", "issue/bulkfetch", body)["issues"]]

    def comments(self, issue: Issue) -> list[IssueComment]:
        query = {"orderBy": "-created", "maxResults": str(_COMMENTS_PER_PAGE)}
        try:
            with self._asking(Attempt("read comments", writes=False, issue=issue)):
                return [
                    jira_answers.comment(raw) for raw in self._get(f"issue/{issue.id}/comment", **query)["comments"]
                ]
        except Gone:
            return []

    def read_comment(self, issue: Issue, comment_id: str) -> IssueComment | None:
        try:
            with self._asking(Attempt("read comment", writes=False, issue=issue)):
                return jira_answers.comment(self._get(f"issue/{issue.id}/comment/{comment_id}"))
        except Gone:
            return None

    def _comment_of(self, issue: Issue, order_id: str) -> str | None:
        """The comment that an earlier attempt of this order left. Newest first: it is hardly ever far."""
        query = {"expand": "properties", "orderBy": "-created", "maxResults": str(_COMMENTS_PER_PAGE)}
        with self._asking(Attempt("search comments", writes=False, issue=issue)):
            for page in range(_COMMENT_PAGES):
                start = page * _COMMENTS_PER_PAGE
                found = self._get(f"issue/{issue.id}/comment", startAt=str(start), **query)
                for comment in found["comments"]:
                    if jira_answers.order_of(comment) == order_id:
                        return str(comment["id"])
                if start + len(found["comments"]) >= found["total"]:
                    break
        return None

    def _attachment_of(self, issue: Issue, name: str) -> str | None:
        """The file that an earlier attempt left: names are ours alone, and the issue tells all of its files."""
        with self._asking(Attempt("search attachments", writes=False, issue=issue)):
            kept = self._get(f"issue/{issue.id}", fields="attachment")["fields"]["attachment"]
            return next((str(one["id"]) for one in kept if one["filename"] == name), None)

    def _put_quietly(self, path: str, body: Mapping[str, Any]) -> None:
        """Change without mail to the watchers; only project administrators may, so others change aloud."""
        try:
            self._call("PUT", path, body, notifyUsers="false")
        except JIRAError as error:
            if error.status_code != 403:
                raise
            self._call("PUT", path, body)

    def _get(self, path: str, **query: str) -> Any:
        return self._request("GET", path, params=query)

    def _call(self, method: str, path: str, body: Mapping[str, Any], **query: str) -> Any:
        return self._request(method, path, params=query, data=json.dumps(body))

    def _request(self, method: str, path: str, **sent: Any) -> Any:
        """The answer's JSON, None when it is empty as many of Jira's are; raises as the library does."""
        response = self._jira._session.request(method, self._jira._get_url(path), **sent)
        return response.json() if response.content else None

    @contextmanager
    def _asking(self, attempt: Attempt) -> Iterator[None]:
        """Turn whatever the library raises into the port's errors.

        `from None`: the library's own texts hold headers and bodies, which must not reach a log.
        """
        try:
            yield
        except JIRAError as error:
            raise self._refusal(attempt, error) from None
        except RequestException as error:
            raise _broken_line(attempt, error) from None
        except _NOT_JIRAS_ANSWER as error:
            raise attempt.cut_off(f"the answer was not Jira's ({type(error).__name__})") from None

    def _refusal(self, attempt: Attempt, error: Any) -> DeliveryError:
        answer = _answer(error)
        if answer is None or answer.status < 400:
            return attempt.cut_off("the answer was not Jira's")
        return delivery_error(attempt, answer, self._now())


def _broken_line(attempt: Attempt, error: RequestException) -> DeliveryError:
    """A call without an answer. Only what surely never left may be called not done."""
    how = type(error).__name__
    wrapped = error.args[0] if error.args else None
    refused = isinstance(getattr(wrapped, "reason", None), NewConnectionError)
    if refused or isinstance(error, _NEVER_SENT):
        return Retryable(f"{attempt.verb}: Jira could not be reached ({how})")
    return attempt.cut_off(how)


def _without_refused_fields(send: Callable[[Mapping[str, Any]], Result], fields: Mapping[str, Any]) -> Result:
    """Send; when Jira names optional fields that its screen does not have, once again without these."""
    try:
        return send(fields)
    except JIRAError as error:
        answer = _answer(error)
        refused = refused_optional_fields(answer) if answer else set()
        kept = {field: value for field, value in fields.items() if field not in refused}
        if not kept or len(kept) == len(fields):
            raise
        observe.log("jira_fields_left_out", "WARNING", fields=", ".join(sorted(refused)))
        return send(kept)


def _answer(error: Any) -> Answer | None:
    if error.response is None:
        return None
    try:
        body = error.response.json()
    except ValueError:
        body = None
    return Answer(error.response.status_code, error.response.headers, body)
