"""The status page for programs: as Atlassian Statuspage's `summary.json` (v2) is, so that its readers read ours.

Beyond it: every text in the team's languages (`names`, `texts`), when the next update is due (`next_update_by`), and
what has happened (`past_incidents`). In English where Statuspage has one language: its readers know its own words.
Source: the "Summary" endpoint of a Statuspage's public API, which every page documents under /api/v2.
"""

import json
from datetime import UTC, datetime
from typing import Any

from chalicelib.model.case import Case
from chalicelib.model.outage import Update
from chalicelib.rendering.links import Links
from chalicelib.rendering.status import Snapshot, State, ended_at, outage_of
from chalicelib.team import Words

Json = dict[str, Any]
_COMPONENT: dict[State, str] = {
    "works": "operational",
    "recovering": "degraded_performance",
    "outage": "major_outage",
}


def status_json(snapshot: Snapshot, links: Links) -> str:
    """The whole file. No tag in it is one, should somebody show it as a page (promise 6)."""
    product = snapshot.team.products[snapshot.product]
    first = snapshot.team.languages[0]
    said = {
        "page": {
            "id": snapshot.product,
            "name": product.name.in_(first),
            "names": _names(product.name),
            "url": links.status(snapshot.product),
            "time_zone": "Etc/UTC",
            "updated_at": _iso(snapshot.at),
        },
        "status": _status(snapshot),
        "components": _components(snapshot),
        "incidents": [_incident(snapshot, case, links) for case in snapshot.open],
        "scheduled_maintenances": [],
        "past_incidents": [_incident(snapshot, case, links) for case in snapshot.past],
    }
    return json.dumps(said, indent=1).replace("<", "\\u003c")


def _status(snapshot: Snapshot) -> Json:
    """Statuspage's own descriptions: some readers look for them."""
    areas = snapshot.team.products[snapshot.product].areas
    match snapshot.worst:
        case "works":
            return {"indicator": "none", "description": "All Systems Operational"}
        case "recovering":
            return {"indicator": "minor", "description": "Partially Degraded Service"}
        case _ if all(snapshot.state(area) == "outage" for area in areas):
            return {"indicator": "critical", "description": "Major Service Outage"}
        case _:
            return {"indicator": "major", "description": "Partial System Outage"}


def _components(snapshot: Snapshot) -> list[Json]:
    areas = snapshot.team.products[snapshot.product].areas
    return [
        {
            "id": key,
            "page_id": snapshot.product,
            "name": area.name.in_(snapshot.team.languages[0]),
            "names": _names(area.name),
            "status": _COMPONENT[snapshot.state(key)],
            "position": position,
            "group": False,
            "group_id": None,
            "showcase": True,
            "only_show_if_degraded": False,
        }
        for position, (key, area) in enumerate(areas.items(), start=1)
    ]


def _incident(snapshot: Snapshot, case: Case, links: Links) -> Json:
    outage, first = outage_of(case), snapshot.team.languages[0]
    updates = tuple(reversed(outage.updates))
    watched = next((update.at for update in updates if update.stage == "monitoring"), None)
    return {
        "id": case.id,
        "page_id": snapshot.product,
        "name": snapshot.name(case, first),
        "names": {language: snapshot.name(case, language) for language in snapshot.team.languages},
        "status": outage.newest.stage if case.is_open else "resolved",
        "impact": "major",
        "shortlink": f"{links.status(snapshot.product)}#{case.id}",
        "created_at": _iso(case.opened_at),
        "started_at": _iso(case.opened_at),
        "updated_at": _iso(outage.newest.at),
        "monitoring_at": _iso(watched),
        "resolved_at": None if case.is_open else _iso(ended_at(case)),
        "next_update_by": _iso(outage.newest.next_by) if case.is_open else None,
        "components": [one for one in _components(snapshot) if one["id"] in outage.areas],
        "incident_updates": [_update(snapshot, case, update) for update in updates],
    }


def _update(snapshot: Snapshot, case: Case, update: Update) -> Json:
    said = {language: snapshot.said(update, language) for language in snapshot.team.languages}
    first = said[snapshot.team.languages[0]]
    return {
        "id": f"{case.id}-{update.number}",
        "incident_id": case.id,
        "status": update.stage,
        "body": first.text if first else "",
        "texts": {language: one.text for language, one in said.items() if one and one.translated},
        "created_at": _iso(update.at),
        "updated_at": _iso(update.at),
        "display_at": _iso(update.at),
        "affected_components": [
            {"code": one["id"], "name": one["name"]}
            for one in _components(snapshot)
            if one["id"] in outage_of(case).areas
        ],
    }


def _names(words: Words) -> Json:
    return {"en": words.en, "ru": words.ru}


def _iso(at: datetime | None) -> str | None:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z") if at else None
