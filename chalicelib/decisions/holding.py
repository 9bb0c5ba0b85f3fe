"""*We need time to find out*: a saved reply or an operator's own words to everybody who follows, and a promise."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.decisions.moving import for_case
from chalicelib.decisions.promises import redeemed, replaced
from chalicelib.model.case import Case
from chalicelib.model.decision import Decision
from chalicelib.model.hours import Hours, after_working, clock, next_opening, spans
from chalicelib.model.orders import Destination, Notice, SayInThread, TellFollowers
from chalicelib.model.promise import Moment, Promise

_A_DAY = timedelta(days=1)
_NOON = 12 * 60
_LAST_MINUTE = 24 * 60 - 1


def choices(hours: Hours, now: datetime) -> tuple[Moment, ...]:
    """In one, two and four hours of work, at the end of today's, and at noon of the next; no moment twice."""
    found: dict[datetime, Moment] = {}
    for choice in _choices(hours, now):
        found.setdefault(choice.due, choice)
    return tuple(sorted(found.values(), key=lambda choice: choice.due))


def reply(
    case: Case, notice: Notice, promised: Promise | None, warn: timedelta, by: str, form_id: str, now: datetime
) -> Decision:
    """`by` answers everybody who follows with `notice`; `form_id` is the form's own id, so that a repeat is no second.

    A promise that stands is kept by it, or came too late; the new one takes its place.
    """
    if not case.is_open:
        line = SayInThread("not_sent", None, notice.text, by, saved=notice.saved)
        return Decision("it is closed", orders=(for_case(case, f"reply:{form_id}:said", Destination.SLACK, line),))
    told = TellFollowers(replace(notice, promised=promised.told_due if promised else None), by=by)
    due = promised.due if promised else None
    line = SayInThread("replied", None, notice.text, by, saved=notice.saved, due=due)
    after = replace(case, version=case.version + 1)
    return Decision(
        "a reply, and a promise" if promised else "a reply",
        replaced(after, promised, warn, now) if promised else redeemed(after, now),
        (
            for_case(case, f"reply:{form_id}:told", Destination.FAN_OUT, told),
            for_case(case, f"reply:{form_id}:said", Destination.SLACK, line),
        ),
    )


def _choices(hours: Hours, now: datetime) -> Iterator[Moment]:
    yield Moment("1_hour", _rounded(after_working(hours, now, timedelta(hours=1))))
    yield Moment("2_hours", _rounded(after_working(hours, now, timedelta(hours=2))))
    yield Moment("4_hours", _rounded(after_working(hours, now, timedelta(hours=4))))
    today = now.astimezone(hours.zone).date()
    last = clock(today, _LAST_MINUTE, hours.zone)  # midnight itself would be read as tomorrow
    ends = [min(end, last) for _, end in spans(hours, today) if min(end, last) > now]
    if ends:
        yield Moment("today", ends[-1])
    yield Moment("tomorrow", _next_noon(hours, now))


def _next_noon(hours: Hours, now: datetime) -> datetime:
    """Of the next day on which the team works: noon, or else an hour after it begins, or when it ends."""
    tomorrow = now.astimezone(hours.zone).date() + _A_DAY
    begins = next_opening(hours, clock(tomorrow, 0, hours.zone))
    day = begins.astimezone(hours.zone).date()
    noon = clock(day, _NOON, hours.zone)
    if begins >= noon:
        return after_working(hours, begins, timedelta(hours=1))
    return min(noon, spans(hours, day)[-1][1])


def _rounded(at: datetime) -> datetime:
    """Up to five minutes: nobody promises 15:37."""
    return at + timedelta(seconds=-at.timestamp() % 300)
