"""What happens in this Jira: each change is checked, stored and put into the outbox in one transaction.

The REST API, the pages and the panel all come through here, so that a card dragged by a person and a call of a
program leave the same traces.
"""

from __future__ import annotations

import time
from typing import Any

from sandbox.jira import catalogue, refusals
from sandbox.jira.announcements import Announcements
from sandbox.jira.changes import Edit, change_item, file_item
from sandbox.jira.refusals import Refusal, Unfit
from sandbox.jira.representation import LINK_TYPE
from sandbox.jira.webhooks import Webhooks
from sandbox.state import Json, State


class JiraSite:
    """The issues and what is done to them; `by` is always the account id of who does it."""

    def __init__(self, state: State, webhooks: Webhooks, base: str) -> None:
        self.state = state
        self.base = base
        self._tell = Announcements(state, webhooks, base)

    def find(self, id_or_key: str) -> Json:
        """Return an issue by id, by key or by a key that it had before; Jira's 404 otherwise."""
        named = self.state.get("issuekey", id_or_key.upper())
        issue = self.state.get("issue", named["id"] if named else id_or_key)
        if issue is None:
            raise refusals.no_such_issue()
        return issue

    def create(self, raw: Json, api: str, by: str) -> Json:
        """Create an issue of the body of POST /issue."""
        edit = Edit.of(raw, api, {"labels": [], "components": []})
        for name in ("project", "issuetype", "summary"):
            if name not in edit.values and name not in edit.errors:
                edit.refuse(name, refusals.MISSING[name])
        properties = refusals.check_properties(raw.get("properties", []))
        edit.raise_errors()
        with self.state.transaction():
            issue = self._new_issue(edit.values, properties, by)
            self._tell.issue(issue, by, "jira:issue_created", "issue_created")
            self._finish(issue, edit, api, by)
        return issue

    def _new_issue(self, values: Json, properties: Json, by: str) -> Json:
        now = time.time()
        ident = str(self.state.next("jira issue", 10_000))
        key = f"{values['project']}-{self.state.next('jira ' + values['project'])}"
        defaults: Json = {
            "description": None,
            "environment": None,
            "labels": [],
            "components": [],
            "priority": catalogue.DEFAULT_PRIORITY,
            "assignee": None,
            "reporter": by,
            "duedate": None,
            "parent": None,
            catalogue.AFFECTED: None,
            "status": catalogue.STATUSES[0].id,
            "resolution": None,
            "resolutiondate": None,
            "created": now,
            "updated": now,
            "creator": by,
        }
        self.state.put("issuekey", key, {"id": ident})
        fields = {**defaults, **values}
        return self.state.put("issue", ident, {"id": ident, "key": key, "fields": fields, "properties": properties})

    def edit(self, issue: Json, raw: Json, api: str, by: str) -> Json:
        """Change an issue by the body of PUT /issue."""
        edit = Edit.of(raw, api, issue["fields"])
        properties = refusals.check_properties(raw.get("properties", []))
        edit.raise_errors()
        with self.state.transaction():
            if properties:
                issue = self.state.put(
                    "issue", issue["id"], {**issue, "properties": {**issue["properties"], **properties}}
                )
            issue = self._apply(issue, edit.values, by)
            self._finish(issue, edit, api, by)
        return issue

    def _finish(self, issue: Json, edit: Edit, api: str, by: str) -> None:
        """Do the operations of `update` that make things of their own: comments and links."""
        for comment in edit.comments:
            self.comment(issue, comment, api, by)
        for link in edit.links:
            other = link.get("outwardIssue") or link.get("inwardIssue") or {}
            self.link(link.get("type", {}), issue, self.find(str(other.get("key") or other.get("id"))))

    def _apply(self, issue: Json, values: Json, by: str) -> Json:
        old = issue["fields"]
        changed = {name: value for name, value in values.items() if old.get(name) != value}
        if not changed:
            return issue
        items = [change_item(name, old.get(name), value) for name, value in changed.items()]
        fields = {**old, **changed, "updated": time.time()}
        issue = self.state.put("issue", issue["id"], {**issue, "fields": fields})
        kind = "issue_updated"
        if "status" in changed:
            kind = "issue_generic"
        elif "assignee" in changed:
            kind = "issue_assigned"
        entry = self._history(issue, by, [item for item in items if item["field"] != "resolutiondate"])
        changelog = {"id": entry["id"], "items": entry["items"]}
        self._tell.issue(issue, by, "jira:issue_updated", kind, changelog=changelog)
        return issue

    def transitions(self, issue: Json) -> list[catalogue.Status]:
        """Return where an issue can go: everywhere but where it is."""
        return [status for status in catalogue.STATUSES if status.id != issue["fields"]["status"]]

    def move(self, issue: Json, transition_id: str, raw: Json, api: str, by: str) -> Json:
        """Do a transition; Jira's 400 when it is not available now."""
        target = next((s for s in self.transitions(issue) if s.transition_id == transition_id), None)
        if target is None:
            raise Refusal(400, f"Transition id '{transition_id}' is not valid for this issue.")
        edit = Edit.of(raw, api, issue["fields"])
        edit.raise_errors()
        moved = {
            "status": target.id,
            "resolution": target.resolution,
            "resolutiondate": time.time() if target.resolution else None,
        }
        with self.state.transaction():
            self.state.tally("jira transitions")
            issue = self._apply(issue, {**edit.values, **moved}, by)
            self._finish(issue, edit, api, by)
        return issue

    def assign(self, issue: Json, account_id: str | None, by: str) -> Json:
        """Give an issue to somebody, or to nobody."""
        try:
            value = refusals.user({"accountId": account_id} if account_id else None, "3")
        except Unfit as unfit:
            raise Refusal(400, errors={"assignee": str(unfit)}) from None
        with self.state.transaction():
            return self._apply(issue, {"assignee": value}, by)

    def comment(self, issue: Json, raw: Json, api: str, by: str, ident: str | None = None) -> Json:
        """Add a comment, or change the one with the id given."""
        body = refusals.comment_body(raw, api)
        properties = refusals.check_properties(raw.get("properties", []))
        now = time.time()
        with self.state.transaction():
            old = self.state.get("comment", ident) if ident else None
            comment = old or {"author": by, "created": now, "properties": {}}
            ident = ident or str(self.state.next("jira comment", 10_100))
            comment = {
                **comment,
                "id": ident,
                "belongs_to": issue["id"],
                "body": body,
                "update_author": by,
                "updated": now,
                "properties": {**comment["properties"], **properties},
            }
            self.state.put("comment", ident, comment)
            issue = self._touch(issue)
            self._tell.comment(issue, comment, by, "comment_updated" if old else "comment_created")
        return comment

    def delete_comment(self, issue: Json, comment: Json, by: str) -> None:
        """Delete a comment."""
        with self.state.transaction():
            self.state.delete("comment", comment["id"])
            self._tell.comment(self._touch(issue), comment, by, "comment_deleted")

    def attach(self, issue: Json, name: str, kind: str, content: bytes, by: str) -> Json:
        """Put a file on an issue. A second one of the same name is another file, as in Jira."""
        with self.state.transaction():
            ident = str(self.state.next("jira attachment", 10_500))
            self.state.put_blob(f"attachment-{ident}", content)
            about = {"filename": name, "mimeType": kind, "size": len(content), "author": by, "created": time.time()}
            attachment = {"id": ident, "belongs_to": issue["id"], **about}
            self.state.put("attachment", ident, attachment)
            self._tell_of_file(issue, by, file_item(None, attachment))
        return attachment

    def detach(self, issue: Json, attachment: Json, by: str) -> None:
        """Take a file off an issue."""
        with self.state.transaction():
            self.state.delete("attachment", attachment["id"])
            self.state.delete_blob(f"attachment-{attachment['id']}")
            self._tell_of_file(issue, by, file_item(attachment, None))

    def _tell_of_file(self, issue: Json, by: str, item: Json) -> None:
        issue = self._touch(issue)
        changelog = {"id": self._history(issue, by, [item])["id"], "items": [item]}
        self._tell.issue(issue, by, "jira:issue_updated", "issue_updated", changelog=changelog)

    def delete(self, issue: Json, by: str) -> None:
        """Delete an issue and all that belongs to it."""
        with self.state.transaction():
            self._tell.issue(issue, by, "jira:issue_deleted", "issue_deleted")
            for kind in ("comment", "remotelink", "history", "attachment"):
                for one in self.state.belonging(kind, issue["id"]):
                    self.state.delete(kind, one["id"])
                    self.state.delete_blob(f"{kind}-{one['id']}")
            for link in self.state.all("issuelink"):
                if issue["id"] in (link["inward"], link["outward"]):
                    self.state.delete("issuelink", link["id"])
            self.state.delete("issue", issue["id"])
            self.state.delete("issuekey", issue["key"])

    def link(self, kind: Json, inward: Json, outward: Json) -> None:
        """Link two issues; a link that is there already is no error."""
        if LINK_TYPE["name"] != kind.get("name") and LINK_TYPE["id"] != kind.get("id"):
            raise Refusal(404, f"No issue link type with name '{kind.get('name')}' found.")
        pair = {inward["id"], outward["id"]}
        if any({one["inward"], one["outward"]} == pair for one in self.state.all("issuelink")):
            return
        with self.state.transaction():
            ident = str(self.state.next("jira issuelink", 10_200))
            link = {"id": ident, "inward": inward["id"], "outward": outward["id"]}
            self.state.put("issuelink", ident, link)

    def remote_link(self, issue: Json, raw: Json) -> tuple[Json, bool]:
        """Make a remote link, or replace the one with the same globalId; say whether it is new."""
        refusals.check_remote_link(raw)
        links = self.state.belonging("remotelink", issue["id"])
        same = [one for one in links if raw.get("globalId") and one["body"].get("globalId") == raw["globalId"]]
        with self.state.transaction():
            ident = same[0]["id"] if same else str(self.state.next("jira remotelink", 10_300))
            names = ("globalId", "application", "relationship", "object")
            body = {name: raw.get(name) for name in names}
            link = {"id": ident, "belongs_to": issue["id"], "body": body}
            return self.state.put("remotelink", ident, link), not same

    def set_property(self, issue: Json, key: str, value: Any) -> None:
        """Set a property of an issue; no webhook of the kinds that we send tells of it."""
        refusals.check_property(key, value)
        self.state.put("issue", issue["id"], {**issue, "properties": {**issue["properties"], key: value}})

    def _touch(self, issue: Json) -> Json:
        fields = {**issue["fields"], "updated": time.time()}
        return self.state.put("issue", issue["id"], {**issue, "fields": fields})

    def _history(self, issue: Json, by: str, items: list[Json]) -> Json:
        ident = str(self.state.next("jira history", 10_400))
        entry = {"id": ident, "belongs_to": issue["id"], "author": by, "created": time.time(), "items": items}
        return self.state.put("history", ident, entry) if items else entry
