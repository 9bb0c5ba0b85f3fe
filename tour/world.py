"""What a host page, the people who report and the engineers can do with a running stack, and what is then seen there.

The stack's tests act through it too.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import httpx

from infra.local_stack import LocalStack
from sandbox.credentials import PUBLISHED, Credentials
from tour.quiet import Quiet

Json = dict[str, Any]


@dataclass(frozen=True)
class World:
    """A running stack as people meet it: the API behind its front door, and Jira, Slack and the mailbox beside it."""

    stack: LocalStack
    http: httpx.Client = field(default_factory=lambda: httpx.Client(timeout=60, trust_env=False))

    def __enter__(self) -> "World":
        return self

    def __exit__(self, *_: object) -> None:
        self.http.close()
        self._quiet.close()

    def report(self, body: Json) -> httpx.Response:
        """Send a report as the host page does."""
        return self.http.post(f"{self.stack.front}/v1/reports", json=body)

    def state_of(self, tracking_url: str) -> Json:
        """Where a report stands, by its tracking link's last part."""
        reference = tracking_url.rpartition("/")[2]
        return _json(self.http.get(f"{self.stack.front}/v1/reports/{reference}"))

    def page_of(self, tracking_url: str, language: str = "en") -> str:
        """The tracking page."""
        answer = self.http.get(tracking_url, params={"lang": language})
        answer.raise_for_status()
        return answer.text

    def note(self, tracking_url: str, words: str) -> None:
        """Write a note on the tracking page."""
        self.http.post(tracking_url, data={"note": words}).raise_for_status()

    def upload(self, tracking_url: str, picture: bytes, kind: str = "image/png") -> httpx.Response:
        """Add a picture to a report, as the widget does; the answer is S3's."""
        return self.post_form(self.ask_to_upload(tracking_url, kind), picture, kind)

    def ask_to_upload(self, tracking_url: str, kind: str = "image/png") -> Json:
        """The form for one picture."""
        address = f"{self.stack.front}/v1/reports/{tracking_url.rpartition('/')[2]}/screenshots"
        return _json(self.http.post(address, json={"content_type": kind}))

    def post_form(self, form: Json, picture: bytes, kind: str = "image/png") -> httpx.Response:
        """Post a form that the API has answered with, from the shop's page."""
        file = {"file": ("screenshot", picture, kind)}
        headers = {"Origin": self.stack.sandbox}
        return self.http.post(form["url"], data=form["fields"], files=file, headers=headers)

    def move(self, key: str, to: str, by: str) -> None:
        """Drag a card of Jira's board."""
        self.panel(f"jira/{key}/move", to=to, by=by)

    def comment(self, key: str, body: str, by: str) -> None:
        """Comment on an issue in Jira."""
        self.panel(f"jira/{key}/comment", body=body, by=by)

    def assign(self, key: str, to: str, by: str) -> None:
        """Give an issue to somebody in Jira."""
        self.panel(f"jira/{key}/assign", to=to, by=by)

    def delete_issue(self, key: str) -> None:
        """Delete an issue in Jira."""
        account = Credentials.read(PUBLISHED)
        url = f"{self.stack.sandbox}/jira/rest/api/2/issue/{key}"
        self.http.delete(url, auth=(account.jira_email, account.jira_token)).raise_for_status()

    def attachment(self, attachment: Json) -> bytes:
        """A file that is attached to an issue in Jira."""
        account = Credentials.read(PUBLISHED)
        auth = (account.jira_email, account.jira_token)
        return self.http.get(attachment["content"], params={"redirect": "false"}, auth=auth).content

    def press(self, ts: str, action: str, by: str) -> Json:
        """Press a button under a Slack message; how Wilco answered, and in how many milliseconds."""
        return self.panel("slack/press", ts=ts, action_id=action, by=by)

    def views(self) -> list[Json]:
        """The forms that Slack shows to anybody now."""
        found: list[Json] = self._get("panel/slack/messages")["views"]
        return found

    def fill_in(self, form: Mapping[str, Mapping[str, str]], by: str) -> Json:
        """Fill in the newest form that Slack shows to this person, and send it."""
        view = self.views()[-1]
        return self.panel("slack/submit", view_id=view["id"], values=form, by=by)

    def start_dialog(self, by: str, body: str, page: str = "") -> str:
        """Write to the support chat as a person of the shop (`ann`); returns the dialog's id."""
        return str(self.panel("chat/start", by=by, body=body, page=page)["id"])

    def say_in_dialog(self, dialog: str, body: str) -> None:
        """Write once more as the dialog's person."""
        self.panel(f"chat/{dialog}/say", body=body)

    def reply_in_dialog(self, dialog: str, body: str, by: str = "daria") -> None:
        """Answer the person as an operator."""
        self.panel(f"chat/{dialog}/reply", body=body, by=by)

    def note_in_dialog(self, dialog: str, body: str, by: str = "daria") -> None:
        """Leave a note that operators alone read."""
        self.panel(f"chat/{dialog}/note", body=body, by=by)

    def tag_dialog(self, dialog: str, tag: str, by: str = "daria") -> None:
        """Put a tag on a dialog."""
        self.panel(f"chat/{dialog}/tag", tag=tag, by=by)

    def assign_dialog(self, dialog: str, to: str | None, by: str = "daria") -> None:
        """Give a dialog to an operator, or to nobody."""
        self.panel(f"chat/{dialog}/assign", to=to, by=by)

    def close_dialog(self, dialog: str, by: str = "daria") -> None:
        """Close a dialog."""
        self.panel(f"chat/{dialog}/close", by=by)

    def dialogs(self) -> list[Json]:
        """Every dialog, as `dialog` says it."""
        return list(self._get("panel/chat/dialogs"))

    def dialog(self, dialog: str) -> Json:
        """A dialog as the chat has it: `url`, `parts`, `tags`, and what the person sees of it (`seen_by_person`)."""
        found: Json = self._get(f"panel/chat/{dialog}")
        return found

    def set_chat_webhook(self, **switches: Any) -> None:
        """Set what the chat's webhook tells: its `shape`, and whether `notes` and `changes` (tags …) are told too."""
        self.panel("chat/webhook", **switches)

    def issues(self) -> list[Json]:
        """Every issue in Jira, with its remote links, its comments and its history."""
        return list(self._get("panel/jira/issues"))

    def messages(self) -> list[Json]:
        """Every message in Slack, with its metadata."""
        return list(self._get("panel/slack/messages")["messages"])

    def mails(self, to: str = "") -> list[Json]:
        """Every mail that arrived, or those to one address, oldest first."""
        return list(self._get("mail/api/messages", to=to))

    def mail_journal(self, since_id: int = 0) -> list[Json]:
        """What is kept of each mail beside it, without opening any: `id`, `to`, `kind`, `order`, `received_at`."""
        return list(self._get("mail/api/journal", since_id=str(since_id)))

    def counts(self) -> Json:
        """The sandbox's own counts."""
        found: Json = self._get("panel/state")
        return found

    def break_down(self, vendor: str, fault: str, match: str = "", **more: Any) -> None:
        """Make a vendor fail: `times` for the next calls only, `seconds` where the fault has a duration."""
        self.panel("faults", vendor=vendor, fault=fault, match=match, **more)

    def mend(self) -> None:
        """End every fault."""
        self.http.delete(f"{self.stack.sandbox}/panel/faults").raise_for_status()

    def faults_that_struck(self) -> dict[str, int]:
        """How often each fault that was ordered has struck."""
        rules = self._get("panel/faults")
        return {f"{rule['vendor']} {rule['match']}: {rule['fault']}": rule["hits"] for rule in rules}

    def until_quiet(self) -> None:
        """Return when nothing is under way and the mail has come. Raises NeverQuiet."""
        self._quiet.wait()

    def panel(self, path: str, **body: Any) -> Json:
        """Act on the sandbox's panel."""
        return _json(self.http.post(f"{self.stack.sandbox}/panel/{path}", json=body))

    def _get(self, path: str, **query: str) -> Any:
        answer = self.http.get(f"{self.stack.sandbox}/{path}", params=query)
        answer.raise_for_status()
        return answer.json()

    @cached_property
    def _quiet(self) -> Quiet:
        return Quiet(self.stack, self.counts)


def _json(answer: httpx.Response) -> Json:
    answer.raise_for_status()
    body: Json = answer.json()
    return body
