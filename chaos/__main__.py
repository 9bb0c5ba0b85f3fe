"""`python -m chaos SEED N [WITHOUT]`: a stack of its own, the storm, the accounts. Ends with 0 when all was kept."""

import argparse
import signal
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from chaos import summary
from chaos.accounts import findings
from chaos.evidence import Evidence
from chaos.plan import draw
from chaos.safeguards import SAFEGUARDS, CutMissed, without
from chaos.sending import NotAccepted
from chaos.ses import Ses, SesServer
from chaos.stack import tormented_stack
from chaos.storm import Storm
from infra.change_set import DeployFailed
from infra.package import ROOT, PackageFailed
from infra.processes import Died, PortBusy
from infra.team_file import TeamFileError
from tour.world import World

STATE = ROOT / ".local" / "chaos"


@dataclass(frozen=True, slots=True)
class Asked:
    """What to run: the seed, the number of reports, and the safeguard to leave out, if any."""

    seed: int
    reports: int
    leave_out: str = ""


def arguments(words: list[str]) -> Asked:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="chaos", description=sys.modules[__package__].__doc__)
    parser.add_argument("seed", type=int)
    parser.add_argument("reports", type=int)
    parser.add_argument("without", nargs="?", default="", choices=["", *SAFEGUARDS])
    read = parser.parse_args(words)
    return Asked(read.seed, read.reports, read.without)


def main(words: list[str]) -> int:
    """0 when every promise was kept, 1 when one was not, 2 when the stack did not start, 130 after Ctrl-C."""
    asked = arguments(words)
    for ending in (signal.SIGINT, signal.SIGTERM):
        signal.signal(ending, _as_ctrl_c)
    try:
        return run(asked, STATE)
    except (CutMissed, DeployFailed, Died, PackageFailed, PortBusy, TeamFileError) as error:
        print(f"chaos: {error}", file=sys.stderr)
        return 2
    except NotAccepted as error:
        print(f"chaos: {error}. What happened is in {STATE.relative_to(ROOT)}/", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def run(asked: Asked, state: Path) -> int:
    """One storm and its accounts."""
    began = time.monotonic()
    source = without(asked.leave_out, state.with_name(f"{state.name}-source")) if asked.leave_out else ROOT
    if asked.leave_out:
        _say(f"without this safeguard: {SAFEGUARDS[asked.leave_out].what}")
    ses = Ses(asked.seed)
    with SesServer(ses) as server, tormented_stack(state, source, server.url, _say) as stack, World(stack) as world:
        storm = Storm(draw(asked.seed, asked.reports), world, ses, _say)
        storm.rage()
        evidence = Evidence.of(storm)
    found = list(findings(evidence))
    numbers = summary.figures(storm, evidence, found, time.monotonic() - began) | {"without": asked.leave_out}
    print("", *summary.table(storm, evidence, found, numbers), "", sep="\n")
    print(summary.line(numbers | {"kept": summary.kept(numbers)}), flush=True)
    return 0 if summary.kept(numbers) else 1


def _say(line: str) -> None:
    print(f"chaos: {line}", flush=True)


def _as_ctrl_c(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
