"""API Gateway events that carry a report: new problems or one known problem, anonymous or signed by the host."""

import json
import time
import uuid
from typing import Any, Literal

import jwt

HOST_SECRET = "bench-only-secret-of-forty-characters---"
Kind = Literal["anonymous, new problem", "anonymous, known problem", "signed, new problem", "signed, known problem"]
KINDS: tuple[Kind, ...] = (
    "anonymous, new problem",
    "anonymous, known problem",
    "signed, new problem",
    "signed, known problem",
)


def report_event(kind: Kind, number: int) -> dict[str, Any]:
    """One `POST /v1/reports` as API Gateway hands it over."""
    page = "".join(chr(ord("a") + int(digit)) for digit in str(number)) if kind.endswith("new problem") else "checkout"
    body = {
        "key": str(uuid.uuid4()),
        "product": "shop",
        "trigger": {"area": "prices", "kind": "wrong-value", "label": "Price", "element": "#order-48151 .price"},
        "place": {"url": f"http://127.0.0.1:8781/shop/{page}", "title": "Your order"},
        "client": {
            "browser": "Firefox 151.0",
            "os": "Windows 10",
            "app_version": "2026.11.3",
            "viewport": "1280x720",
            "locale": "en",
            "time_zone": "Europe/Berlin",
        },
        "comment": "The price is wrong since this morning",
    }
    if kind.startswith("signed"):
        body["identity"] = _identity(number)
    return {
        "resource": "/v1/reports",
        "path": "/v1/reports",
        "httpMethod": "POST",
        "headers": {"content-type": "application/json", "origin": "http://127.0.0.1:8781"},
        "multiValueHeaders": {"content-type": ["application/json"]},
        "queryStringParameters": None,
        "multiValueQueryStringParameters": None,
        "pathParameters": None,
        "stageVariables": None,
        "requestContext": {
            "httpMethod": "POST",
            "resourcePath": "/v1/reports",
            "path": "/api/v1/reports",
            "stage": "api",
            "requestId": str(number),
            "identity": {"sourceIp": f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}"},  # from many networks
        },
        "body": json.dumps(body),
        "isBase64Encoded": False,
    }


def _identity(number: int) -> str:
    now = int(time.time())
    person = {"sub": f"u{number}", "email": "ann@example.com", "name": "Ann", "locale": "en"}
    claims = {"iss": "shop", "aud": "wilco", "iat": now, "exp": now + 300, "jti": uuid.uuid4().hex, **person}
    return jwt.encode(claims, HOST_SECRET, algorithm="HS256")
