"""A picture from the browser to the issue, straight to S3, with IAM and the bucket's own rules in force."""

import httpx
import pytest

from infra.local_stack import LocalStack
from tests.pictures import PAGE, PNG, webp_extended
from tests.stack.flows.scene import Scene, problem
from tests.stack.polling import eventually
from tour.world import Json

pytestmark = pytest.mark.stack
SAID = "The reporter added a screenshot."


def attachments(scene: Scene) -> list[Json]:
    found: list[Json] = scene.issue()["fields"]["attachment"]
    return found


def lines(scene: Scene) -> list[str]:
    return [line for line in scene.thread() if SAID in line]


def judged(stack: LocalStack, report_id: str) -> list[str]:
    """What the worker says of this report's uploads."""
    logs = stack.engine.client("logs")
    (group,) = [one for one in logs.describe_log_groups()["logGroups"] if "Uploads" in one["logGroupName"]]
    pages = logs.get_paginator("filter_log_events").paginate(logGroupName=group["logGroupName"])
    said = [event["message"] for page in pages for event in page["events"]]
    return [line for line in said if "upload_judged" in line and report_id in line]


def test_a_picture_is_on_the_issue_and_in_the_thread(scene: Scene) -> None:
    receipt = scene.happens(scene.person("Ann"))
    pictures = {"image/png": PNG, "image/webp": webp_extended()}
    for kind, picture in pictures.items():
        answer = scene.world.upload(receipt["tracking_url"], picture, kind)
        assert answer.status_code == 204
        assert answer.headers["access-control-allow-origin"] == scene.world.stack.sandbox
        scene.world.until_quiet()
    names = [f"wilco-{receipt['report_id']}-1.png", f"wilco-{receipt['report_id']}-2.webp"]
    assert [one["filename"] for one in attachments(scene)] == names
    contents = [scene.world.attachment(one) for one in attachments(scene)]
    assert contents == list(pictures.values())
    assert len(lines(scene)) == 2
    assert f"|{scene.key}>" in lines(scene)[0]


def test_a_page_of_the_product_may_post_and_no_other(scene: Scene) -> None:
    receipt = scene.happens(scene.person("Ann"))
    form = scene.world.ask_to_upload(receipt["tracking_url"])
    asked = {"Access-Control-Request-Method": "POST", "Origin": scene.world.stack.sandbox}
    preflight = httpx.options(f"{scene.world.stack.front}/v1/reports/x.y/screenshots", headers=asked)
    assert preflight.headers["access-control-allow-origin"] == "*"
    assert "POST" in preflight.headers["access-control-allow-methods"]
    assert httpx.options(form["url"], headers=asked).status_code == 200
    assert httpx.options(form["url"], headers=asked | {"Origin": "https://evil.example"}).status_code == 403
    signed = form["fields"]["x-amz-signature"]
    forged = form | {"fields": form["fields"] | {"x-amz-signature": signed[::-1]}}
    assert scene.world.post_form(forged, PNG).status_code == 403
    assert httpx.get(f"{form['url']}/{form['fields']['key']}").status_code == 403, "nobody reads what others sent"


def test_what_is_no_picture_goes_no_further(stack: LocalStack, scene: Scene) -> None:
    receipt = scene.happens(scene.person("Ann"))
    assert scene.world.upload(receipt["tracking_url"], PNG + PAGE).status_code == 204
    assert scene.world.upload(receipt["tracking_url"], PNG + bytes(3_000_000)).status_code == 400
    scene.world.until_quiet()
    assert (attachments(scene), lines(scene)) == ([], [])
    (said,) = eventually(lambda: judged(stack, receipt["report_id"]))
    assert "refused: it is no image/png" in said


def test_a_fourth_has_no_room_and_a_stranger_no_way(scene: Scene) -> None:
    receipt = scene.happens(scene.person("Ann"))
    for _ in range(3):
        scene.world.ask_to_upload(receipt["tracking_url"])
    path = f"{scene.world.stack.front}/v1/reports/{{}}/screenshots"
    for reference, status in ((receipt["reference"], 409), (f"{receipt['report_id']}.x", 404)):
        answer = httpx.post(path.format(reference), json={"content_type": "image/png"}, timeout=60)
        assert problem(answer)["status"] == status


def test_a_form_that_is_posted_twice_brings_one_attachment(stack: LocalStack, scene: Scene) -> None:
    receipt = scene.happens(scene.person("Ann"))
    form = scene.world.ask_to_upload(receipt["tracking_url"])
    for _ in range(2):
        assert scene.world.post_form(form, PNG).status_code == 204
    eventually(lambda: len(judged(stack, receipt["report_id"])) == 2)
    scene.world.until_quiet()
    assert len(attachments(scene)) == len(lines(scene)) == 1


def test_a_picture_that_jira_took_without_saying_so_is_found_again(scene: Scene) -> None:
    receipt = scene.happens(scene.person("Ann"))
    scene.world.break_down("jira", "commit-then-timeout", "POST .*/attachments$", times=1, seconds=0.2)
    assert scene.world.upload(receipt["tracking_url"], PNG).status_code == 204
    scene.world.until_quiet()
    assert len(attachments(scene)) == len(lines(scene)) == 1


def test_a_picture_sent_with_the_report_waits_for_its_issue(scene: Scene) -> None:
    scene.world.break_down("jira", "503", "POST .*/issue$", times=1, seconds=1)
    receipt = scene.send(scene.person("Ann"))
    assert scene.world.upload(receipt["tracking_url"], PNG).status_code == 204
    scene.world.until_quiet()
    assert len(attachments(scene)) == len(lines(scene)) == 1
