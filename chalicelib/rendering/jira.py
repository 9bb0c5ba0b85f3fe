"""A case as a Jira issue: fields and comments for REST version 2, whose long texts are wiki markup.

Promise 6: what a person typed stands only in the summary and the labels, which Jira shows as plain text, or inside
a {noformat} block that it cannot leave. There nothing is markup: no mention, no macro, no link.
"""

import hashlib
from typing import Any

from chalicelib.model.case import Case, Issue
from chalicelib.model.orders import CommentIssue
from chalicelib.model.report import Context, FailedRequest, Person, Report
from chalicelib.rendering import naming
from chalicelib.rendering.jira_dialog import labels, sections
from chalicelib.rendering.links import Links
from chalicelib.rendering.typed import clean, cut, one_line, person_name
from chalicelib.rendering.wiki import quoted
from chalicelib.team import Team

# Jira refuses a summary over 255 and a text over 32,767 characters (Jira Cloud REST API, "Create issue").
SUMMARY_LIMIT = 255
WORDS_LIMIT = 8_000
ADDRESS_LIMIT = 2_000
FACT_LIMIT = 300
REQUEST_LIMIT = 500
WORD_LIMIT = 40

_ROOM_FOR_COUNT = len(" (1000000 people)")
_SAID = {
    "reporter_note": "The reporter adds:",
    "reported_again": "Reported again after it was resolved; {people} affected so far.",
    "asked": "{by} asks those who reported:",
    "declined_in_slack": "{by} says in Slack that this is not a bug.",
    "operator_note": "{by} adds, from the support chat:",
}

Fact = tuple[str, str | None]


def case_label(case_id: str) -> str:
    """The label by which the case's one issue is found again; Jira has no idempotency key (promise 2)."""
    return f"wilco-{case_id}"


def issue_fields(case: Case, report: Report, team: Team, links: Links) -> dict[str, Any]:
    """The fields of the issue that `report` opens. Raises KeyError when the case's product has left the file."""
    fields: dict[str, Any] = {
        "project": {"key": team.products[case.product].jira_project},
        "issuetype": {"name": team.jira.issue_type},
        "summary": summary(case, team),
        "description": _description(case, report, team, links),
        "labels": [*_labels(case, team), *labels(report)],
    }
    area = team.products[case.product].areas.get(case.area)
    if area and area.component:
        fields["components"] = [{"name": area.component}]
    priority = team.jira.priorities.get(naming.impact(case, team))
    if priority:
        fields["priority"] = {"name": priority}
    known = [(name, value) for name, value in _client(report) if value]
    if any(name != "Locale" for name, _ in known):  # all that a chat knows: a language is no environment
        fields["environment"] = quoted(", ".join(value for _, value in known), FACT_LIMIT)
    return fields | affected_fields(case, team)


def affected_fields(case: Case, team: Team) -> dict[str, Any]:
    """How many people are affected: the team's number field, or the summary when there is none."""
    count = max(case.affected, 1)  # the issue may be opened before the count has run
    if team.jira.affected_field:
        return {team.jira.affected_field: count}
    told = f" ({naming.people(count)})" if count > 1 else ""
    return {"summary": summary(case, team) + told}


def comment(act: CommentIssue, case: Case) -> str:
    """The comment that tells the issue what was said elsewhere."""
    line = _SAID[act.said].format(by=_name(act.by), people=naming.people(max(case.affected, 1)))
    return f"{line}\n{quoted(act.text, WORDS_LIMIT)}" if clean(act.text) else line


def same_comment(other: Issue, by: str) -> str:
    """The comment that says where a merged case goes on; the key becomes a link in Jira, as it should."""
    return f"The same as {other.key}, says {_name(by)} in Slack. It goes on there."


def _name(by: str) -> str:
    return (person_name(by) or "Somebody").replace("-", "\N{NON-BREAKING HYPHEN}")  # SHOP-1 would become a link


def summary(case: Case, team: Team) -> str:
    """The issue's title: area, kind and place."""
    place = f" at {case.place}" if case.place else ""
    line = one_line(f"[{naming.area_names(case, team)}] {naming.kind_name(case, team)}{place}")
    return cut(line, SUMMARY_LIMIT - _ROOM_FOR_COUNT)


