"""What a decision writes of an outage, beside what it writes of every case."""

from chalicelib.frozen import dataclass
from chalicelib.model.case import Case
from chalicelib.model.outage import Rating


@dataclass(frozen=True, slots=True)
class OutageTakes:
    """Nothing to write, and nothing that it holds by: in a surge every report would ask the one row of its outage."""

    case: Case


@dataclass(frozen=True, slots=True)
class OutageListed:
    """The product has had this outage: write it where all of them are found, the newest last."""

    case: Case


@dataclass(frozen=True, slots=True)
class CasesJoin:
    """`by` says that these open cases are part of the outage: a fact to be judged, case by case."""

    outage_id: str
    cases: tuple[str, ...]
    by: str


@dataclass(frozen=True, slots=True)
class RatingGiven:
    """Somebody says by the link of this report how it went, and said `before` something else, or nothing."""

    case_id: str
    report_id: str
    rating: Rating
    before: Rating | None


@dataclass(frozen=True, slots=True)
class OutagePast:
    """It ended so long ago that nobody is asked about it any more; holds only while it is as it was decided on."""

    case: Case


@dataclass(frozen=True, slots=True)
class StillThere:
    """One more person says that what ended with update number `end` is still there; holds once for each person."""

    case_id: str
    end: int
    person_id: str


OutageChange = OutageTakes | OutageListed | CasesJoin | RatingGiven | OutagePast | StillThere
