"""The chat's lists: pages by a cursor and by a position, the order, the filters."""

from __future__ import annotations

import json
from typing import Any

import httpx

from sandbox.chat import directory
from tests.sandbox.running import Running
from tests.sandbox.test_sandbox_chat import data, refused


def test_pages_of_version_1(sandbox: Running, v1: httpx.Client, dialog: str) -> None:
    for n in range(4):
        sandbox.panel(f"chat/{dialog}/say", body=str(n))
    seen: list[str] = []
    after: dict[str, Any] = {}
    for _ in range(3):
        answer = v1.get(f"conversations/{dialog}/parts", params={"count": 2, **after})
        seen += [part["body"] for part in data(answer)]
        after = {"after": answer.json()["meta"]["next_after"]}
    assert seen == ["3", "2", "1", "0", "The price is 0"]
    assert after == {"after": None}
    for count in ("0", "51", "many"):
        refused(v1.get(f"conversations/{dialog}/parts", params={"count": count}), 400, "ValidationError")


def test_pages_of_version_2(sandbox: Running, v2: httpx.Client, dialog: str) -> None:
    for n in range(5):
        sandbox.panel(f"chat/{dialog}/say", body=str(n))

    def bodies(**asked: Any) -> tuple[list[str], dict[str, Any]]:
        answer = v2.get(f"conversations/{dialog}/parts", params={f"paginate_{k}": v for k, v in asked.items()})
        return [part["body"] for part in data(answer)], answer.json()["meta"]

    newest, meta = bodies(count=2)
    assert newest == ["4", "3"]
    here = json.dumps(meta["next_before_position"])
    assert bodies(count=9, position=here) == (
        ["2", "1", "0", "The price is 0"],
        {"next_before_position": None, "status": 200},
    )
    assert bodies(count=2, position=here, including="true")[0] == ["3", "2"]
    assert bodies(count=2, position=here, page_order="asc")[0] == ["1", "2"]
    after, meta = bodies(count=9, position=here, direction="after")
    assert (after, meta["next_after_position"]) == (["4"], None)
    around, meta = bodies(count=2, position=here, direction="around")
    assert around == ["4", "2"]
    assert meta["next_after_position"] is None
    assert meta["next_before_position"]
    text = v2.get(f"conversations/{dialog}/parts", params={"paginate_count": 1, "id_as_string": "true"}).json()
    assert text["meta"]["next_before_position"] == [text["data"][0]["id"]]
    for wrong in ({"direction": "up"}, {"position": "x"}, {"count": 51}, {"page_order": "any"}):
        asked = {f"paginate_{name}": value for name, value in wrong.items()}
        refused(v2.get(f"conversations/{dialog}/parts", params=asked), 400, "ValidationError")


def test_lists_are_by_latest_news_and_filtered(sandbox: Running, v2: httpx.Client) -> None:
    made = {who: sandbox.panel("chat/start", by=who, body=f"I am {who}")["id"] for who in ("ann", "boris", "elif")}
    sandbox.panel(f"chat/{made['ann']}/tag", tag="bug", by="tom")
    sandbox.panel(f"chat/{made['ann']}/tag", tag="prices", by="tom")
    sandbox.panel(f"chat/{made['boris']}/close", by="tom")
    sandbox.panel(f"chat/{made['elif']}/assign", to="erin", by="tom")
    sandbox.panel(f"chat/{made['elif']}/reply", body="Hello", by="erin")
    names = {ident: who for who, ident in made.items()}

    def listed(**asked: str) -> list[str]:
        answer = v2.get(f"apps/{directory.APP_ID}/conversations", params={"id_as_string": "true", **asked})
        return [names[one["id"]] for one in data(answer)]

    assert listed() == ["elif", "boris", "ann"]
    assert listed(closed="true") == ["boris"]
    assert listed(closed="false") == ["elif", "ann"]
    assert listed(answered="true") == ["elif"]
    assert listed(assigned="139591") == ["elif"]
    assert listed(assigned="0", include_not_assigned="true") == ["boris", "ann"]
    assert listed(tags="bug,prices") == ["ann"]
    assert listed(tags='["bug", "other"]') == []
    first = v2.get(f"apps/{directory.APP_ID}/conversations", params={"paginate_count": 2}).json()
    there = json.dumps(first["meta"]["next_before_position"])
    assert listed(paginate_position=there) == ["ann"]
