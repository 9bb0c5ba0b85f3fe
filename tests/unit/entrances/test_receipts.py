"""The receipt: what a page can rely on once a report is safely written."""

import json
from typing import Any

import pytest

from chalicelib.store.cases import get_report
from tests.events import host_token
from tests.unit.entrances.conftest import Api
from tests.unit.entrances.test_http_reports import a_body


def test_it_names_the_report(api: Api) -> None:
    receipt = json.loads(api.post("/v1/reports", a_body()).body)
    report = get_report(receipt["report_id"])
    assert report is not None
    assert receipt["reference"] == f"{report.id}.{report.token}" == receipt["tracking_url"].rpartition("/")[2]
    assert json.loads(api.get(f"/v1/reports/{receipt['reference']}").body)["report_id"] == report.id


@pytest.mark.parametrize(
    ("claims", "given", "mailed"),
    [
        ({}, {}, True),
        ({"email": None}, {}, False),
        (None, {"contact": {"email": "somebody@example.com"}}, False),
        (None, {}, False),
    ],
)
def test_it_says_whether_mail_will_come(
    api: Api, claims: dict[str, Any] | None, given: dict[str, Any], mailed: bool
) -> None:
    identity = {} if claims is None else {"identity": host_token(claims)}
    for _ in range(2):  # the same click again is told the same
        assert json.loads(api.post("/v1/reports", a_body(**given, **identity)).body)["mailed"] is mailed
