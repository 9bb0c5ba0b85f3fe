"""What the commands print, for people and for machines."""

import json

from ops.output import Line, printed
from tests.builders import NOW

LINES: list[Line] = [
    {"order": "c-1/jira:opened", "since": NOW, "outcome": None},
    {"order": "c-1/x", "since": NOW, "outcome": "503"},
]


def test_a_table_for_people() -> None:
    assert list(printed(LINES, as_json=False)) == [
        "order            since                outcome",
        "c-1/jira:opened  2026-11-21 12:00:00  -",
        "c-1/x            2026-11-21 12:00:00  503",
    ]


def test_an_object_a_line_for_machines() -> None:
    first, second = map(json.loads, printed(LINES, as_json=True))
    assert first == {"order": "c-1/jira:opened", "since": "2026-11-21T12:00:00+00:00", "outcome": None}
    assert second["outcome"] == "503"


def test_nothing_is_said_to_people_and_left_out_for_machines() -> None:
    assert (list(printed([], as_json=False)), list(printed([], as_json=True))) == (["nothing"], [])


def test_a_vendors_words_do_not_steer_the_terminal() -> None:
    hostile = "\x1b[2J\x9b31m\r\nfine"
    for as_json in (False, True):
        shown = "".join(printed([{"outcome": hostile}], as_json=as_json))
        assert shown.isprintable()
        assert "fine" in shown
