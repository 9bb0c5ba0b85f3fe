"""`python -m tour`: a stack of its own, the story, the accounts. Ends with 0 only when nothing is lost or doubled."""

import shutil
import signal
import sys
import time
from types import FrameType

import httpx

from infra.change_set import DeployFailed
from infra.local_stack import Ports, local_stack
from infra.package import ROOT, PackageFailed
from infra.processes import Died, PortBusy
from infra.team_file import TeamFileError
from tour import summary
from tour.accounts import Accounts
from tour.dialogs import Dialogs
from tour.quiet import NeverQuiet
from tour.story import NotAccepted, Story
from tour.world import World

STATE = ROOT / ".local" / "tour"


def main() -> int:
    """0 when every promise was kept, 1 when one was not, 2 when the stack did not start, 130 after Ctrl-C."""
    for ending in (signal.SIGINT, signal.SIGTERM):
        signal.signal(ending, _as_ctrl_c)
    shutil.rmtree(STATE, ignore_errors=True)
    began = time.monotonic()
    try:
        with local_stack(Ports.free(), STATE, _say) as stack, World(stack) as world:
            return _tour(world, began)
    except (DeployFailed, Died, PackageFailed, PortBusy, TeamFileError) as error:
        print(f"tour: {error}", file=sys.stderr)
        return 2
    except (NeverQuiet, NotAccepted, httpx.HTTPError) as error:
        print(f"tour: {error}. What happened is in {STATE.relative_to(ROOT)}/", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _tour(world: World, began: float) -> int:
    story = Story(world, _say)
    story.play()
    chapter = Dialogs(story)
    chapter.play()
    accounts = Accounts.of(story, chapter)
    mistakes = list(accounts.mistakes())
    print("", *summary.table(accounts), "", "what failed on the way, and was made good:", sep="\n")
    print(*(f"  {fault}" for fault in summary.faults(accounts)), "", sep="\n")
    for mistake in mistakes:
        print(f"NOT AS PROMISED: {mistake}")
    print(summary.numbers(story, accounts, time.monotonic() - began), flush=True)
    return 1 if mistakes else 0


def _say(line: str) -> None:
    print(f"tour: {line}", flush=True)


def _as_ctrl_c(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
