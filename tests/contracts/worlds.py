"""The Jiras that the contract is tried in: the fake in memory, and the real adapter before the sandbox's stand-in."""

from typing import Any, Protocol

import httpx

from chalicelib.adapters.jira_cloud import JiraCloud
from chalicelib.model.case import Issue
from chalicelib.ports import IssueTracker
from sandbox.credentials import Credentials
from tests.fakes import FakeJira

CREDENTIALS = Credentials.read()


class JiraWorld(Protocol):
    """A Jira that a test may look into and act in as a person."""

    tracker: IssueTracker

    def delete(self, issue: Issue) -> None:
        """Somebody deletes the issue."""

    def say(self, issue: Issue, body: str) -> str:
        """Erin comments; returns the comment's id."""

    def links(self, issue: Issue) -> list[tuple[str, str, str]]:
        """The remote links as (global id, URL, title)."""

    def comments(self, issue: Issue) -> list[str]:
        """The comments' texts."""

    def field(self, issue: Issue, name: str) -> Any:
        """A field's value."""

    def files(self, issue: Issue) -> list[tuple[str, bytes]]:
        """The attachments as (name, content)."""

    def related(self, issue: Issue) -> int:
        """How many issues are linked to this one."""


class FakeJiraWorld:
    def __init__(self) -> None:
        self.tracker: IssueTracker = (fake := FakeJira())
        self._issues, self._fake = fake.issues, fake

    def delete(self, issue: Issue) -> None:
        del self._issues[issue.id]

    def say(self, issue: Issue, body: str) -> str:
        return self._fake.say(issue, body, "5b10a-erin")

    def links(self, issue: Issue) -> list[tuple[str, str, str]]:
        return [(link.global_id, link.url, link.title) for link in self._issues[issue.id].links.values()]

    def comments(self, issue: Issue) -> list[str]:
        return [comment.body for comment in self._issues[issue.id].comments]

    def field(self, issue: Issue, name: str) -> Any:
        return self._issues[issue.id].fields[name]

    def files(self, issue: Issue) -> list[tuple[str, bytes]]:
        return [(file.name, file.content) for file in self._issues[issue.id].files.values()]

    def related(self, issue: Issue) -> int:
        return len(self._issues[issue.id].related)


class SandboxJira:
    def __init__(self, url: str) -> None:
        account = (CREDENTIALS.jira_email, CREDENTIALS.jira_token)
        self.tracker: IssueTracker = JiraCloud(f"{url}/jira", *account)
        self._rest = httpx.Client(base_url=f"{url}/jira/rest/api/2/", auth=account)
        self._panel = httpx.Client(base_url=f"{url}/panel/")

    def close(self) -> None:
        self._rest.close()
        self._panel.close()

    def delete(self, issue: Issue) -> None:
        self._rest.delete(f"issue/{issue.id}").raise_for_status()

    def say(self, issue: Issue, body: str) -> str:
        said = self._panel.post(f"jira/{issue.key}/comment", json={"body": body, "by": "erin"})
        return str(said.raise_for_status().json()["id"])

    def links(self, issue: Issue) -> list[tuple[str, str, str]]:
        found = self._rest.get(f"issue/{issue.id}/remotelink").raise_for_status().json()
        return [(link["globalId"], link["object"]["url"], link["object"]["title"]) for link in found]

    def comments(self, issue: Issue) -> list[str]:
        found = self._rest.get(f"issue/{issue.id}/comment").raise_for_status().json()
        return [comment["body"] for comment in found["comments"]]

    def field(self, issue: Issue, name: str) -> Any:
        return self._rest.get(f"issue/{issue.id}").raise_for_status().json()["fields"][name]

    def files(self, issue: Issue) -> list[tuple[str, bytes]]:
        found = self.field(issue, "attachment")
        return [
            (one["filename"], self._rest.get(one["content"], params={"redirect": "false"}).content) for one in found
        ]

    def related(self, issue: Issue) -> int:
        return len(self.field(issue, "issuelinks"))
