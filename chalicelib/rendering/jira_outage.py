"""An outage as a Jira issue, and its updates as comments, in wiki markup as `rendering.jira` makes it."""

from typing import Any

from chalicelib.model.case import Case
from chalicelib.model.outage import Update
from chalicelib.model.outage_acts import CommentUpdate
from chalicelib.rendering import naming
from chalicelib.rendering.jira import WORDS_LIMIT, affected_fields, case_label, summary
from chalicelib.rendering.slack_outage import SIGNS
from chalicelib.rendering.typed import person_name
from chalicelib.rendering.wiki import quoted
from chalicelib.team import Team


def issue_fields(case: Case, team: Team) -> dict[str, Any]:
    """The fields of its one issue. Raises KeyError when the case's product has left the file."""
    product = team.products[case.product]
    areas = case.outage.areas if case.outage else (case.area,)
    known = [product.areas[area] for area in areas if area in product.areas]
    fields: dict[str, Any] = {
        "project": {"key": product.jira_project},
        "issuetype": {"name": team.jira.issue_type},
        "summary": summary(case, team),
        "description": _description(case, team),
        "labels": [*team.jira.labels, case_label(case.id), "kind-outage", *(f"area-{area}" for area in areas)],
    }
    if components := [{"name": area.component} for area in known if area.component]:
        fields["components"] = components
    if priority := team.jira.priorities.get(naming.impact(case, team)):
        fields["priority"] = {"name": priority}
    if team.jira.affected_field:  # without the field the summary would carry the number, and it has none yet
        fields |= affected_fields(case, team)
    return fields


def comment(act: CommentUpdate) -> str:
    """The update that everyone affected is told."""
    _, stage = SIGNS[act.update.stage]
    by = (person_name(act.update.by) or "Somebody").replace("-", "\N{NON-BREAKING HYPHEN}")
    return f"{stage}, {by} to everyone affected:\n{_words(act.update)}"


def _description(case: Case, team: Team) -> str:
    facts = f"Areas: {naming.area_names(case, team)}\nSince: {case.opened_at:%Y-%m-%d %H:%M %Z}\nCase: {case.id}"
    known = _words(case.outage.newest) if case.outage else ""
    told = "Every report of these areas joins this issue while the outage is on; its people are told what is known."
    return f"h3. Outage\n{quoted(facts, WORDS_LIMIT)}\n\nh3. What people are told\n{known}\n\n{told}"


def _words(update: Update) -> str:
    return "\n".join(quoted(update.texts[language], WORDS_LIMIT) for language in sorted(update.texts))
