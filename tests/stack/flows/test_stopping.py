"""A person stops the mails by their mail program, and starts them again by the page."""

import httpx
import pytest

from sandbox.identity import Customer
from tests.stack.flows.scene import Scene, problem

pytestmark = pytest.mark.stack


def one_click(scene: Scene, person: Customer) -> httpx.Response:
    """What a mail program does (RFC 8058): it POSTs to the newest mail's own link, and brings nothing else."""
    headers = scene.world.mails(person.email)[-1]["headers"]
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    url = headers["List-Unsubscribe"].strip("<>")
    return scene.world.http.post(url, data={"List-Unsubscribe": "One-Click"}, follow_redirects=False)


def test_one_click_ends_the_mails_and_the_page_begins_them_again(scene: Scene) -> None:
    ann, boris = scene.person("Ann"), scene.person("Boris")
    page = scene.happens(ann)["tracking_url"]
    scene.happens(boris)
    assert scene.world.http.get(f"{page}/stop").status_code == 200
    scene.move("In Progress")
    assert scene.told(ann) == ["received", "in_progress"], "opening the link stopped nothing"
    assert one_click(scene, ann).status_code == 200
    scene.move("Done")
    assert scene.told(ann) == ["received", "in_progress"]
    assert scene.told(boris) == ["received", "in_progress", "resolved"]
    scene.world.http.post(f"{page}/start").raise_for_status()
    scene.move("In Progress")
    assert scene.told(ann) == ["received", "in_progress", "reopened"]
    assert scene.issue()["fields"]["customfield_10050"] == 2, "who stopped is still counted"


def test_a_note_as_json_reaches_the_engineers(scene: Scene) -> None:
    page = scene.happens(scene.person("Ann"))["tracking_url"]
    notes = f"{scene.world.stack.front}/v1/reports/{page.rpartition('/')[2]}/notes"
    host = {"Origin": "http://127.0.0.1:8781"}
    answer = scene.world.http.post(notes, json={"text": "Since Monday."}, headers=host)
    assert (answer.status_code, answer.json()) == (202, {})
    assert answer.headers["access-control-allow-origin"] == "*"
    refused = scene.world.http.post(notes, json={"text": ""}, headers=host)
    assert problem(refused)["status"] == 422
    assert refused.headers["access-control-allow-origin"] == "*"
    scene.world.until_quiet()
    assert any("Since Monday." in said for said in scene.comments())
