"""The widget's files and words: what a page on any origin gets, and that nothing else of the package can be had."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.entrances import widget
from tests.unit.entrances.conftest import Api

Problem = Callable[[Any, int], dict[str, Any]]
PART = "screenshot-0123456789ab.js"


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder as packaging fills it, with neighbours that nobody may read."""
    folder = tmp_path / "static"
    folder.mkdir()
    (folder / "widget.js").write_text("console.log('Что не так?')", encoding="utf-8")
    (folder / PART).write_text("export const part = 1", encoding="utf-8")
    (folder / "sizes.json").write_text("{}", encoding="utf-8")
    (tmp_path / "secret.js").write_text("secret", encoding="utf-8")
    monkeypatch.setattr(widget, "FOLDER", folder)
    return folder


@pytest.mark.parametrize(
    ("path", "body", "cached"),
    [
        ("/widget.js", "console.log('Что не так?')", "public, max-age=300, stale-while-revalidate=86400"),
        ("/widget/widget.js", "console.log('Что не так?')", "public, max-age=300, stale-while-revalidate=86400"),
        (f"/widget/{PART}", "export const part = 1", "public, max-age=31536000, immutable"),
    ],
)
def test_any_page_may_load_it(api: Api, built: Path, path: str, body: str, cached: str) -> None:
    answer = api.get(path, {"Origin": "https://shop.example"})
    assert answer.status_code == 200
    assert answer.body.decode() == body
    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer.headers["Cache-Control"] == cached
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("held", ["{tag}", '"older", {tag}', "*", "{strong}"])
def test_what_a_browser_holds_is_not_sent_again(api: Api, built: Path, held: str) -> None:
    tag = api.get("/widget.js").headers["ETag"]
    sent = held.format(tag=tag, strong=tag.removeprefix("W/"))
    again = api.get("/widget.js", {"If-None-Match": sent})
    assert (again.status_code, again.body) == (304, b"")
    assert again.headers["ETag"] == tag
    assert again.headers["Access-Control-Allow-Origin"] == "*"
    assert "max-age=300" in again.headers["Cache-Control"]
    (built / "widget.js").write_text("console.log('new')", encoding="utf-8")
    assert api.get("/widget.js", {"If-None-Match": sent}).status_code == (304 if held == "*" else 200)


@pytest.mark.parametrize(
    "file",
    [
        "none.js",
        "..%2Fsecret.js",
        "%2e%2e%2fsecret.js",
        "..\\secret.js",
        "../secret.js",
        "sizes.json",
        "static",
        ".",
        "..",
        "%00",
        f"{PART}%00",
        f"./{PART}",
        "x" * 3000,
    ],
)
def test_nothing_else_can_be_had(api: Api, built: Path, file: str) -> None:
    answer = api.get(f"/widget/{file}")
    assert answer.status_code in (403, 404), "the gateway's refusal, or ours"
    assert b"secret" not in answer.body


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.text(max_size=30) | st.sampled_from(["../secret.js", "/etc/passwd", "..", "*.js", "?", "[w]idget.js"]))
def test_no_name_leads_out_of_the_folder(api: Api, built: Path, name: str) -> None:
    assert widget.widget_part(name).status_code == 404


def test_what_is_not_built_says_so(
    api: Api, built: Path, problem: Problem, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(widget, "FOLDER", tmp_path / "none")
    for path in ("/widget.js", f"/widget/{PART}"):
        assert "Build it" in problem(api.get(path), 503)["detail"]


def test_the_words_of_a_product(api: Api) -> None:
    answer = api.get("/v1/widget/shop", {"Origin": "https://shop.example"})
    assert answer.status_code == 200
    said = json.loads(answer.body)
    assert said.keys() == {"product", "name", "languages", "areas", "kinds"}
    assert (said["product"], said["name"]) == ("shop", {"en": "The Shop", "ru": "Магазин"})
    assert said["languages"] == ["en", "ru"]
    assert said["areas"]["prices"] == {"name": {"en": "Prices", "ru": "Цены"}}
    assert said["kinds"]["does-not-work"] == {"name": {"en": "Does not work", "ru": "Не работает"}}
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("name", ["none", "SHOP", "shop%20", "x" * 3000])
def test_a_product_that_is_not_there(api: Api, problem: Problem, name: str) -> None:
    answer = api.get(f"/v1/widget/{name}")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert [error["field"] for error in problem(answer, 404)["errors"]] == ["product"]
