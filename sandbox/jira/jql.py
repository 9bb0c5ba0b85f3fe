"""The part of JQL that an integration needs, and Jira's refusals for the rest.

An expression becomes a predicate over stored issues. Unbounded queries are refused, as Jira Cloud's
`/search/jql` does.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sandbox.jira import adf, catalogue
from sandbox.jira.refusals import Refusal
from sandbox.state import Json

Predicate = Callable[[Json], bool]

_TOKEN = re.compile(
    r"""\s*(?:(?P<text>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')|(?P<mark>>=|<=|!=|!~|[=<>~(),])|(?P<word>[^\s=<>!~(),"']+))"""
)
_AGO = re.compile(r"^-(\d+)([mhdw])$")
_SECONDS = {"m": 60, "h": 3600, "d": 86_400, "w": 604_800}
_DATES = ("%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M", "%Y-%m-%d", "%Y/%m/%d")
_ALIASES = {"issuekey": "key", "issue": "key", "type": "issuetype", "component": "components", "label": "labels"}


@dataclass(frozen=True)
class Query:
    """What to select, and in which order: pairs of field and whether it goes down."""

    selects: Predicate
    order: tuple[tuple[str, bool], ...]

    def run(self, issues: list[Json]) -> list[Json]:
        """Return the selected issues in order; newest first when no order was asked for."""
        found = [issue for issue in issues if self.selects(issue)]
        for name, down in reversed(self.order or (("created", True),)):
            found.sort(key=lambda issue, by=name: _sort_key(issue, by), reverse=down)  # type: ignore[misc]
        return found


def parse(jql: str) -> Query:
    """Parse JQL; Jira's 400 for what it does not understand and for a query without a restriction."""
    where, _, order = _split_order(jql)
    tokens = _tokens(where)
    if not tokens:
        raise Refusal(
            400,
            "Unbounded JQL queries are not allowed here. Please add a search restriction to your query.",
        )
    reader = _Reader(tokens)
    selects = reader.either()
    if reader.left():
        raise _misread(f"Expecting operator or end but got '{reader.left()[0]}'.")
    return Query(selects, _order(order))


def _split_order(jql: str) -> tuple[str, str, str]:
    found = re.search(r"\border\s+by\b", jql, re.IGNORECASE)
    return (jql[: found.start()], "order by", jql[found.end() :]) if found else (jql, "", "")


def _order(text: str) -> tuple[tuple[str, bool], ...]:
    pairs = []
    for part in filter(None, (one.strip() for one in text.split(","))):
        name, _, way = part.partition(" ")
        pairs.append((_field_name(name), way.strip().lower() == "desc"))
    if len(pairs) > 7:
        raise _misread("The maximum number of ORDER BY fields is 7.")
    return tuple(pairs)


def _tokens(text: str) -> list[str]:
    tokens, at = [], 0
    while at < len(text.rstrip()):
        found = _TOKEN.match(text, at)
        if found is None:
            raise _misread(f"The character '{text[at]}' is not understood.")
        tokens.append(found[0].strip())
        at = found.end()
    return tokens


def _misread(why: str) -> Refusal:
    return Refusal(400, f"Error in the JQL Query: {why}")


class _Reader:
    """A recursive-descent reader: OR over AND over NOT over clauses and brackets."""

    def __init__(self, tokens: list[str]) -> None:
        self._tokens = tokens

    def left(self) -> list[str]:
        return self._tokens

    def either(self) -> Predicate:
        parts = [self._both()]
        while self._taken("or"):
            parts.append(self._both())
        return lambda issue: any(part(issue) for part in parts)

    def _both(self) -> Predicate:
        parts = [self._one()]
        while self._taken("and"):
            parts.append(self._one())
        return lambda issue: all(part(issue) for part in parts)

    def _one(self) -> Predicate:
        if self._taken("not"):
            denied = self._one()
            return lambda issue: not denied(issue)
        if self._taken("("):
            inner = self.either()
            self._expect(")")
            return inner
        return self._clause()

    def _clause(self) -> Predicate:
        name = _field_name(self._take())
        operator = self._take().lower()
        if operator == "is":
            wanted = not self._taken("not")
            if self._take().lower() not in ("empty", "null"):
                raise _misread("Expecting EMPTY after 'is'.")
            return lambda issue: (not _values(issue, name)) is wanted
        if operator == "not":
            self._expect("in")
            operator = "not in"
        values = self._list() if operator.endswith("in") else [self._value()]
        return _compare(name, operator, values)

    def _list(self) -> list[str]:
        self._expect("(")
        values = [self._value()]
        while self._taken(","):
            values.append(self._value())
        self._expect(")")
        return values

    def _value(self) -> str:
        token = self._take()
        if token[0] in "\"'":
            return re.sub(r"\\(.)", r"\1", token[1:-1])
        if self._taken("("):
            self._expect(")")
            if token.lower() != "currentuser":
                raise _misread(f"Unable to find JQL function '{token}()'.")
            return catalogue.BOT.account_id
        return token

    def _taken(self, word: str) -> bool:
        if self._tokens and self._tokens[0].lower() == word:
            del self._tokens[0]
            return True
        return False

    def _expect(self, word: str) -> None:
        if not self._taken(word):
            raise _misread(f"Expecting '{word}' but got '{self._tokens[0] if self._tokens else 'the end'}'.")

    def _take(self) -> str:
        if not self._tokens:
            raise _misread("The query ends too early.")
        return self._tokens.pop(0)


def _field_name(raw: str) -> str:
    name = raw.strip("\"'").lower()
    name = _ALIASES.get(name, name)
    if name == "affected people" or name == "cf[10050]":
        return catalogue.AFFECTED
    if name not in catalogue.FIELDS and name not in ("id", "key", "statuscategory", "text"):
        raise Refusal(400, f"Field '{raw}' does not exist or you do not have permission to view it.")
    return name


def _compare(name: str, operator: str, values: list[str]) -> Predicate:
    _check_known(name, values)
    if operator in ("=", "in"):
        return lambda issue: any(_matches(issue, name, value) for value in values)
    if operator in ("!=", "not in"):
        # As in Jira, an empty field is not "different": it is left out.
        return lambda issue: bool(_values(issue, name)) and not any(_matches(issue, name, v) for v in values)
    if operator in ("~", "!~"):
        wanted = operator == "~"
        return lambda issue: any(values[0].lower() in str(v).lower() for v in _values(issue, name)) is wanted
    if operator in ("<", "<=", ">", ">="):
        return _ordered(name, operator, values[0])
    raise _misread(f"Expecting an operator but got '{operator}'.")


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
    bound = _moment(value) if name in ("created", "updated", "resolutiondate") else float(value)

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
    if value.lower() in ("empty", "unresolved") and not _values(issue, name):
        return True
    if name == "labels":
        return value in issue["fields"]["labels"]
    return value.lower() in (str(found).lower() for found in _values(issue, name))


def _values(issue: Json, name: str) -> list[Any]:
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


def _sort_key(issue: Json, name: str) -> tuple[bool, Any]:
    if name in ("key", "id"):
        return True, int(issue["id"])
    value = issue["fields"].get(name)
    return value is not None, value if value is not None else 0
