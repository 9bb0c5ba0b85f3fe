"""The bar: a bare Chalice handler that checks a body with pydantic and does one DynamoDB transaction of three items."""

import json
import os
import uuid
from typing import Any

import boto3
from chalice import Chalice, Response
from pydantic import BaseModel

app = Chalice(app_name="bare")
dynamodb = boto3.client("dynamodb")
TABLE = os.environ["WILCO_TABLE"]


class Body(BaseModel):
    """The same fields that a report has."""

    key: str
    product: str
    trigger: dict[str, Any]
    place: dict[str, Any]
    client: dict[str, Any]
    comment: str | None = None


@app.route("/v1/reports", methods=["POST"])
def open_report() -> Response:
    """Check, write, answer."""
    body = Body.model_validate_json(app.current_request.raw_body)
    report_id = uuid.uuid4().hex
    text = body.model_dump_json()
    rows = [(f"REPORT#{report_id}", text), (f"CASE#{report_id}", text), (f"ORDER#{report_id}", text)]
    dynamodb.transact_write_items(
        TransactItems=[
            {
                "Put": {
                    "TableName": TABLE,
                    "Item": {"pk": {"S": key}, "sk": {"S": "ROW"}, "data": {"S": data}},
                    "ConditionExpression": "attribute_not_exists(pk)",
                }
            }
            for key, data in rows
        ]
    )
    print(json.dumps({"event": "accepted", "report": report_id}))
    return Response(json.dumps({"report_id": report_id}), {"Content-Type": "application/json"}, 202)
