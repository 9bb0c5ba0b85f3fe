"""Jira's REST API, versions 2 and 3: issues, comments, links, transitions, properties."""

from __future__ import annotations

from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sandbox.credentials import Credentials
from sandbox.jira import lookups, search
from sandbox.jira.calls import Call, Handler, mapping, nothing, route
from sandbox.jira.refusals import Refusal
from sandbox.jira.representation import LINK_TYPE
from sandbox.jira.site import JiraSite
from sandbox.state import Json


def routes(site: JiraSite, credentials: Credentials) -> list[Route]:
    """Return every route of the REST API."""
    table = {**ISSUE_ROUTES, **search.ROUTES, **lookups.ROUTES}
    return [
        route(method, path, handler, site, credentials)
        for verbs_and_path, handler in table.items()
        for verbs, path in [verbs_and_path.split(" ", 1)]
        for method in verbs.split("|")
    ]


def create_issue(call: Call) -> Response:
    issue = call.site.create(mapping(call), call.api, call.by)
    shown = call.show.issue(issue, "summary")
    return JSONResponse({name: shown[name] for name in ("id", "key", "self")}, status_code=201)


def get_issue(call: Call) -> Response:
    fields, expand, properties = call.query("fields", "*all"), call.query("expand"), call.query("properties")
    return JSONResponse(call.show.issue(call.issue, fields, expand, properties))


def edit_issue(call: Call) -> Response:
    call.site.edit(call.issue, mapping(call), call.api, call.by)
    return nothing()


def delete_issue(call: Call) -> Response:
    call.site.delete(call.issue, call.by)
    return nothing()


def assign(call: Call) -> Response:
    body = mapping(call)
    if "accountId" not in body:
        raise Refusal(400, "'accountId' must be set")
    call.site.assign(call.issue, body["accountId"], call.by)
    return nothing()


def list_transitions(call: Call) -> Response:
    listed = [
        {
            "id": status.transition_id,
            "name": status.transition,
            "to": call.show.status(status.id),
            "hasScreen": False,
            "isGlobal": True,
            "isInitial": False,
            "isAvailable": True,
            "isConditional": False,
            "isLooped": False,
            **({"fields": {}} if "transitions.fields" in call.query("expand") else {}),
        }
        for status in call.site.transitions(call.issue)
    ]
    return JSONResponse({"expand": "transitions", "transitions": listed})


def do_transition(call: Call) -> Response:
    body = mapping(call)
    transition = body.get("transition")
    if not isinstance(transition, dict) or "id" not in transition:
        raise Refusal(400, "Missing 'transition' identifier")
    call.site.move(call.issue, str(transition["id"]), body, call.api, call.by)
    return nothing()


def list_comments(call: Call) -> Response:
    return JSONResponse(call.show.comments(call.issue, call.query("expand")))


def add_comment(call: Call) -> Response:
    comment = call.site.comment(call.issue, mapping(call), call.api, call.by)
    return JSONResponse(call.show.comment(comment, call.query("expand")), status_code=201)


def _comment(call: Call) -> Json:
    comment = call.site.state.get("comment", call.path("id"))
    if comment is None or comment["belongs_to"] != call.issue["id"]:
        raise Refusal(404, f"Can not find a comment for the id: {call.path('id')}.")
    return comment


def get_comment(call: Call) -> Response:
    return JSONResponse(call.show.comment(_comment(call), call.query("expand")))


def edit_comment(call: Call) -> Response:
    comment = call.site.comment(call.issue, mapping(call), call.api, call.by, _comment(call)["id"])
    return JSONResponse(call.show.comment(comment, call.query("expand")))


def delete_comment(call: Call) -> Response:
    call.site.delete_comment(call.issue, _comment(call), call.by)
    return nothing()


def _remote_link(call: Call, link: Json) -> Json:
    ident, issue = int(link["id"]), link["belongs_to"]
    address = f"{call.site.base}/rest/api/{call.api}/issue/{issue}/remotelink/{ident}"
    return {"id": ident, "self": address, **{k: v for k, v in link["body"].items() if v is not None}}


