"""The pages of the OpenAPI document about support chats, and about what is handed over from Slack."""

from typing import Any

from chalicelib.entrances.openapi_parts import answer, body, in_header, in_path, plain, problem, schema


def chat_paths() -> dict[str, Any]:
    """The ways by which a dialog gets here."""
    return {
        "/v1/chat/{desk}": {"post": _chat_webhook(), "head": _chat_is_there()},
        "/v1/escalations": {"post": _open_escalation()},
        "/v1/slack/commands": {"post": _slack_command()},
    }


def _chat_webhook() -> dict[str, Any]:
    return {
        "operationId": "chatWebhook",
        "summary": "A support chat's own webhook: a dialog has news",
        "description": "In the vendor's shape, and checked in the vendor's way (docs/desks.md). It is a hint: for it, "
        "the dialog is read again; whatever is understood is answered 200, repeats and our own writing too.",
        "parameters": [in_path("desk", _DESK)],
        "requestBody": {"required": True, "content": {"*/*": {"schema": {}}}},
        "responses": {
            "200": plain("Understood"),
            "400": problem("It can't be read"),
            "401": problem("It is not signed as the desk's webhooks are"),
            "404": problem(_NO_DESK),
            "413": problem("The body is larger than 1 MiB"),
            "503": problem("Not now: send it again"),
        },
    }


def _chat_is_there() -> dict[str, Any]:
    return {
        "operationId": "chatIsThere",
        "summary": "Whether a desk's webhook has this address, as Intercom asks before it takes it",
        "parameters": [in_path("desk", _DESK)],
        "responses": {"200": plain("It has"), "404": plain(_NO_DESK)},
    }


def _open_escalation() -> dict[str, Any]:
    return {
        "operationId": "openEscalation",
        "summary": "Hand a dialog over to the engineers",
        "description": "For desks whose chat has no webhook that we know, and for a team's own tools; signed as "
        "https://www.standardwebhooks.com says. Answered only after it is safely written.",
        "parameters": [
            in_header("webhook-id", "Names the escalation: the same one again is the same escalation."),
            in_header("webhook-timestamp", "Seconds since 1970 of this attempt, at most five minutes off."),
            in_header(
                "webhook-signature", "`v1,` and the base64 HMAC-SHA256 of `{id}.{timestamp}.{body}`; or several."
            ),
        ],
        "requestBody": body("EscalationBody"),
        "responses": {
            "202": answer("Accepted", "EscalationTaken"),
            "400": problem("The body is not JSON"),
            "401": problem("The signature does not hold, or is too old"),
            "413": problem("The body is larger than 64 KiB"),
            "422": problem("Some fields have to change; `errors` says which and how"),
            "503": problem("Not now: send it again"),
        },
    }


def _slack_command() -> dict[str, Any]:
    return {
        "operationId": "slackCommand",
        "summary": "Slack's `/wilco <dialog link> what is wrong`",
        "description": "Signed by Slack. Opens a form there, or answers for the eyes of whoever typed it alone.",
        "requestBody": {
            "required": True,
            "content": {"application/x-www-form-urlencoded": {"schema": schema("Command")}},
        },
        "responses": {
            "200": plain("Nothing where a form has opened, else a message as Slack takes it"),
            "400": problem("The body is no slash command"),
            "401": problem("The signature does not hold"),
        },
    }


_DESK = "The desk's name in the team's file."
_NO_DESK = "There is no such desk, or it has no webhook"
