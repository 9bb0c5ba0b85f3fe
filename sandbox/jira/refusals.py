"""What Jira refuses, and in which shape it says so.

The wording follows Jira Cloud's where it is known; programs should go by the status and the name of the field.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sandbox.jira import catalogue
from sandbox.state import Json

TEXT_LIMIT = 32_767
SUMMARY_LIMIT = LABEL_LIMIT = 255
PROPERTY_LIMIT = 32_768
MISSING = {
    "project": "valid project is required",
    "issuetype": "valid issue type is required",
    "summary": "You must specify a summary of the issue.",
}

Value = Any
Parser = Callable[[Value, str], Value]


class Refusal(Exception):
    """An answer that is not a success: its status and Jira's error collection."""

    def __init__(self, status: int, *messages: str, errors: dict[str, str] | None = None) -> None:
        super().__init__(status, messages, errors)
        self.status = status
        self.body: Json = {"errorMessages": list(messages), "errors": errors or {}}


class Unfit(ValueError):
    """A value that its field does not take; the text goes under the field's name in `errors`."""


def no_such_issue() -> Refusal:
    """Return Jira's 404, which means missing or no permission."""
    return Refusal(404, "Issue does not exist or you do not have permission to see it.")


def not_on_screen(field: str) -> str:
    """Return the words about a field that the project's screen does not have."""
    return f"Field '{field}' cannot be set. It is not on the appropriate screen, or unknown."


def parse(field: str, value: Value, api: str) -> Value:
    """Return what to store for a field sent over REST version `api`; Unfit when Jira would not take it."""
    known = catalogue.FIELDS.get(field)
    if known is None or not known.on_screen:
        raise Unfit(not_on_screen(field))
    return PARSERS[field](value, api)


def rich_text(value: Value, api: str) -> Value:
    """Take wiki markup on version 2 and an Atlassian document on version 3."""
    if value is None:
        return None
    if api == "3":
        if not isinstance(value, dict) or value.get("type") != "doc" or value.get("version") != 1:
            raise Unfit("Operation value must be an Atlassian Document (see the Atlassian Document Format)")
    elif not isinstance(value, str):
        raise Unfit("Operation value must be a string")
    if len(str(value)) > TEXT_LIMIT:
        raise Unfit(f"The entered text is too long. It exceeds the allowed limit of {TEXT_LIMIT:,} characters.")
    return value


def _summary(value: Value, api: str) -> str:
    if not isinstance(value, str):
        raise Unfit("Operation value must be a string")
    if not value.strip():
        raise Unfit("You must specify a summary of the issue.")
    if "\n" in value or "\r" in value:
        raise Unfit("The summary is invalid because it contains newline characters.")
    if len(value) > SUMMARY_LIMIT:
        raise Unfit(f"Summary can't exceed {SUMMARY_LIMIT} characters.")
    return value.strip()


def label(value: Value) -> str:
    """Take one label."""
    if not isinstance(value, str) or not value:
        raise Unfit("label must be a string")
    if any(c.isspace() for c in value):
        raise Unfit(f"The label '{value}' contains spaces which is invalid.")
    if len(value) > LABEL_LIMIT:
        raise Unfit(f"The label '{value[:20]}...' exceeds {LABEL_LIMIT} characters.")
    return value


def _labels(value: Value, api: str) -> list[str]:
    if not isinstance(value, list):
        raise Unfit("data was not an array")
    return list(dict.fromkeys(label(one) for one in value))


def component(value: Value) -> str:
    """Take one component, which must be an object and must exist in the project."""
    return _choice("Component", catalogue.COMPONENTS)(value, "2")


def _components(value: Value, api: str) -> list[str]:
    if not isinstance(value, list):
        raise Unfit("data was not an array")
    return list(dict.fromkeys(component(one) for one in value))


