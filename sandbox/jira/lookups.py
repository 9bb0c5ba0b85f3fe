"""What a client looks up before it acts: the server, itself, fields, projects, screens, people."""

from __future__ import annotations

import time
from typing import Any

from starlette.responses import JSONResponse, Response

from sandbox.jira import catalogue
from sandbox.jira.calls import Call, Handler
from sandbox.jira.refusals import Refusal
from sandbox.jira.representation import stamp
from sandbox.state import Json


def server_info(call: Call) -> Response:
    return JSONResponse(
        {
            "baseUrl": call.site.base,
            "displayUrl": call.site.base,
            "version": "1001.0.0-SNAPSHOT",
            "versionNumbers": [1001, 0, 0],
            "deploymentType": "Cloud",
            "buildNumber": 100284,
            "buildDate": "2026-11-01T00:00:00.000+0000",
            "serverTime": stamp(time.time()),
            "scmInfo": "sandbox",
            "serverTitle": "Jira (sandbox)",
            "defaultLocale": {"locale": "en_US"},
        }
    )


def myself(call: Call) -> Response:
    body = {**call.show.user(call.by), "emailAddress": catalogue.BOT.email, "locale": "en_US"}
    return JSONResponse(body)


def list_fields(call: Call) -> Response:
    return JSONResponse([_field(field) for field in catalogue.FIELDS.values()])


def _field(field: catalogue.Field) -> Json:
    custom = field.id.startswith("custom")
    return {
        "id": field.id,
        "key": field.id,
        "name": field.name,
        "custom": custom,
        "orderable": field.on_screen,
        "navigable": True,
        "searchable": True,
        "clauseNames": ["cf[10050]", field.name] if custom else [field.id],
        "schema": _schema(field),
    }


_ITEMS = {
    "labels": "string",
    "components": "component",
    "issuelinks": "issuelinks",
    "attachment": "attachment",
}


def _schema(field: catalogue.Field) -> Json:
    schema: Json = {"type": field.type}
    if field.type == "array":
        schema["items"] = _ITEMS[field.id]
    if field.id.startswith("custom"):
        schema |= {"custom": "com.atlassian.jira.plugin.system.customfieldtypes:float", "customId": 10050}
    else:
        schema["system"] = field.id
    return schema


def _project_key(id_or_key: str) -> str:
    for key, project in catalogue.PROJECTS.items():
        if id_or_key in (key, project.id):
            return key
    raise Refusal(404, f"No project could be found with key '{id_or_key}'.")


def _listed(choices: tuple[catalogue.Named, ...]) -> list[Json]:
    return [{"id": one.id, "name": one.name} for one in choices]


def get_project(call: Call) -> Response:
    body = call.show.project(_project_key(call.path("project")))
    body |= {"issueTypes": _listed(catalogue.ISSUE_TYPES), "components": _listed(catalogue.COMPONENTS)}
    return JSONResponse({**body, "lead": call.show.user(catalogue.PEOPLE[1].account_id), "style": "classic"})


def list_components(call: Call) -> Response:
    _project_key(call.path("project"))
    return JSONResponse(_listed(catalogue.COMPONENTS))


def list_project_statuses(call: Call) -> Response:
    _project_key(call.path("project"))
    statuses = [call.show.status(status.id) for status in catalogue.STATUSES]
    return JSONResponse([{**one, "statuses": statuses} for one in _listed(catalogue.ISSUE_TYPES)])


def list_statuses(call: Call) -> Response:
    return JSONResponse([call.show.status(status.id) for status in catalogue.STATUSES])


def list_priorities(call: Call) -> Response:
    return JSONResponse(_listed(catalogue.PRIORITIES))


def list_resolutions(call: Call) -> Response:
    return JSONResponse(_listed(catalogue.RESOLUTIONS))


def create_issue_types(call: Call) -> Response:
    _project_key(call.path("project"))
    types = [{**one, "subtask": False} for one in _listed(catalogue.ISSUE_TYPES)]
    return JSONResponse({"startAt": 0, "maxResults": 50, "total": len(types), "issueTypes": types})


def create_fields(call: Call) -> Response:
    _project_key(call.path("project"))
    if catalogue.named(catalogue.ISSUE_TYPES, call.path("type")) is None:
        raise Refusal(404, "The issue type was not found.")
    fields = [_on_screen(field) for field in catalogue.FIELDS.values() if field.on_screen]
    return JSONResponse({"startAt": 0, "maxResults": 50, "total": len(fields), "fields": fields})


def _on_screen(field: catalogue.Field) -> Json:
    allowed: dict[str, tuple[catalogue.Named, ...]] = {
        "priority": catalogue.PRIORITIES,
        "components": catalogue.COMPONENTS,
        "issuetype": catalogue.ISSUE_TYPES,
    }
    body: Json = {
        "fieldId": field.id,
        "key": field.id,
        "name": field.name,
        "required": field.required,
        "hasDefaultValue": field.id in ("priority", "reporter"),
        "schema": _schema(field),
        "operations": ["add", "set", "remove"] if field.type == "array" else ["set"],
    }
    return body | ({"allowedValues": _listed(allowed[field.id])} if field.id in allowed else {})


def find_users(call: Call) -> Response:
    asked = (call.query("query") or call.query("accountId")).lower()
    found: list[Any] = [
        call.show.user(one.account_id)
        for one in catalogue.PEOPLE
        if asked in one.name.lower() or asked in (one.account_id, one.email)
    ]
    return JSONResponse(found)


def get_user(call: Call) -> Response:
    account_id = call.query("accountId")
    if account_id not in {one.account_id for one in catalogue.PEOPLE}:
        raise Refusal(404, "Specified user does not exist or you do not have required permissions")
    return JSONResponse(call.show.user(account_id))


ROUTES: dict[str, Handler] = {
    "GET api/{api}/serverInfo": server_info,
    "GET api/{api}/myself": myself,
    "GET api/{api}/field": list_fields,
    "GET api/{api}/project/{project}": get_project,
    "GET api/{api}/project/{project}/components": list_components,
    "GET api/{api}/project/{project}/statuses": list_project_statuses,
    "GET api/{api}/status": list_statuses,
    "GET api/{api}/priority": list_priorities,
    "GET api/{api}/resolution": list_resolutions,
    "GET api/{api}/user": get_user,
    "GET api/{api}/user/search": find_users,
    "GET api/{api}/user/assignable/search": find_users,
}
