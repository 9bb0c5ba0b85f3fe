"""`python -m drill N [SEED] [FAULTS]`: a stack of its own, the outage, the accounts. Ends with 0 when all was kept."""

import argparse
import signal
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from chaos.sending import NotAccepted
from drill import summary
from drill.accounts import findings
from drill.duty import Stuck
from drill.evidence import Evidence
from drill.machine import Usage
from drill.paper import on_paper
from drill.plan import draw
from drill.progress import Progress
from drill.stack import drill_stack
from drill.story import Drill
from drill.table import table
from infra.change_set import DeployFailed
from infra.package import ROOT, PackageFailed
from infra.processes import Died, PortBusy
from infra.team_file import TeamFileError
from tour.world import World

STATE = ROOT / ".local" / "drill"
_FEWEST = 20


@dataclass(frozen=True, slots=True)
class Asked:
    """What to play: how many people, the seed, and whether everything around Wilco fails meanwhile."""

    people: int
    seed: int = 1
    faults: bool = False


def arguments(words: list[str]) -> Asked:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="drill", description=sys.modules[__package__].__doc__)
    parser.add_argument("people", type=int, help=f"how many, {_FEWEST} at least")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--faults", choices=["yes", "no"], default="no")
    read = parser.parse_args(words)
    if read.people < _FEWEST:
        parser.error(f"an outage has {_FEWEST} people at least")
    return Asked(read.people, read.seed, read.faults == "yes")


def main(words: list[str]) -> int:
    """0 when every promise was kept, 1 when one was not, 2 when the stack did not start, 130 after Ctrl-C."""
    asked = arguments(words)
    for ending in (signal.SIGINT, signal.SIGTERM):
        signal.signal(ending, _as_ctrl_c)
    try:
        return run(asked, STATE)
    except (DeployFailed, Died, PackageFailed, PortBusy, TeamFileError) as error:
        print(f"drill: {error}", file=sys.stderr)
        return 2
    except (NotAccepted, Stuck) as error:
        print(f"drill: {error}. What happened is in {STATE.relative_to(ROOT)}/", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def run(asked: Asked, state: Path) -> int:
    """One drill and its accounts."""
    began, progress = time.monotonic(), Progress()
    plan = draw(asked.seed, asked.people, faults=asked.faults)
    with drill_stack(state, progress.say, faults=asked.faults) as stack, World(stack) as world:
        drill = Drill(plan, world, progress)
        drill.play()
        evidence, usage = Evidence.of(drill), Usage.of(world)
    found = list(findings(evidence))
    numbers = summary.figures(drill, evidence, usage, found) | {"seconds": round(time.monotonic() - began, 1)}
    print("", *table(numbers, found), sep="\n")
    print(*on_paper(asked.people, numbers["reports"], numbers["mails"], numbers["dollars"], usage), "", sep="\n")
    print(summary.line(numbers | {"kept": summary.kept(numbers)}), flush=True)
    return 0 if summary.kept(numbers) else 1


def _as_ctrl_c(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
