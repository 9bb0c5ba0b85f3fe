"""The people who are told about a case, and how far each of them has been told."""

from dataclasses import replace
from datetime import datetime

from pynamodb.exceptions import DoesNotExist

from chalicelib.model.case import STAND_IN, Follower
from chalicelib.model.outage import wards
from chalicelib.store import keys
from chalicelib.store.codec import load
from chalicelib.store.tables import Row


def followers(case_id: str, after: str | None, limit: int) -> list[Follower]:
    """A page of the case's followers in the order of their ids, beginning behind `after`."""
    first, last = f"{keys.FOLLOWER_PREFIX}{after or ''}", f"{keys.FOLLOWER_PREFIX}~"
    rows = Row.query(keys.case(case_id).pk, Row.sk.between(first, last), limit=limit + 1, consistent_read=True)
    found = [as_follower(row) for row in rows]
    return [follower for follower in found if follower.id != after][:limit]


def get_follower(case_id: str, follower_id: str) -> Follower | None:
    """One follower of the case, or None when this person does not follow it."""
    try:
        return as_follower(Row.get(*keys.follower(case_id, follower_id), consistent_read=True))
    except DoesNotExist:
        return None


def stand_ins(case_id: str) -> list[Follower]:
    """The followers that stand for all of a case that was merged into this one, in the order of their ids."""
    key = keys.follower(case_id, STAND_IN)
    return [as_follower(row) for row in Row.query(key.pk, Row.sk.startswith(key.sk), consistent_read=True)]


def audience(case_id: str) -> int:
    """How many people follow the case, or one that was merged into it; who follows two of them counts twice."""
    homes = {case_id, *wards(case_id)}
    rows = sum(Row.count(keys.case(home).pk, Row.sk.startswith(keys.FOLLOWER_PREFIX)) for home in homes)
    return rows + sum(audience(one.of_case) - 1 for one in stand_ins(case_id) if one.of_case)


def is_news(follower: Follower, at: datetime) -> bool:
    """Whether a status of that moment is still news to the follower; from now on nothing older is.

    What was overtaken on its way is not sent late: the person has heard what came after it (promise 3).
    """
    key, moment = keys.follower(follower.case_id, follower.id), at.isoformat()
    not_newer = Row.told_at.does_not_exist() | (Row.told_at <= moment)
    return Row(key.pk, key.sk).changed([Row.told_at.set(moment)], not_newer)


def as_follower(row: Row) -> Follower:
    """The follower as they joined, whether they have stopped the mails since, and whether mail tells them now."""
    stopped_at = datetime.fromisoformat(row.stopped_at) if row.stopped_at else None
    joined = load(Follower, row.data or "")
    return replace(joined, stopped_at=stopped_at, reply=joined.reply and row.told_by_mail is None)
