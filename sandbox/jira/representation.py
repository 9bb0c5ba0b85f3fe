"""How issues, comments and people look in Jira's answers and webhooks."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

from sandbox.jira import adf, catalogue
from sandbox.state import Json, State


def stamp(seconds: float) -> str:
    """Return a time as Jira writes it: `2026-11-21T21:15:03.123+0000`."""
    moment = datetime.fromtimestamp(seconds, UTC)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03d}+0000"


class Representation:
    """Makes answers of one REST version; `base` is the site's address, for the `self` links."""

    def __init__(self, state: State, base: str, api: str = "2") -> None:
        self._state = state
        self._rest = f"{base}/rest/api/{api}"
        self._rich = adf.as_document if api == "3" else adf.as_wiki

    def issue(self, issue: Json, fields: str = "*all", expand: str = "", properties: str = "") -> Json:
        """Return an issue with the fields asked for, in Jira's notation (`*all`, `summary,labels`, `-comment`)."""
        body: Json = {
            "expand": "renderedFields,names,schema,operations,editmeta,changelog,versionedRepresentations",
            "id": issue["id"],
            "self": f"{self._rest}/issue/{issue['id']}",
            "key": issue["key"],
        }
        body["fields"] = self._chosen(issue, [name.strip() for name in fields.split(",") if name.strip()])
        if "changelog" in expand.split(","):
            histories = [self.history(h) for h in self._of("history", issue)][::-1]
            body["changelog"] = {
                "startAt": 0,
                "maxResults": len(histories),
                "total": len(histories),
                "histories": histories,
            }
        if properties:
            wanted = properties.split(",")
            kept = {k: v for k, v in issue["properties"].items() if "*all" in wanted or k in wanted}
            body["properties"] = kept
        return body

    def _chosen(self, issue: Json, asked: list[str]) -> Json:
        everything = {"*all", "*navigable"} & set(asked)
        added = {name for name in asked if not name.startswith(("-", "*"))}
        removed = {name[1:] for name in asked if name.startswith("-")}
        base: Iterable[str] = catalogue.FIELDS if everything or not added else ()
        if "*all" not in asked and everything:
            base = set(base) - {"comment"}
        return {
            name: self._field(issue, name)
            for name in catalogue.FIELDS
            if (name in base or name in added) and name not in removed
        }

    def _field(self, issue: Json, name: str) -> Any:
        value = issue["fields"].get(name)
        if name in ("assignee", "reporter", "creator"):
            return self.user(value) if value else None
        if name in ("description", "environment"):
            return self._rich(value)
        if name in ("created", "updated", "resolutiondate"):
            return stamp(value) if value else None
        special: dict[str, Callable[[Any], Any]] = {
            "project": self.project,
            "status": self.status,
            "issuetype": lambda v: self._named("issuetype", catalogue.ISSUE_TYPES, v),
            "priority": lambda v: self._named("priority", catalogue.PRIORITIES, v),
            "resolution": lambda v: v and self._named("resolution", catalogue.RESOLUTIONS, v),
            "components": lambda v: [self._named("component", catalogue.COMPONENTS, one) for one in v],
            "parent": lambda v: v and self._brief(v),
            "comment": lambda v: self.comments(issue),
            "issuelinks": lambda v: self._links(issue),
            "attachment": lambda v: [self.attachment(one) for one in self._of("attachment", issue)],
        }
        return special[name](value) if name in special else value

    def _named(self, path: str, choices: tuple[catalogue.Named, ...], name: str) -> Json:
        found = next(choice for choice in choices if choice.name == name)
        return {"self": f"{self._rest}/{path}/{found.id}", "id": found.id, "name": found.name}

    def _of(self, kind: str, issue: Json) -> list[Json]:
        return self._state.belonging(kind, issue["id"])

    def user(self, account_id: str) -> Json:
        """Return a person; as in Jira Cloud, without an e-mail address."""
        found = catalogue.person(account_id)
        return {
            "self": f"{self._rest}/user?accountId={account_id}",
            "accountId": account_id,
            "displayName": found.name if found else "Former user",
            "accountType": found.account_type if found else "atlassian",
            "active": found is not None,
            "timeZone": "Etc/UTC",
        }

    def project(self, key: str) -> Json:
        """Return a project's summary."""
        project = catalogue.PROJECTS[key]
        return {
            "self": f"{self._rest}/project/{project.id}",
            "id": project.id,
            "key": key,
            "name": project.name,
            "projectTypeKey": "software",
            "simplified": False,
        }

    def status(self, ident: str) -> Json:
        """Return a status with its category."""
        found = catalogue.status_of(ident)
        return {
            "self": f"{self._rest}/status/{ident}",
            "id": ident,
            "name": found.name,
            "description": "",
            "statusCategory": catalogue.CATEGORIES[found.category],
        }

    def comment(self, comment: Json, expand: str = "") -> Json:
        """Return a comment; its properties only when they are asked for."""
        body = {
            "self": f"{self._rest}/issue/{comment['belongs_to']}/comment/{comment['id']}",
            "id": comment["id"],
            "author": self.user(comment["author"]),
            "updateAuthor": self.user(comment["update_author"]),
            "body": self._rich(comment["body"]),
            "created": stamp(comment["created"]),
            "updated": stamp(comment["updated"]),
            "jsdPublic": True,
        }
        if "properties" in expand.split(","):
            body["properties"] = [{"key": k, "value": v} for k, v in comment["properties"].items()]
        return body

    def comments(self, issue: Json, expand: str = "") -> Json:
        """Return a page with all the comments of an issue."""
        found = [self.comment(one, expand) for one in self._of("comment", issue)]
        return {"comments": found, "maxResults": max(len(found), 50), "total": len(found), "startAt": 0}

    def attachment(self, attachment: Json) -> Json:
        """Return a file by what Jira says of it; pictures have a thumbnail."""
        ident, picture = attachment["id"], attachment["mimeType"].startswith("image/")
        return {
            "self": f"{self._rest}/attachment/{ident}",
            "id": ident,
            "filename": attachment["filename"],
            "author": self.user(attachment["author"]),
            "created": stamp(attachment["created"]),
            "size": attachment["size"],
            "mimeType": attachment["mimeType"],
            "content": f"{self._rest}/attachment/content/{ident}",
            **({"thumbnail": f"{self._rest}/attachment/thumbnail/{ident}"} if picture else {}),
        }

    def history(self, history: Json) -> Json:
        """Return one entry of the changelog."""
        return {
            "id": history["id"],
            "author": self.user(history["author"]),
            "created": stamp(history["created"]),
            "items": history["items"],
        }

    def _brief(self, key: str) -> Json:
        issue = next((i for i in self._state.all("issue") if i["key"] == key), None)
        return self.issue(issue, "summary,status,priority,issuetype") if issue else {"key": key}

    def _links(self, issue: Json) -> list[Json]:
        links = []
        for link in self._state.all("issuelink"):
            if issue["id"] not in (link["inward"], link["outward"]):
                continue
            side, other = ("outward", link["outward"]) if issue["id"] == link["inward"] else ("inward", link["inward"])
            found = self._state.get("issue", other)
            body = self.issue(found, "summary,status,priority,issuetype") if found else {"id": other}
            links.append({"id": link["id"], "type": LINK_TYPE, f"{side}Issue": body})
        return links


LINK_TYPE: Json = {"id": "10003", "name": "Relates", "inward": "relates to", "outward": "relates to"}
