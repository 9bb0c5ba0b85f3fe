"""A moment in words, by the team's clock. Told as a line of its own and not within a sentence: Russian would bend it.

Without Babel, since Slack's worker says such moments too and starts without it.
"""

import re
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from chalicelib.model.hours import Hours
from chalicelib.team import Language

_ZONE_NAME = re.compile(r"[A-Za-z0-9_+-]{1,30}(?:/[A-Za-z0-9_+-]{1,30}){0,2}")
_DAYS = {
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
    "ru": ["понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье"],
}
_MONTHS = {
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    "ru": [
        "января",
        "февраля",
        "марта",
        "апреля",
        "мая",
        "июня",
        "июля",
        "августа",
        "сентября",
        "октября",
        "ноября",
        "декабря",
    ],
}


def when(at: datetime, hours: Hours, language: Language) -> str:
    """`Monday, 30 November, 16:00 (Europe/Moscow)`."""
    there = at.astimezone(hours.zone)
    day, month = _DAYS[language][there.weekday()], _MONTHS[language][there.month - 1]
    return f"{day}, {there.day} {month}, {there:%H:%M} ({hours.time_zone})"


def zone_of(name: str | None) -> ZoneInfo | None:
    """A person's own time zone; None when the browser sent none or nonsense."""
    if not name or not _ZONE_NAME.fullmatch(name):  # zoneinfo makes a path and a module of whatever it is given
        return None
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, ZoneInfoNotFoundError):
        return None