def _labels(case: Case, team: Team) -> list[str]:
    tags = (f"kind-{case.kind}", f"area-{case.area}", f"impact-{naming.impact(case, team)}")
    return [*team.jira.labels, case_label(case.id), *tags]


def _description(case: Case, report: Report, team: Team, links: Links) -> str:
    parts = [
        f"h3. What\n{_block(_what(case, team))}",
        f"h3. Where\n{_block(_where(report))}",
        *_context(report.context or Context()),
        f"h3. Who and with what\n{_block([*_who(case, report), *_client(report)])}",
    ]
    if report.comment and clean(report.comment):
        parts.insert(1, f"h3. In the reporter's words\n{quoted(report.comment, WORDS_LIMIT)}")
    parts[1:1] = sections(report)
    parts.append(f"[What the reporter sees|{links.report(report.id, report.token)}]")
    return "\n\n".join(parts)


def _what(case: Case, team: Team) -> list[Fact]:
    return [
        ("Kind", naming.kind_name(case, team)),
        ("Area", naming.area_name(case, team)),
        ("Product", naming.product_name(case, team)),
        ("Impact", naming.impact(case, team)),
        ("Since", f"{case.opened_at:%Y-%m-%d %H:%M %Z}"),
        ("Affected", f"{naming.people(max(case.affected, 1))} when the issue was opened"),
    ]


def _where(report: Report) -> list[Fact]:
    return [
        ("Page", cut(one_line(report.place.url), ADDRESS_LIMIT) or "unknown"),
        ("Title", _fact(report.place.title)),
        ("Element", _fact(report.trigger.element)),
        ("Label", _fact(report.trigger.label)),
    ]


def _context(context: Context) -> list[str]:
    """What the browser had to say. A smaller heading is as far back as it goes: Jira's markup folds nothing away."""
    console = [_line((one.at, WORD_LIMIT), (one.level, WORD_LIMIT), (one.text, FACT_LIMIT)) for one in context.console]
    requests = [
        _line((one.at, WORD_LIMIT), (_status(one), WORD_LIMIT), (one.method, WORD_LIMIT), (one.url, REQUEST_LIMIT))
        for one in context.requests
    ]
    sections = {"Errors in the browser's console": console, "Requests that failed": requests}
    said = {title: "\n".join(line for line in lines if line) for title, lines in sections.items()}
    return [f"h4. {title}\n{quoted(lines, WORDS_LIMIT)}" for title, lines in said.items() if lines]


def _line(*parts: tuple[str, int]) -> str:
    """One thing that happened, each part to its limit, on one line: whatever it says, it can't look like two."""
    return "  ".join(shown for text, limit in parts if (shown := cut(one_line(text), limit)))


def _status(request: FailedRequest) -> str:
    return str(request.status) if request.status else "no answer"


def _who(case: Case, report: Report) -> list[Fact]:
    return [("Person", _person(report.person)), ("Report", report.id), ("Case", case.id)]


def _person(person: Person) -> str:
    """A name for the person that stays the same and is never an address, not even when the host uses it as the id."""
    identifier = one_line(person.id)
    if "@" in identifier:
        return "id " + hashlib.sha256(identifier.encode()).hexdigest()[:12]
    return cut(identifier, FACT_LIMIT) or "anonymous"


def _client(report: Report) -> list[Fact]:
    client = report.client
    return [
        ("Browser", _fact(client.browser)),
        ("System", _fact(client.os)),
        ("Version", _fact(client.app_version)),
        ("Viewport", _fact(client.viewport)),
        ("Locale", _fact(client.locale)),
        ("Time zone", _fact(client.time_zone)),
    ]


def _fact(value: str | None) -> str | None:
    return cut(one_line(value), FACT_LIMIT) if value else None


def _block(facts: list[Fact]) -> str:
    known = [(name, value) for name, value in facts if value]
    width = max(len(name) for name, _ in known)
    return quoted("\n".join(f"{name:<{width}}  {value}" for name, value in known), WORDS_LIMIT)