def _choice(what: str, choices: tuple[catalogue.Named, ...]) -> Callable[[Value, str], str]:
    def take(value: Value, api: str) -> str:
        if not isinstance(value, dict) or not ({"id", "name"} & set(value)):
            raise Unfit(f"{what}: expected an object with 'id' or 'name'")
        asked = str(value.get("id", value.get("name")))
        found = catalogue.named(choices, asked)
        if found is None:
            raise Unfit(f"{what} name '{asked}' is not valid")
        return found.name

    return take


def _project(value: Value, api: str) -> str:
    asked = value if isinstance(value, dict) else {}
    for key, project in catalogue.PROJECTS.items():
        if key == asked.get("key") or project.id == asked.get("id"):
            return key
    raise Unfit("valid project is required")


def _issue_type(value: Value, api: str) -> str:
    try:
        return _choice("Issue type", catalogue.ISSUE_TYPES)(value, api)
    except Unfit:
        raise Unfit("Specify a valid issue type") from None


def user(value: Value, api: str) -> str | None:
    """Take an account by id; names and e-mail addresses have not been taken since GDPR."""
    if value is None:
        return None
    asked = value.get("accountId", value.get("id")) if isinstance(value, dict) else None
    if asked is None:
        raise Unfit("expected an object with 'accountId' or 'id'")
    found = next((p for p in catalogue.PEOPLE if p.account_id == asked), None)
    if found is None:
        raise Unfit(f"User '{asked}' does not exist.")
    return found.account_id


def _number(value: Value, api: str) -> float | int | None:
    if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
        raise Unfit("Operation value must be a number")
    return value


def _date(value: Value, api: str) -> str | None:
    parts = str(value).split("-")
    if value is not None and ([len(part) for part in parts] != [4, 2, 2] or not "".join(parts).isdigit()):
        raise Unfit("Error parsing date string: use the format yyyy-MM-dd")
    return None if value is None else str(value)


def _parent(value: Value, api: str) -> str:
    if not isinstance(value, dict) or not value.get("key"):
        raise Unfit("expected an object with 'key'")
    return str(value["key"])


PARSERS: dict[str, Parser] = {
    "project": _project,
    "issuetype": _issue_type,
    "summary": _summary,
    "description": rich_text,
    "environment": rich_text,
    "labels": _labels,
    "components": _components,
    "priority": _choice("Priority", catalogue.PRIORITIES),
    "assignee": user,
    "reporter": user,
    "duedate": _date,
    "parent": _parent,
    catalogue.AFFECTED: _number,
}


def check_properties(raw: Value) -> dict[str, Value]:
    """Take a list of `{key, value}` properties, or raise the Refusal."""
    if not isinstance(raw, list) or not all(isinstance(p, dict) and {"key", "value"} <= set(p) for p in raw):
        raise Refusal(400, "properties must be a list of objects with a key and a value")
    for one in raw:
        check_property(str(one["key"]), one["value"])
    return {str(one["key"]): one["value"] for one in raw}


def check_property(key: str, value: Value) -> None:
    """Raise the Refusal for a property that is too long."""
    if not 0 < len(key) <= SUMMARY_LIMIT:
        raise Refusal(400, "The property key cannot be empty or longer than 255 characters.")
    if len(str(value)) > PROPERTY_LIMIT:
        raise Refusal(400, "The property value cannot be longer than 32768 characters.")


def comment_body(raw: Json, api: str) -> Value:
    """Return the body of a comment, or raise the Refusal."""
    try:
        body = rich_text(raw.get("body"), api)
    except Unfit as unfit:
        raise Refusal(400, errors={"comment": str(unfit)}) from None
    if not body or (isinstance(body, str) and not body.strip()):
        raise Refusal(400, errors={"comment": "Comment body can not be empty!"})
    return body


def check_remote_link(raw: Json) -> None:
    """Raise the Refusal for a remote link without an address or a title."""
    target = raw.get("object") if isinstance(raw.get("object"), dict) else {}
    errors = {name: f"'{name}' is required." for name in ("url", "title") if not (target or {}).get(name)}
    if len(str(raw.get("globalId") or "")) > SUMMARY_LIMIT:
        errors["globalId"] = "The globalId cannot be longer than 255 characters."
    if errors:
        raise Refusal(400, errors=errors)
