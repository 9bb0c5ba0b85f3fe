"""From people in an area to a suspicion that the team is told: counted, raised once, dismissed, over.

What is unusual is decided in `surge`. Here: who counts, what is learnt when, and what is news.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from chalicelib.decisions.surge import PERSON_AGAIN, assess, catch_up, counts_again, dismissed
from chalicelib.model.decision import Decision
from chalicelib.model.orders import Destination, Order
from chalicelib.model.report import Report
from chalicelib.model.surge import Area, Assessment, Watch
from chalicelib.model.surge_acts import SUSPECTED, ShowSuspicion
from chalicelib.model.suspicion import AreaLearnt, PersonCame, Suspicion, SuspicionMoved, Watched, area_digest

_BUCKET = Watch().minutes  # of the counters; not a team's to choose


@dataclass(frozen=True, slots=True)
class Seen:
    """An area's row, the people who came in each bucket since, and the suspicion that stands there."""

    watched: Watched
    people: Mapping[int, int]
    suspicion: Suspicion | None = None


@dataclass(frozen=True, slots=True)
class _Thought:
    """What is thought of an area now. `learnt` is as far as its counters surely stand still."""

    learnt: Area
    now: Area
    found: Assessment


def minute_of(at: datetime) -> int:
    """Minutes since 1970, by which buckets are named."""
    return int(at.timestamp()) // 60


def bucket_of(minute: int) -> int:
    """The bucket that this minute is in."""
    return minute - minute % _BUCKET


def came(report: Report, last: int | None, now: datetime) -> tuple[PersonCame, ...]:
    """The report's person is one more in its area, unless they counted there at `last`, as far as that is known.

    Counted when it is looked at: buckets that are learnt already do not change, however late the stream comes.
    """
    minute = minute_of(now)
    if not counts_again(last, minute):
        return ()
    area, person = report.trigger.area, report.person.id
    return (PersonCame(report.product, area, person, bucket_of(minute), minute, minute - PERSON_AGAIN),)


def begin(product: str, area: str, now: datetime) -> Decision:
    """The area is watched from now on, so that in hours to come its quiet is known, and not only unseen."""
    state = Area(learnt=bucket_of(minute_of(now)) - _BUCKET)
    return Decision("it is watched from now on", (AreaLearnt(Watched(product, area, state, version=1)),))


def look(seen: Seen, channel: str, watch: Watch, now: datetime, outage: str | None = None) -> Decision:
    """Learn what is past, and say what is news: a suspicion where none stands, or that the one that stood is over.

    While the area has a declared `outage`, nothing more is suspected there; a suspicion that stands has led to it.
    """
    minute, thought = minute_of(now), _think(seen, watch, now)
    after = replace(seen.watched, state=thought.learnt, version=seen.watched.version + 1)
    if seen.suspicion and outage and seen.suspicion.outage is None:
        return _declared(seen.suspicion, outage, after)
    if seen.suspicion:
        if thought.found.suspected or thought.now.standing or thought.now.learnt < seen.suspicion.minute:
            return _learnt(seen, after, "it stands")
        return _over(seen.suspicion, seen.watched.state, after)
    if not thought.found.suspected or outage:
        return _learnt(seen, after, "an outage is declared here" if outage else "nothing unusual")
    digest = area_digest(after.product, after.area)
    raised = Suspicion(
        f"surge:{digest}:{minute}", after.product, after.area, channel, now, bucket_of(minute), thought.found
    )
    changes = (AreaLearnt(replace(after, suspicion=raised.id)), SuspicionMoved(raised))
    return Decision("a surge is suspected", changes, (_show(raised),))


def dismiss(seen: Seen, name: str, watch: Watch, now: datetime) -> Decision:
    """*Not an outage*, says `name`: for a while only what is clearly more than this is suspected here."""
    if seen.suspicion is None:
        return Decision("it is over already")
    if seen.suspicion.dismissed_by:
        return Decision("dismissed already")
    thought = _think(seen, watch, now)
    strongest = max(thought.found, seen.suspicion.found, key=lambda one: one.strength)
    doubtful = replace(thought.learnt, doubt=dismissed(thought.now, strongest).doubt)
    area = replace(seen.watched, state=doubtful, version=seen.watched.version + 1)
    after = replace(seen.suspicion, dismissed_by=name, version=seen.suspicion.version + 1)
    return Decision("dismissed in Slack", (AreaLearnt(area), SuspicionMoved(after)), (_show(after),))


def _think(seen: Seen, watch: Watch, now: datetime) -> _Thought:
    """The bucket before counts as well as the one under way: it may have filled since anybody looked.

    It is learnt for good only when this one is past, since somebody may still be counted there at this moment.
    """
    minute = minute_of(now)
    before = minute - watch.minutes
    learnt = catch_up(seen.watched.state, seen.people, before, watch)
    current = catch_up(learnt, seen.people, minute, watch)
    last = assess(learnt, before, seen.people.get(bucket_of(before), 0), watch)
    present = assess(current, minute, seen.people.get(bucket_of(minute), 0), watch)
    return _Thought(learnt, current, last if last.suspected and not present.suspected else present)


def _learnt(seen: Seen, after: Watched, why: str) -> Decision:
    news = after.state.learnt > seen.watched.state.learnt
    return Decision(why, (AreaLearnt(after),) if news else ())


def _over(suspicion: Suspicion, before: Area, area: Watched) -> Decision:
    """Calm since the last bucket that was not. Whoever dismissed it need not hear that."""
    last = before.standing.last if before.standing else suspicion.minute
    since = datetime.fromtimestamp((last + _BUCKET) * 60, UTC)
    after = replace(suspicion, over_since=since, version=suspicion.version + 1)
    changes = (AreaLearnt(replace(area, suspicion=None)), SuspicionMoved(after))
    return Decision("it is over", changes, () if suspicion.dismissed_by or suspicion.outage else (_show(after),))


def waits_too_long(suspicion: Suspicion | None, minutes: int | None, now: datetime) -> bool:
    """Whether nobody has answered it for as long as the team allows; without `minutes` nobody need."""
    if suspicion is None or suspicion.dismissed_by or suspicion.outage or minutes is None:
        return False
    return now - suspicion.at >= timedelta(minutes=minutes)


def _declared(suspicion: Suspicion, outage: str, area: Watched) -> Decision:
    after = replace(suspicion, outage=outage, version=suspicion.version + 1)
    return Decision("it is declared an outage", (AreaLearnt(area), SuspicionMoved(after)), (_show(after),))


def _show(suspicion: Suspicion) -> Order:
    order_id = SUSPECTED if suspicion.version == 1 else f"{SUSPECTED}:v{suspicion.version}"
    lane = f"surge:{area_digest(suspicion.product, suspicion.area)}"
    return Order(order_id, suspicion.id, Destination.SLACK, lane, ShowSuspicion())
