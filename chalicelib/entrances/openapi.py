"""The OpenAPI 3.1 document, made from the models that check the requests."""

from typing import Any

from pydantic.json_schema import models_json_schema

from chalicelib.entrances.openapi_chat import chat_paths
from chalicelib.entrances.openapi_parts import REF, answer, body, in_path, plain, problem
from chalicelib.entrances.payloads.escalations import EscalationBody, EscalationTaken
from chalicelib.entrances.payloads.reports import ContactBody, Problem, Receipt, ReportBody
from chalicelib.entrances.payloads.screenshots import ScreenshotBody, UploadPlace
from chalicelib.entrances.payloads.slack import Command
from chalicelib.entrances.payloads.subscriptions import SubscriptionBody, SubscriptionTaken
from chalicelib.entrances.payloads.tracking import ContactLeft, Note, NoteTaken, ReportState, SameTaken
from chalicelib.entrances.payloads.widget import KnownCases, WidgetWords

_ASKED = (ReportBody, Note, ContactBody, ScreenshotBody, EscalationBody, Command, SubscriptionBody)
_ANSWERED = (
    Receipt,
    ReportState,
    NoteTaken,
    ContactLeft,
    SameTaken,
    UploadPlace,
    WidgetWords,
    KnownCases,
    EscalationTaken,
    SubscriptionTaken,
    Problem,
)


def document() -> dict[str, Any]:
    """The whole document, the same on every deployment."""
    models = [*((model, "validation") for model in _ASKED), *((model, "serialization") for model in _ANSWERED)]
    _, schemas = models_json_schema(models, ref_template=REF)  # type: ignore[arg-type]
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Wilco",
            "version": "1",
            "description": "Report a problem, and see what happens with it.",
        },
        "paths": {
            "/v1/reports": {"post": _open_report()},
            "/v1/reports/{reference}": {"get": _report_state()},
            "/v1/reports/{reference}/notes": {"post": _report_note()},
            "/v1/reports/{reference}/contact": {"post": _report_contact()},
            "/v1/reports/{reference}/same": {"post": _report_same()},
            "/v1/reports/{reference}/screenshots": {"post": _add_screenshot()},
            "/v1/widget/{product}": {"get": _widget_words()},
            "/v1/widget/{product}/known": {"get": _widget_known()},
            "/v1/status/{product}/subscriptions": {"post": _subscribe()},
            **chat_paths(),
            "/v1/health": {
                "get": {"operationId": "health", "summary": "It answers", "responses": {"200": plain("Ok")}}
            },
        },
        "components": {"schemas": schemas["$defs"]},
    }


def _open_report() -> dict[str, Any]:
    return {
        "operationId": "openReport",
        "summary": "Report a problem",
        "description": "Answered only after the report is safely written. The same `key` again is the same report.",
        "requestBody": body("ReportBody"),
        "responses": {
            "202": answer("Accepted, with a receipt", "Receipt"),
            **{code: problem(text) for code, text in _REFUSALS.items()},
        },
    }


def _report_state() -> dict[str, Any]:
    return {
        "operationId": "reportState",
        "summary": "Where a report stands",
        "parameters": [in_path("reference", _LINK)],
        "responses": {"200": answer("Its state", "ReportState"), **_gone()},
    }


def _report_note() -> dict[str, Any]:
    return {
        "operationId": "addNote",
        "summary": "Tell the engineers more",
        "description": "They get it on the issue and in its thread. The same words again are the same note.",
        "parameters": [in_path("reference", _LINK)],
        "requestBody": body("Note"),
        "responses": {"202": answer("Taken", "NoteTaken"), "422": problem("The text has to change"), **_gone()},
    }


def _report_contact() -> dict[str, Any]:
    return {
        "operationId": "leaveAddress",
        "summary": "Leave an address to be told by mail",
        "description": "It is asked once, and hears of the report only after its owner has confirmed. "
        "The answer is the same whether a mail goes or not.",
        "parameters": [in_path("reference", _LINK)],
        "requestBody": body("ContactBody"),
        "responses": {"202": answer("Taken", "ContactLeft"), "422": problem("The address has to change"), **_gone()},
    }


def _report_same() -> dict[str, Any]:
    return {
        "operationId": "saySame",
        "summary": "The outage that had ended before the report is still there",
        "description": "For a receipt with `ended`. The team hears how many people say so; each counts once.",
        "parameters": [in_path("reference", _LINK)],
        "responses": {"202": answer("Taken", "SameTaken"), "409": problem("Nothing was asked"), **_gone()},
    }


def _subscribe() -> dict[str, Any]:
    return {
        "operationId": "subscribe",
        "summary": "Hear of a product's outages by mail",
        "description": "As the status page's form does it; a plain form is answered with a page. The address is asked "
        "once, and hears of outages after its owner has said yes. The answer never says whether it is known.",
        "parameters": [in_path("product", _PRODUCT)],
        "requestBody": body("SubscriptionBody"),
        "responses": {
            "202": answer("Taken", "SubscriptionTaken"),
            "404": problem("No such product"),
            "422": problem("The address has to change"),
        },
    }


def _add_screenshot() -> dict[str, Any]:
    return {
        "operationId": "addScreenshot",
        "summary": "Add a picture to a report",
        "description": "Answers with a form: post its `fields` and then the picture as `file` (multipart/form-data).",
        "parameters": [in_path("reference", _LINK)],
        "requestBody": body("ScreenshotBody"),
        "responses": {
            "201": answer("A form that takes one picture", "UploadPlace"),
            "400": problem(_REFUSALS["400"]),
            "409": problem("The report has its pictures"),
            "422": problem(_REFUSALS["422"]),
            **_gone(),
        },
    }


def _widget_words() -> dict[str, Any]:
    return {
        "operationId": "widgetWords",
        "summary": "What a product, its areas and its kinds of error are called",
        "parameters": [in_path("product", _PRODUCT)],
        "responses": {"200": answer("Its words", "WidgetWords"), "404": problem("There is no such product")},
    }


def _widget_known() -> dict[str, Any]:
    area = {"name": "area", "in": "query", "required": True, "schema": {"type": "string"}}
    url = {
        "name": "url",
        "in": "query",
        "schema": {"type": "string", "maxLength": 2000},
        "description": "The page that the person is on: its problems come first.",
    }
    return {
        "operationId": "widgetKnown",
        "summary": "The outage and the open problems of an area, before anybody reports one more time",
        "parameters": [in_path("product", _PRODUCT), area, url],
        "responses": {
            "200": answer("The outage, and at most three problems", "KnownCases"),
            "404": problem("There is no such product"),
            "422": problem(_REFUSALS["422"]),
        },
    }


_LINK = "The last part of the tracking link."
_PRODUCT = "The product's name in the team's file."
_REFUSALS = {
    "400": "The body is not JSON",
    "401": "The identity token does not hold, has expired, or was used before",
    "403": "The page is not one of the product's origins",
    "409": "Another report has this key",
    "413": "The body is larger than 64 KiB",
    "422": "Some fields have to change; `errors` says which and how",
    "503": "Not now: send it again",
}


def _gone() -> dict[str, Any]:
    return {"404": problem("There is no such report"), "410": problem("The link has ended")}
