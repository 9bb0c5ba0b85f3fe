"""A click becomes one Jira issue, one Slack message and a mail in the person's language."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.stack.flows.scene import Scene

pytestmark = pytest.mark.stack


def test_a_report_is_in_jira_and_slack_and_its_person_has_mail(scene: Scene) -> None:
    ann = scene.person("Ann")
    receipt = scene.happens(ann, comment="It says zero.")
    fields = scene.issue()["fields"]
    assert fields["summary"] == f"[Prices] Wrong value at 127.0.0.1:8781/shop/{scene.word}/:id"
    assert {"wilco", "kind-wrong-value", "area-prices"} <= set(fields["labels"])
    assert [component["name"] for component in fields["components"]] == ["Prices"]
    assert fields["priority"]["name"] == "Medium"
    assert "Firefox 151.0" in fields["environment"]
    assert "It says zero." in fields["description"]
    assert fields["customfield_10050"] == 1
    assert f"|{scene.key}>" in str(scene.parent()["blocks"])
    assert scene.told(ann) == ["received"]
    assert receipt["tracking_url"].startswith(scene.world.stack.front)


@pytest.mark.parametrize(
    ("locale", "subject", "greeting", "happened"),
    [
        ("en", "Prices: wrong value (The Shop)", "Hello, Ann!", "We have your report"),
        ("ru-RU", "Цены: неверное значение (Магазин)", "Здравствуйте, Ann!", "Мы получили ваше сообщение"),
    ],
)
def test_mail_speaks_the_persons_language(
    scene: Scene, locale: str, subject: str, greeting: str, happened: str
) -> None:
    ann = scene.person("Ann", locale)
    receipt = scene.happens(ann)
    (mail,) = scene.world.mails(ann.email)
    assert mail["subject"] == subject
    for part in (mail["text"], mail["html"]):
        assert greeting in part
        assert happened in part
        assert receipt["tracking_url"] in part


def test_the_mails_of_a_case_are_one_conversation(scene: Scene) -> None:
    ann = scene.person("Ann")
    scene.happens(ann)
    scene.move("In Progress")
    mails = scene.world.mails(ann.email)
    assert len(mails) == 2
    assert len({mail["conversation"] for mail in mails}) == 1
    assert len({mail["subject"] for mail in mails}) == 1


def test_the_same_click_again_is_the_same_report(scene: Scene) -> None:
    ann = scene.person("Ann")
    click = scene.click(ann)
    with ThreadPoolExecutor(4) as impatient:
        answers = list(impatient.map(scene.world.report, [click] * 4))
    assert {answer.status_code for answer in answers} == {202}
    assert len({(a.json()["report_id"], a.json()["tracking_url"]) for a in answers}) == 1
    scene.world.until_quiet()
    assert scene.told(ann) == ["received"]
    assert scene.issue()["fields"]["customfield_10050"] == 1


def test_a_second_person_joins_although_the_address_has_another_id(scene: Scene) -> None:
    ann, boris = scene.person("Ann"), scene.person("Boris", "ru")
    scene.happens(ann)
    other = f"http://127.0.0.1:8781/shop/{scene.word}/62342?utm_source=mail#top"
    scene.happens(boris, place={"url": other}, comment="Here too.")
    assert scene.issue()["fields"]["customfield_10050"] == 2
    assert "2 people affected" in scene.parent()["text"]
    assert any("Here too." in line for line in scene.thread())
    assert (scene.told(ann), scene.told(boris)) == (["received"], ["received"])


def test_many_who_report_at_once_are_one_case(scene: Scene) -> None:
    people = [scene.person(name) for name in ("Ann", "Ben", "Cleo", "Dan", "Eve", "Finn")]
    with ThreadPoolExecutor(len(people)) as crowd:
        list(crowd.map(scene.send, people))
    scene.world.until_quiet()
    assert scene.issue()["fields"]["customfield_10050"] in (5, 6)  # shown at steps: 1, 2, 3, 5, 7, 10 …
    assert len(scene.parents()) == 1
    assert [scene.told(person) for person in people] == [["received"]] * 6


def test_nobody_writes_to_an_address_that_nobody_vouched_for(scene: Scene) -> None:
    stranger = scene.person("Stranger")
    receipt = scene.happens(None, contact={"email": stranger.email}, comment="I am not signed in.")
    assert scene.told(stranger) == ["confirm"], "one question, and nothing that was typed is in it"
    assert receipt["tracking_url"] in scene.links()
    scene.move("Done")
    assert scene.told(stranger) == ["confirm"]
    assert scene.world.state_of(receipt["tracking_url"])["status"] == "resolved"
