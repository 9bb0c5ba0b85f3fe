"""Areas looked at each minute: what is learnt of them, and whether a surge is suspected there, or over."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from chalicelib.decisions import suspecting
from chalicelib.entrances import outages
from chalicelib.errors import Refusal
from chalicelib.model.case import Case
from chalicelib.model.decision import Decision
from chalicelib.model.surge import Watch
from chalicelib.observe import log
from chalicelib.store import surges
from chalicelib.store.commit import Stale, settle, settle_once
from chalicelib.store.overdue import overdue
from chalicelib.store.surges import WAITS_FOR_CALM, Place
from chalicelib.team import team

_AT_MOST = 200  # suspicions at once


def look_at_areas(at: datetime) -> None:
    """Each area where somebody came in this bucket or the one before, and each where a suspicion stands."""
    places = [(name, area) for name, product in team().products.items() for area in product.areas]
    for place in surges.unwatched(places):
        settle_once(suspecting.begin(*place, at), at)
    minute = suspecting.minute_of(at)
    buckets = {suspecting.bucket_of(one) for one in (minute, minute - _watch().minutes)}
    for place in sorted(surges.lively(places, buckets) | _standing(at)):
        _look(place, at)


def look_at(product: str, areas: Iterable[str], at: datetime) -> None:
    """These areas at once: an outage of them was declared, and their suspicions say so."""
    for area in areas:
        _look((product, area), at)


def dismiss(suspicion_id: str, name: str, at: datetime) -> str:
    """*Not an outage*, says `name`; a second press, or one of an old message, changes nothing."""
    suspicion = surges.get_suspicion(suspicion_id)
    if suspicion is None:
        raise Refusal(404, "No such suspicion", "The message is older than its data.")

    def decide(_: Stale | None) -> Decision:
        seen = _seen((suspicion.product, suspicion.area))
        if seen is None or seen.suspicion is None or seen.suspicion.id != suspicion_id:
            return Decision("it is over already")
        return suspecting.dismiss(seen, name, _watch(), at)

    return settle(decide, at).why


def _look(place: Place, at: datetime) -> None:
    """Another sweep may look at the same moment: then the area is read again."""
    product, area = place
    outage = outages.open_of(product, area) or _declare_itself(place, at)

    def decide(_: Stale | None) -> Decision:
        seen, settings = _seen(place), team().products.get(product)
        if seen is None:
            return suspecting.begin(product, area, at)
        channel = settings.channel_of(area) if settings else ""  # none is needed for what stands already
        return suspecting.look(seen, channel, _watch(), at, outage.id if outage else None)

    log("area_looked_at", product=product, area=area, outcome=settle(decide, at).why)


def _declare_itself(place: Place, at: datetime) -> Case | None:
    """Where the team allows it, and nobody has answered for so long."""
    minutes = team().surge.declares_itself_after
    seen = _seen(place) if minutes else None
    suspicion = seen.suspicion if seen else None
    if suspicion is None or not suspecting.waits_too_long(suspicion, minutes, at):
        return None
    return outages.declare_itself(suspicion.product, suspicion.area, suspicion.id, at)


def _standing(at: datetime) -> set[Place]:
    found = (
        surges.get_suspicion(key.pk.removeprefix("CASE#"))
        for key in overdue(WAITS_FOR_CALM, at + timedelta(minutes=1), _AT_MOST)
    )
    return {(one.product, one.area) for one in found if one}


def _seen(place: Place) -> suspecting.Seen | None:
    watched = surges.get_watched(*place)
    if watched is None:
        return None
    suspicion = surges.get_suspicion(watched.suspicion) if watched.suspicion else None
    return suspecting.Seen(watched, surges.people_since(*place, watched.state.learnt), suspicion)


def _watch() -> Watch:
    return Watch(least=team().surge.least, chance=team().surge.chance)
