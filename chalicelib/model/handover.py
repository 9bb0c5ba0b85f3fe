"""What an operator fills in to hand a dialog over to the engineers."""

from chalicelib.frozen import dataclass

# Chosen where the problem is none of those that are known already: no case's id, which has a number at its end.
NEW_PROBLEM = "new"


@dataclass(frozen=True, slots=True)
class Filled:
    """What stands in the form: typed words, and the names of what is chosen. Nothing of it is checked yet."""

    link: str = ""
    words: str = ""
    area: str = ""
    kind: str = ""
    impact: str = ""
    plan: str = ""
    tried: str = ""
    same: str = ""
