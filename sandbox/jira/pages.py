"""The board and the issue page, where a person moves, assigns and comments."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from sandbox.jira import catalogue
from sandbox.jira.attachments import address
from sandbox.jira.refusals import Refusal
from sandbox.jira.site import JiraSite
from sandbox.state import Json
from sandbox.templating import page

PEOPLE = [person for person in catalogue.PEOPLE if person is not catalogue.BOT]


def routes(site: JiraSite) -> list[Route]:
    """Return the routes of Jira's pages."""

    async def board(request: Request) -> Response:
        asked = request.query_params.get("project", "")
        issues = [i for i in site.state.all("issue") if asked in ("", i["fields"]["project"])]
        columns = [
            (status, [issue for issue in issues if issue["fields"]["status"] == status.id][::-1])
            for status in catalogue.STATUSES
        ]
        name = "jira_cards.html" if "part" in request.query_params else "jira_board.html"
        return page(
            name,
            columns=columns,
            people=PEOPLE,
            project=asked,
            projects=catalogue.PROJECTS,
            names=_names(),
            affected=catalogue.AFFECTED,
        )

    async def browse(request: Request) -> Response:
        try:
            issue = site.find(request.path_params["key"])
        except Refusal:
            return page("missing.html", what=f"No issue {request.path_params['key']}")
        if issue["key"] != request.path_params["key"]:
            return RedirectResponse(f"/jira/browse/{issue['key']}")
        name = "jira_issue_body.html" if "part" in request.query_params else "jira_issue.html"
        return page(name, people=PEOPLE, names=_names(), affected=catalogue.AFFECTED, **_shown(site, issue))

    async def home(request: Request) -> Response:
        return RedirectResponse("/jira/board")

    return [
        Route("/jira", home),
        Route("/jira/", home),
        Route("/jira/board", board),
        Route("/jira/browse/{key}", browse),
    ]


def _names() -> dict[str, str]:
    return {person.account_id: person.name for person in catalogue.PEOPLE}


def _shown(site: JiraSite, issue: Json) -> Json:
    belonging = site.state.belonging
    links = [
        site.state.get("issue", link["outward"] if link["inward"] == issue["id"] else link["inward"])
        for link in site.state.all("issuelink")
        if issue["id"] in (link["inward"], link["outward"])
    ]
    return {
        "issue": issue,
        "fields": issue["fields"],
        "status": catalogue.status_of(issue["fields"]["status"]),
        "transitions": site.transitions(issue),
        "comments": belonging("comment", issue["id"]),
        "attachments": [{**one, "address": address(site.base, one)} for one in belonging("attachment", issue["id"])],
        "history": belonging("history", issue["id"])[::-1],
        "remote_links": [link["body"] for link in belonging("remotelink", issue["id"])],
        "linked": [link for link in links if link],
    }
