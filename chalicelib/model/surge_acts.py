"""What is shown in Slack of a suspected surge: the act of its orders."""

from typing import Literal

from chalicelib.frozen import dataclass


@dataclass(frozen=True, slots=True)
class ShowSuspicion:
    """Make the area's channel show the suspicion as it is now: post it once, or update it in place."""

    verb: Literal["show_suspicion"] = "show_suspicion"


# The order by which a suspicion is told first; the mark of its one message.
SUSPECTED = "slack:suspected"
