"""What one clause of JQL selects: a field, an operator and its values become a predicate over stored issues."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sandbox.jira import adf, catalogue
from sandbox.jira.refusals import Refusal
from sandbox.state import Json

Predicate = Callable[[Json], bool]

_AGO = re.compile(r"^-(\d+)([mhdw])$")
_SECONDS = {"m": 60, "h": 3600, "d": 86_400, "w": 604_800}
_DATES = ("%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M", "%Y-%m-%d", "%Y/%m/%d")
_ALIASES = {"issuekey": "key", "issue": "key", "type": "issuetype", "component": "components", "label": "labels"}


def misread(why: str) -> Refusal:
    """Return Jira's 400 for a query that it does not understand."""
    return Refusal(400, f"Error in the JQL Query: {why}")


def field_name(raw: str) -> str:
    """Return the id of the field that a query means; Jira's 400 when there is none."""
    name = raw.strip("\"'").lower()
    name = _ALIASES.get(name, name)
    if name == "affected people" or name == "cf[10050]":
        return catalogue.AFFECTED
    if name not in catalogue.FIELDS and name not in ("id", "key", "statuscategory", "text"):
        raise Refusal(400, f"Field '{raw}' does not exist or you do not have permission to view it.")
    return name


def compare(name: str, operator: str, values: list[str]) -> Predicate:
    """Return the predicate of one clause."""
    _check_known(name, values)
    if operator in ("=", "in"):
        return lambda issue: any(_matches(issue, name, value) for value in values)
    if operator in ("!=", "not in"):
        # As in Jira, an empty field is not "different": it is left out.
        return lambda issue: bool(values_of(issue, name)) and not any(_matches(issue, name, v) for v in values)
    if operator in ("~", "!~"):
        wanted = operator == "~"
        return lambda issue: any(values[0].lower() in str(v).lower() for v in values_of(issue, name)) is wanted
    if operator in ("<", "<=", ">", ">="):
        return _ordered(name, operator, values[0])
    raise misread(f"Expecting an operator but got '{operator}'.")


def _check_known(name: str, values: list[str]) -> None:
    known: dict[str, set[str]] = {
        "project": {p for key, named in catalogue.PROJECTS.items() for p in (key, named.id, named.name)},
        "status": {text for s in catalogue.STATUSES for text in (s.id, s.name)},
        "issuetype": {text for t in catalogue.ISSUE_TYPES for text in (t.id, t.name)},
        "priority": {text for p in catalogue.PRIORITIES for text in (p.id, p.name)},
    }
    for value in values:
        if name in known and value.lower() not in {text.lower() for text in known[name]}:
            raise Refusal(400, f"The value '{value}' does not exist for the field '{name}'.")


def _ordered(name: str, operator: str, value: str) -> Predicate:
    bound = _moment(value) if name in ("created", "updated", "resolutiondate") else _number(value)

    def holds(issue: Json) -> bool:
        found = issue["fields"].get(name) if name != "id" else int(issue["id"])
        if found is None:
            return False
        return {
            "<": found < bound,
            "<=": found <= bound,
            ">": found > bound,
            ">=": found >= bound,
        }[operator]

    return holds


def _number(value: str) -> float:
    try:
        return float(value)
    except ValueError:
        raise Refusal(400, f"The value '{value}' is not a number.") from None


def _moment(value: str) -> float:
    if ago := _AGO.match(value):
        return time.time() - int(ago[1]) * _SECONDS[ago[2]]
    for form in _DATES:
        try:
            return datetime.strptime(value, form).replace(tzinfo=UTC).timestamp()
        except ValueError:
            continue
    raise Refusal(400, f"Date value '{value}' is invalid. Valid formats include: 'yyyy/MM/dd HH:mm', '-5d'.")


def _matches(issue: Json, name: str, value: str) -> bool:
    if value.lower() in ("empty", "unresolved") and not values_of(issue, name):
        return True
    if name == "labels":
        return value in issue["fields"]["labels"]
    return value.lower() in (str(found).lower() for found in values_of(issue, name))


def values_of(issue: Json, name: str) -> list[Any]:
    """Return everything by which a field of an issue may be called in a query."""
    fields = issue["fields"]
    if name in ("id", "key"):
        return [issue["id"], issue["key"]]
    if name in ("status", "statuscategory"):
        status = catalogue.status_of(fields["status"])
        category = catalogue.CATEGORIES[status.category]
        return [status.id, status.name] if name == "status" else [status.category, category["name"], category["id"]]
    if name == "project":
        project = catalogue.PROJECTS[fields["project"]]
        return [fields["project"], project.id, project.name]
    if name == "text":
        return [fields["summary"], adf.as_wiki(fields["description"]) or ""]
    value = fields.get(name)
    return value if isinstance(value, list) else [] if value is None else [value]


def sort_key(issue: Json, name: str) -> tuple[bool, Any]:
    """Return what an issue is ordered by; empty fields come first."""
    if name in ("key", "id"):
        return True, int(issue["id"])
    value = issue["fields"].get(name)
    return value is not None, value if value is not None else 0
