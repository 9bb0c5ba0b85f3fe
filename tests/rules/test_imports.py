"""The arrows of the design: which part may know which, and none runs back."""

import pytest

from tests.rules.code import Import, files, imports, part_of

# part → (parts of chalicelib, libraries). Itself and the standard library go without saying.
TABLE: dict[str, tuple[set[str], set[str]]] = {
    "frozen": (set(), set()),
    "model": ({"frozen"}, set()),
    "errors": ({"frozen"}, set()),
    "observe": (set(), set()),
    "config": (set(), set()),
    "ports": ({"model", "errors", "frozen"}, set()),
    "settings": ({"model"}, {"pydantic"}),
    "team": ({"model", "settings"}, {"pydantic"}),
    "decisions": ({"model"}, set()),
    "store": ({"model", "errors", "config"}, {"pynamodb", "botocore", "pydantic"}),
    "rendering": ({"model", "ports", "team", "settings", "errors"}, {"jinja2", "babel"}),
    "adapters": (
        {"model", "ports", "errors", "observe"},
        {"jira", "requests", "slack_sdk", "boto3", "botocore", "urllib3"},
    ),
    "wiring": ({"model", "ports", "config", "rendering", "team", "adapters"}, set()),
    "entrances": (
        {
            "model",
            "decisions",
            "store",
            "config",
            "observe",
            "errors",
            "ports",
            "wiring",
            "team",
            "settings",
            "rendering",
        },
        {"chalice", "pydantic", "jwt", "nacl"},
    ),
    "deliveries": (
        {"model", "store", "rendering", "wiring", "ports", "team", "config", "observe", "errors"},
        {"chalice"},
    ),
}
# Loaded only by the function that needs it, so that a Lambda starts without it.
ONLY_INSIDE = {("wiring", "adapters"), ("wiring", "team"), ("entrances", "rendering")}
# Each vendor has one file that speaks to it, and one that knows its errors.
VENDORS = {
    "jira": {"jira_cloud.py", "jira_errors.py"},
    "slack_sdk": {"slack_web.py", "slack_errors.py"},
    "boto3": {"aws.py"},
    "requests": {"jira_cloud.py", "chat_http.py"},
}

CODE = list(files("chalicelib"))
IMPORTS = [(part_of(path), one) for path in CODE for one in imports(path)]


def told(found: list[Import]) -> list[str]:
    return sorted(f"{one.file}: {one.module}" for one in found)


def test_every_part_is_in_the_table() -> None:
    assert {part_of(path) for path in CODE} - {"__init__"} == set(TABLE)


@pytest.mark.parametrize("part", TABLE)
def test_a_part_knows_only_what_it_may(part: str) -> None:
    parts, _ = TABLE[part]
    assert told([one for of, one in IMPORTS if of == part and one.part and one.part not in {part, *parts}]) == []


@pytest.mark.parametrize("part", TABLE)
def test_a_part_uses_only_its_own_libraries(part: str) -> None:
    _, libraries = TABLE[part]
    assert told([one for of, one in IMPORTS if of == part and one.library and one.library not in libraries]) == []


@pytest.mark.parametrize(("part", "other"), sorted(ONLY_INSIDE))
def test_what_is_heavy_is_imported_where_it_is_needed(part: str, other: str) -> None:
    assert told([one for of, one in IMPORTS if of == part and one.part == other and not one.inside]) == []


def test_only_wiring_builds_adapters() -> None:
    assert {of for of, one in IMPORTS if one.part == "adapters"} == {"adapters", "wiring"}


@pytest.mark.parametrize("vendor", VENDORS)
def test_a_vendors_library_has_its_own_files(vendor: str) -> None:
    using = {one.file.rpartition("/")[2] for _, one in IMPORTS if one.library == vendor}
    assert using <= VENDORS[vendor]


def test_no_circle_among_the_parts() -> None:
    """The table itself has an order: each part knows only parts that stand before it."""
    known: set[str] = set()
    while len(known) < len(TABLE):
        ready = {part for part, (parts, _) in TABLE.items() if parts <= known} - known
        assert ready, f"a circle among {sorted(set(TABLE) - known)}"
        known |= ready


def test_entrances_render_what_they_answer_and_nothing_else() -> None:
    rendered = {one.module for of, one in IMPORTS if of == "entrances" and one.part == "rendering"}
    answers = {
        "page",
        "confirm_page",
        "subscription_page",
        "slack_forms",
        "slack_command",
        "slack_reply",
        "escalation_form",
        "slack_merged",
        "outage",
        "outage_forms",
        "outage_receipt",
        "rating_page",
        "receipt",
        "words",
    }
    assert rendered <= {f"chalicelib.rendering.{name}" for name in answers}


def test_decisions_have_no_clock_no_chance_and_no_environment() -> None:
    impure = {"os", "random", "secrets", "time", "uuid", "io", "pathlib", "socket", "logging", "sys"}
    found = [one for of, one in IMPORTS if of in ("decisions", "model") and one.module.split(".")[0] in impure]
    assert told(found) == []