def list_remote_links(call: Call) -> Response:
    links = [_remote_link(call, one) for one in call.site.state.belonging("remotelink", call.issue["id"])]
    if wanted := call.query("globalId"):
        same = [link for link in links if link.get("globalId") == wanted]
        if not same:
            raise Refusal(404, f"Remote link with globalId '{wanted}' was not found.")
        return JSONResponse(same[0])
    return JSONResponse(links)


def put_remote_link(call: Call) -> Response:
    link, new = call.site.remote_link(call.issue, mapping(call))
    shown = _remote_link(call, link)
    return JSONResponse({"id": shown["id"], "self": shown["self"]}, status_code=201 if new else 200)


def link_issues(call: Call) -> Response:
    body = mapping(call)
    ends = [body.get("inwardIssue") or {}, body.get("outwardIssue") or {}]
    found = [call.site.find(str(end.get("key") or end.get("id") or "")) for end in ends]
    call.site.link(body.get("type") or {}, found[0], found[1])
    return Response(status_code=201)


def list_link_types(call: Call) -> Response:
    return JSONResponse({"issueLinkTypes": [LINK_TYPE]})


def changelog(call: Call) -> Response:
    values = [call.show.history(one) for one in call.site.state.belonging("history", call.issue["id"])]
    return JSONResponse({"startAt": 0, "maxResults": 100, "total": len(values), "isLast": True, "values": values})


def list_properties(call: Call) -> Response:
    issue = call.issue
    address = f"{call.site.base}/rest/api/{call.api}/issue/{issue['id']}/properties"
    return JSONResponse({"keys": [{"self": f"{address}/{key}", "key": key} for key in issue["properties"]]})


def get_property(call: Call) -> Response:
    key, properties = call.path("key"), call.issue["properties"]
    if key not in properties:
        raise Refusal(404, f"The property with key '{key}' does not exist.")
    return JSONResponse({"key": key, "value": properties[key]})


def set_property(call: Call) -> Response:
    issue, key = call.issue, call.path("key")
    call.site.set_property(issue, key, call.body)
    return Response(status_code=200 if key in issue["properties"] else 201)


def delete_property(call: Call) -> Response:
    issue = call.issue
    kept = {k: v for k, v in issue["properties"].items() if k != call.path("key")}
    call.site.state.put("issue", issue["id"], {**issue, "properties": kept})
    return nothing()


ISSUE = "api/{api}/issue/{issue}"
ISSUE_ROUTES: dict[str, Handler] = {
    "POST api/{api}/issueLink": link_issues,
    "GET api/{api}/issueLinkType": list_link_types,
    "POST api/{api}/issue": create_issue,
    "POST api/{api}/issue/bulkfetch": search.bulk_fetch,
    "GET api/{api}/issue/createmeta/{project}/issuetypes": lookups.create_issue_types,
    "GET api/{api}/issue/createmeta/{project}/issuetypes/{type}": lookups.create_fields,
    f"GET {ISSUE}": get_issue,
    f"PUT {ISSUE}": edit_issue,
    f"DELETE {ISSUE}": delete_issue,
    f"PUT {ISSUE}/assignee": assign,
    f"GET {ISSUE}/transitions": list_transitions,
    f"POST {ISSUE}/transitions": do_transition,
    f"GET {ISSUE}/comment": list_comments,
    f"POST {ISSUE}/comment": add_comment,
    f"GET {ISSUE}/comment/{{id}}": get_comment,
    f"PUT {ISSUE}/comment/{{id}}": edit_comment,
    f"DELETE {ISSUE}/comment/{{id}}": delete_comment,
    f"GET {ISSUE}/remotelink": list_remote_links,
    f"POST {ISSUE}/remotelink": put_remote_link,
    f"GET {ISSUE}/changelog": changelog,
    f"GET {ISSUE}/properties": list_properties,
    f"GET {ISSUE}/properties/{{key}}": get_property,
    f"PUT {ISSUE}/properties/{{key}}": set_property,
    f"DELETE {ISSUE}/properties/{{key}}": delete_property,
}
