"""The people who are told about a case, and how far each of them has been told."""

from datetime import datetime

from pynamodb.exceptions import UpdateError

from chalicelib.model.case import Follower
from chalicelib.store import keys
from chalicelib.store.codec import load
from chalicelib.store.tables import Row


def followers(case_id: str, after: str | None, limit: int) -> list[Follower]:
    """A page of the case's followers in the order of their ids, beginning behind `after`."""
    first, last = f"{keys.FOLLOWER_PREFIX}{after or ''}", f"{keys.FOLLOWER_PREFIX}~"
    rows = Row.query(keys.case(case_id).pk, Row.sk.between(first, last), limit=limit + 1, consistent_read=True)
    found = [load(Follower, row.data or "") for row in rows]
    return [follower for follower in found if follower.id != after][:limit]


def audience(case_id: str) -> int:
    """How many people follow the case."""
    return Row.count(keys.case(case_id).pk, Row.sk.startswith(keys.FOLLOWER_PREFIX), consistent_read=True)


def is_news(follower: Follower, at: datetime) -> bool:
    """Whether a status of that moment is still news to the follower; from now on nothing older is.

    What was overtaken on its way is not sent late: the person has heard what came after it (promise 3).
    """
    key, moment = keys.follower(follower.case_id, follower.id), at.isoformat()
    try:
        Row(key.pk, key.sk).update(
            [Row.told_at.set(moment)], condition=Row.told_at.does_not_exist() | (Row.told_at <= moment)
        )
    except UpdateError as error:
        if error.cause_response_code != "ConditionalCheckFailedException":
            raise
        return False
    return True
