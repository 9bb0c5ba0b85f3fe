"""Finding issues: `/search/jql` and its kin. The index may be told to lag behind, as the real one does."""

from __future__ import annotations

import base64
import time
from typing import Any

from starlette.responses import JSONResponse, Response

from sandbox.calls import LAG
from sandbox.jira import jql
from sandbox.jira.calls import Call, Handler, mapping
from sandbox.jira.refusals import Refusal
from sandbox.state import Json

PAGE, LARGEST_PAGE = 50, 5000
GONE = (
    "The requested API has been removed. Please migrate to the /rest/api/3/search/jql API. "
    "A full migration guideline is available at https://developer.atlassian.com/changelog/#CHANGE-2046"
)


def _asked(call: Call) -> Json:
    """Return the parameters of a search, which come in the query of a GET or the body of a POST."""
    if call.request.method == "POST":
        return mapping(call)
    many = call.request.query_params
    return {**many, **{name: many.getlist(name) for name in ("fields", "properties", "reconcileIssues")}}


def _joined(value: Any, default: str = "") -> str:
    return ",".join(str(one) for one in value) if isinstance(value, list) else str(value or "") or default


def _found(call: Call, asked: Json) -> list[Json]:
    """Return the issues of a query. Those made within the lag are not in the index yet, unless asked for by id."""
    query = jql.parse(str(asked.get("jql") or ""))
    reconciled = _joined(asked.get("reconcileIssues")).split(",")
    if len(reconciled) > 50:
        raise Refusal(400, "The maximum number of issues to reconcile is 50.")
    indexed_until = time.time() - call.request.scope.get(LAG, 0.0)
    return query.run(
        [
            issue
            for issue in call.site.state.all("issue")
            if issue["fields"]["created"] <= indexed_until or issue["id"] in reconciled
        ]
    )


def search(call: Call) -> Response:
    asked = _asked(call)
    found = _found(call, asked)
    start = _start(asked.get("nextPageToken"))
    size = min(int(asked.get("maxResults") or PAGE), LARGEST_PAGE)
    page = [_shown(call, issue, asked) for issue in found[start : start + size]]
    last = start + size >= len(found)
    body: Json = {"issues": page, "isLast": last}
    if not last:
        body["nextPageToken"] = base64.urlsafe_b64encode(f"from:{start + size}".encode()).decode()
    return JSONResponse(body)


def _shown(call: Call, issue: Json, asked: Json) -> Json:
    """Return an issue as a search does, which by default is its id and nothing else."""
    fields = _joined(asked.get("fields"), "id")
    if fields == "id":
        return {"id": issue["id"]}
    return call.show.issue(issue, fields, _joined(asked.get("expand")), _joined(asked.get("properties")))


def _start(token: Any) -> int:
    if not token:
        return 0
    try:
        return int(base64.urlsafe_b64decode(str(token)).decode().removeprefix("from:"))
    except ValueError:
        raise Refusal(400, "The nextPageToken is invalid or expired.") from None


def count(call: Call) -> Response:
    return JSONResponse({"count": len(_found(call, mapping(call)))})


def gone(call: Call) -> Response:
    raise Refusal(410, GONE)


def bulk_fetch(call: Call) -> Response:
    body = mapping(call)
    asked = [str(one) for one in body.get("issueIdsOrKeys") or []]
    if not 0 < len(asked) <= 100:
        raise Refusal(400, "Specify between 1 and 100 issue ids or keys.")
    fields, properties = _joined(body.get("fields"), "*navigable"), _joined(body.get("properties"))
    issues, errors = [], []
    for one in dict.fromkeys(asked):
        try:
            issues.append(call.show.issue(call.site.find(one), fields, _joined(body.get("expand")), properties))
        except Refusal as refusal:
            errors.append({"id": one, "errorMessage": refusal.body["errorMessages"][0]})
    return JSONResponse({"expand": "", "issues": issues, "issueErrors": errors})


ROUTES: dict[str, Handler] = {
    "GET|POST api/{api}/search/jql": search,
    "POST api/{api}/search/approximate-count": count,
    "GET|POST api/{api}/search": gone,
}
