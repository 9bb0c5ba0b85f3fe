"""What an administrator would have set up in this Jira: people, projects, the workflow, fields on the screens."""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.state import Json


@dataclass(frozen=True)
class Person:
    """An Atlassian account. The handle is ours, for the panel and the pages; Jira knows the account id only."""

    handle: str
    account_id: str
    name: str
    email: str
    account_type: str = "atlassian"


@dataclass(frozen=True)
class Status:
    """A column of the workflow, with the one transition that leads to it from anywhere."""

    id: str
    name: str
    category: str
    transition_id: str
    transition: str
    resolution: str | None = None


@dataclass(frozen=True)
class Named:
    """Anything that Jira names and numbers: a priority, a component, an issue type."""

    id: str
    name: str


BOT = Person("wilco", "5b10a-wilco-bot", "Wilco", "wilco-bot@example.com", "app")
PEOPLE = (
    BOT,
    Person("erin", "5b10a-erin", "Erin Walsh", "erin@example.com"),
    Person("mikhail", "5b10a-mikhail", "Mikhail Orlov", "mikhail@example.com"),
    Person("priya", "5b10a-priya", "Priya Nair", "priya@example.com"),
)
PROJECTS = {"SHOP": Named("10000", "Shop"), "WEB": Named("10001", "Website")}
ISSUE_TYPES = (Named("10004", "Bug"), Named("10005", "Incident"), Named("10006", "Task"))
PRIORITIES = tuple(Named(str(n), name) for n, name in enumerate(("Highest", "High", "Medium", "Low", "Lowest"), 1))
COMPONENTS = tuple(
    Named(str(10100 + n), name) for n, name in enumerate(("Prices", "Orders", "Media", "Delivery", "Site"))
)
RESOLUTIONS = (Named("10000", "Done"), Named("10001", "Won't Do"))
STATUSES = (
    Status("10000", "To Do", "new", "11", "Back to To Do"),
    Status("10001", "In Progress", "indeterminate", "21", "Start progress"),
    Status("10002", "In Review", "indeterminate", "31", "Ask for review"),
    Status("10003", "Done", "done", "41", "Done", "Done"),
    Status("10004", "Won't Do", "done", "51", "Close without doing", "Won't Do"),
)
CATEGORIES: dict[str, Json] = {
    "new": {"id": 2, "key": "new", "colorName": "blue-gray", "name": "To Do"},
    "indeterminate": {"id": 4, "key": "indeterminate", "colorName": "yellow", "name": "In Progress"},
    "done": {"id": 3, "key": "done", "colorName": "green", "name": "Done"},
}
AFFECTED = "customfield_10050"
DEFAULT_PRIORITY = "Medium"


@dataclass(frozen=True)
class Field:
    """A field: its id, its name on the screen, the type of its value, and whether a screen lets it be set."""

    id: str
    name: str
    type: str
    on_screen: bool = True
    required: bool = False


FIELDS = {
    field.id: field
    for field in (
        Field("project", "Project", "project", required=True),
        Field("issuetype", "Issue Type", "issuetype", required=True),
        Field("summary", "Summary", "string", required=True),
        Field("description", "Description", "string"),
        Field("environment", "Environment", "string"),
        Field("labels", "Labels", "array"),
        Field("components", "Components", "array"),
        Field("priority", "Priority", "priority"),
        Field("assignee", "Assignee", "user"),
        Field("reporter", "Reporter", "user"),
        Field("duedate", "Due date", "date"),
        Field("parent", "Parent", "issuelink"),
        Field(AFFECTED, "Affected people", "number"),
        Field("status", "Status", "status", on_screen=False),
        Field("resolution", "Resolution", "resolution", on_screen=False),
        Field("resolutiondate", "Resolved", "datetime", on_screen=False),
        Field("created", "Created", "datetime", on_screen=False),
        Field("updated", "Updated", "datetime", on_screen=False),
        Field("creator", "Creator", "user", on_screen=False),
        Field("comment", "Comment", "comments-page", on_screen=False),
        Field("issuelinks", "Linked Issues", "array", on_screen=False),
        Field("attachment", "Attachment", "array", on_screen=False),
    )
}


def person(handle_or_id: str) -> Person | None:
    """Find a person by account id, handle or e-mail."""
    return next((p for p in PEOPLE if handle_or_id in (p.account_id, p.handle, p.email)), None)


def status(id_or_name: str) -> Status | None:
    """Find a status by id or name."""
    return next((s for s in STATUSES if id_or_name in (s.id, s.name)), None)


def named(choices: tuple[Named, ...], id_or_name: str) -> Named | None:
    """Find something by id or name."""
    return next((choice for choice in choices if id_or_name in (choice.id, choice.name)), None)


def status_of(ident: str) -> Status:
    """Return the status that is certain to exist."""
    return next(s for s in STATUSES if s.id == ident)
