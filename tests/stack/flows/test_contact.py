"""Somebody who is not signed in confirms an address, hears how it goes on, and stops the mails."""

import re

import pytest

from sandbox.identity import Customer
from tests.stack.flows.scene import Scene, problem
from tests.stack.flows.test_stopping import one_click

pytestmark = pytest.mark.stack


def link_for(scene: Scene, person: Customer) -> str:
    """The one link of the one mail."""
    (mail,) = scene.world.mails(person.email)
    assert mail["kind"] == "confirm"
    (link,) = set(re.findall(rf"{scene.world.stack.front}/c/[^\s\"<]+", mail["text"] + mail["html"]))
    return str(link)


def test_from_the_question_to_the_end_of_the_mails(scene: Scene) -> None:
    ann = scene.person("Ann")
    receipt = scene.happens(None, contact={"email": ann.email}, comment="I am not signed in.")
    assert receipt["mailed"] is False
    link = link_for(scene, ann)
    assert "I am not signed in." not in scene.world.http.get(link).text
    scene.move("In Progress")
    assert scene.told(ann) == ["confirm"], "a scanner opened the link, and nobody said yes"
    for _ in range(2):
        page = scene.world.http.post(link, data={"answer": "yes", "report": receipt["report_id"]})
        assert page.status_code == 200
        assert receipt["tracking_url"] in page.text
    scene.world.until_quiet()
    assert scene.told(ann) == ["confirm"]
    scene.move("Done")
    assert scene.told(ann) == ["confirm", "resolved"]
    assert one_click(scene, ann).status_code == 200
    scene.move("In Progress")
    assert scene.told(ann) == ["confirm", "resolved"]


def test_an_address_that_is_left_later_and_was_somebody_elses(scene: Scene) -> None:
    ann, boris = scene.person("Ann"), scene.person("Boris")
    receipt = scene.happens(comment="I am not signed in.")
    contact = f"{scene.world.stack.front}/v1/reports/{receipt['reference']}/contact"
    host = {"Origin": "http://127.0.0.1:8781"}
    for person in (ann, ann, boris):
        answer = scene.world.http.post(contact, json={"email": person.email}, headers=host)
        assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (202, "*")
        assert "confirm" in answer.json()["message"]
    assert problem(scene.world.http.post(contact, json={"email": "no address"}))["status"] == 422
    scene.world.until_quiet()
    page = scene.world.http.post(link_for(scene, ann), data={"answer": "not_me"})
    assert "Thank you for telling us" in page.text
    scene.world.http.post(f"{receipt['tracking_url']}/contact", data={"email": ann.email}).raise_for_status()
    scene.world.http.post(link_for(scene, boris), data={"answer": "yes", "report": receipt["report_id"]})
    scene.move("Done")
    assert scene.told(ann) == ["confirm"]
    assert scene.told(boris) == ["confirm", "resolved"]
