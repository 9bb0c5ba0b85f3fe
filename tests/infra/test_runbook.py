"""Whoever is called at night finds the alarm's name, and the commands, in docs/runbook.md."""

import re
from argparse import _SubParsersAction

from ops.__main__ import command_line
from tests.infra.conftest import Resources
from tests.rules.code import ROOT

HEADINGS = re.findall(r"^### (.+)$", (ROOT / "docs" / "runbook.md").read_text(encoding="utf-8"), re.MULTILINE)
NAMED = {name for heading in HEADINGS for name in re.findall(r"`([A-Za-z]+)`", heading)}


def test_every_alarm_has_a_place_in_the_runbook_and_nothing_else_is_called_one(resources: Resources) -> None:
    alarms = {name for name, one in resources.items() if one["Type"] == "AWS::CloudWatch::Alarm"}
    assert {name for name in NAMED if name[0].isupper()} == alarms


def test_every_command_has_a_place_in_the_runbook() -> None:
    (commands,) = [action for action in command_line()._actions if isinstance(action, _SubParsersAction)]
    assert {name for name in NAMED if name[0].islower()} == set(commands.choices)
