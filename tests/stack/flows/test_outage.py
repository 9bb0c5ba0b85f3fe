"""An outage on the deployed stack, as everybody meets it: engineers in Slack and Jira, people in their mail."""

import re
import time
from typing import Any

import pytest

from chaos.stack import sweep
from tests.stack.flows.scene import Scene
from tests.stack.polling import eventually

pytestmark = pytest.mark.stack
AREA = "media"  # nobody else's in these flows
TRIGGER = {"area": AREA, "kind": "does-not-work", "label": "Photo", "element": "#photo"}
LOOKED_AGAIN_WITHIN = 3  # seconds, after which every process knows of an outage


def messages(scene: Scene, area: str = "Photos and video") -> list[dict[str, Any]]:
    return [one for one in scene.world.messages() if f"Outage · {area} (The Shop)" in one["text"]]


def declare(scene: Scene, area: str = AREA) -> None:
    scene.world.panel("slack/command", channel="C0WILCO", text="outage", by="U0ERIN")
    written = {"words_en": "Photos do not open.", "words_ru": "Фотографии не открываются."}
    form: dict[str, Any] = {"areas": [f"shop/{area}"], "next_by": "60", **written}
    shown = scene.world.fill_in({block: {_action(block): value} for block, value in form.items()}, "U0ERIN")
    assert '"response_action": "update"' in shown["body"], shown
    sent = scene.world.fill_in(as_it_stands(scene), "U0ERIN")
    assert sent["status"] == 200, sent
    scene.world.until_quiet()
    time.sleep(LOOKED_AGAIN_WITHIN)


def as_it_stands(scene: Scene) -> dict[str, Any]:
    """What is chosen in the newest form when it opens."""
    inputs = [block for block in scene.world.views()[-1]["view"]["blocks"] if block["type"] == "input"]
    return {
        one["block_id"]: {"choice": [option["value"] for option in one["element"].get("initial_options", [])]}
        for one in inputs
    }


def write(scene: Scene, action: str, english: str, russian: str, area: str = "Photos and video") -> None:
    (message,) = messages(scene, area)
    scene.world.press(message["ts"], action, "U0ERIN")
    form = {"words_en": english, "words_ru": russian} | ({} if action == "end_outage" else {"stage": "identified"})
    scene.world.fill_in({block: {_action(block): value} for block, value in form.items()}, "U0ERIN")
    scene.world.fill_in(as_it_stands(scene), "U0ERIN")
    scene.world.until_quiet()


def counted(scene: Scene, people: int) -> bool:
    """Whether the counter shows so many; it moves once a minute, and this minute's look may have been before them."""
    sweep(scene.world.stack)
    scene.world.until_quiet()
    (message,) = messages(scene)
    return f"{people} people affected" in str(message)


def _action(block: str) -> str:
    return "text" if block.startswith("words") else "choice"


def test_from_its_declaration_to_its_end(scene: Scene) -> None:
    world, first, ann, olga = scene.world, scene.person("first"), scene.person("ann"), scene.person("Ольга", "ru")
    scene.happens(first, trigger=TRIGGER)
    own = scene.key
    before = len(world.issues())
    declare(scene)
    (message,) = messages(scene)
    assert message["channel"] == "C0MEDIA"
    assert scene.told(first) == ["received", "outage"], "whose case was open, hears of it"
    scene.happens(ann, trigger=TRIGGER)
    scene.happens(
        olga, trigger=TRIGGER, place={"url": f"http://127.0.0.1:8781/shop/{scene.word}-elsewhere", "title": "-"}
    )
    scene.happens(trigger=TRIGGER)
    eventually(lambda: counted(scene, 4))
    assert len(world.issues()) == before + 1, "one for the outage, none for the reports"
    assert scene.told(ann) == scene.told(olga) == ["outage"]
    (mail,) = world.mails(olga.email)
    assert "Фотографии не открываются." in mail["text"]
    write(scene, "write_update", "A disk is full.", "Кончилось место на диске.")
    write(scene, "end_outage", "There is a new disk. We are sorry.", "Поставили новый диск. Просим прощения.")
    for person in (first, ann, olga):
        assert scene.told(person)[-3:] == ["outage", "update", "over"]
    (issue,) = [one for one in world.issues() if "kind-outage" in one["fields"]["labels"]]
    assert issue["fields"]["status"]["name"] == "Done"
    said = [comment["body"] for comment in issue["fields"]["comment"]["comments"]]
    assert any("A disk is full." in one for one in said)
    assert any("new disk" in one for one in said)
    assert next(one for one in world.issues() if one["key"] == own)["fields"]["status"]["name"] == "Won't Do"
    great = re.search(r"http\S+/rating\?how=great", world.mails(ann.email)[-1]["text"])
    assert great is not None
    page = world.http.get(great[0])
    assert 'class="chosen"' in page.text
    answered = world.http.post(great[0].partition("?")[0], data={"how": "great"})
    assert "Thank you" in answered.text
    world.until_quiet()
    assert "🎉 1" in str(messages(scene)[0]["blocks"])


def test_a_dialog_is_answered_in_the_chat(scene: Scene) -> None:
    world = scene.world
    declare(scene, "orders")
    before, said = len(world.issues()), len(world.messages())
    dialog = world.start_dialog("elif", f"My order {scene.word} is gone", scene.url)
    world.until_quiet()
    assert "Photos do not open." in world.dialog(dialog)["seen_by_person"][-1], "nobody has handed it over yet"
    world.tag_dialog(dialog, "bug")
    world.until_quiet()
    assert len(world.dialog(dialog)["seen_by_person"]) == 2, "and nobody says it twice"
    parts = str(world.dialog(dialog)["parts"])
    (issue,) = [one for one in world.issues() if {"area-orders", "kind-outage"} <= set(one["fields"]["labels"])]
    assert issue["key"] in parts
    assert (len(world.issues()), len(world.messages())) == (before, said)
    write(scene, "end_outage", "Orders are back. We are sorry.", "Заказы снова на месте. Просим прощения.", "Orders")
    assert "Orders are back." in world.dialog(dialog)["seen_by_person"][-1]
