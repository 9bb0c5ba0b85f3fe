"""The part of JQL that an integration needs, and Jira's refusals for the rest.

An expression becomes a predicate over stored issues. Unbounded queries are refused, as Jira Cloud's
`/search/jql` does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from sandbox.jira import catalogue
from sandbox.jira.clauses import Predicate, compare, field_name, misread, sort_key, values_of
from sandbox.jira.refusals import Refusal
from sandbox.state import Json

_TOKEN = re.compile(
    r"""\s*(?:(?P<text>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')|(?P<mark>>=|<=|!=|!~|[=<>~(),])|(?P<word>[^\s=<>!~(),"']+))"""
)


@dataclass(frozen=True)
class Query:
    """What to select, and in which order: pairs of field and whether it goes down."""

    selects: Predicate
    order: tuple[tuple[str, bool], ...]

    def run(self, issues: list[Json]) -> list[Json]:
        """Return the selected issues in order; newest first when no order was asked for."""
        found = [issue for issue in issues if self.selects(issue)]
        for name, down in reversed(self.order or (("created", True),)):
            found.sort(key=lambda issue, by=name: sort_key(issue, by), reverse=down)  # type: ignore[misc]
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
        raise misread(f"Expecting operator or end but got '{reader.left()[0]}'.")
    return Query(selects, _order(order))


def _split_order(jql: str) -> tuple[str, str, str]:
    found = re.search(r"\border\s+by\b", jql, re.IGNORECASE)
    return (jql[: found.start()], "order by", jql[found.end() :]) if found else (jql, "", "")


def _order(text: str) -> tuple[tuple[str, bool], ...]:
    pairs = []
    for part in filter(None, (one.strip() for one in text.split(","))):
        name, _, way = part.partition(" ")
        pairs.append((field_name(name), way.strip().lower() == "desc"))
    if len(pairs) > 7:
        raise misread("The maximum number of ORDER BY fields is 7.")
    return tuple(pairs)


def _tokens(text: str) -> list[str]:
    tokens, at = [], 0
    while at < len(text.rstrip()):
        found = _TOKEN.match(text, at)
        if found is None:
            raise misread(f"The character '{text[at]}' is not understood.")
        tokens.append(found[0].strip())
        at = found.end()
    return tokens


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
        name = field_name(self._take())
        operator = self._take().lower()
        if operator == "is":
            wanted = not self._taken("not")
            if self._take().lower() not in ("empty", "null"):
                raise misread("Expecting EMPTY after 'is'.")
            return lambda issue: (not values_of(issue, name)) is wanted
        if operator == "not":
            self._expect("in")
            operator = "not in"
        values = self._list() if operator.endswith("in") else [self._value()]
        return compare(name, operator, values)

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
                raise misread(f"Unable to find JQL function '{token}()'.")
            return catalogue.BOT.account_id
        return token

    def _taken(self, word: str) -> bool:
        if self._tokens and self._tokens[0].lower() == word:
            del self._tokens[0]
            return True
        return False

    def _expect(self, word: str) -> None:
        if not self._taken(word):
            raise misread(f"Expecting '{word}' but got '{self._tokens[0] if self._tokens else 'the end'}'.")

    def _take(self) -> str:
        if not self._tokens:
            raise misread("The query ends too early.")
        return self._tokens.pop(0)
