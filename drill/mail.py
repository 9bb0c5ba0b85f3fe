"""Where the drill's mail goes, how that fails, and what people were mailed: read from the mark of each mail."""

import re
from collections import defaultdict
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial

from chaos.ses import Letter
from chaos.stack import UNREACHABLE
from chaos.troubles import insist
from tour.world import World

ACKNOWLEDGED = 0
RECEIPT = -1  # of a case that was no outage then
UNCALLED = -2  # anything else
_UPDATE = re.compile(r"\bupdate:(\d+):told")
_ACKNOWLEDGEMENT = re.compile(r"/outage:|\bsame:told")
# What the weather calls a fault of SES (chaos/weather.py), and what the sandbox does.
_FAULTS = {"throttled": "429", "unavailable": "503", "slow": "slow", "dropped": "drop"}
_FAULTS |= {"sent, then dropped": "commit-then-timeout"}
_SECONDS = 0.5


def number_of(letter: Letter) -> int:
    """Of which update the mail is; ACKNOWLEDGED tells that there is an outage, and what is known by then.

    The mark says it and not the kind: whoever is told of an outage that is over reads `over`.
    """
    if update := _UPDATE.search(letter.order):
        return int(update[1])
    if _ACKNOWLEDGEMENT.search(letter.order):
        return ACKNOWLEDGED
    return RECEIPT if letter.kind == "received" else UNCALLED


@dataclass
class Mail:
    """The sandbox's SES, and its mailbox, which is read on and on. `told` has who had the mail of each number."""

    world: World
    letters: list[Letter] = field(default_factory=list)
    told: Mapping[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    _read: int = 0

    def read(self) -> None:
        """What has come by now, unless the sandbox is just starting again."""
        with suppress(*UNREACHABLE):
            for one in self.world.mail_journal(self._read):
                letter = Letter(one["received_at"], one["to"][0], one["kind"], one["order"])
                self.letters.append(letter)
                self.told[number_of(letter)].add(letter.to)
                self._read = one["id"]

    @property
    def faults(self) -> dict[str, float]:
        """They are the sandbox's to know."""
        return {}

    @faults.setter
    def faults(self, shares: dict[str, float]) -> None:
        """Beside those that it has."""
        for fault, share in shares.items():
            rule = {"vendor": "ses", "fault": _FAULTS[fault], "probability": share, "seconds": _SECONDS}
            insist(partial(self.world.panel, "faults", **rule))
