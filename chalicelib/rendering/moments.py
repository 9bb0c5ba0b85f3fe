"""A moment in words, by the team's clock. Told as a line of its own and not within a sentence: Russian would bend it.

Without Babel, since Slack's worker says such moments too and starts without it.
"""

from datetime import datetime

from chalicelib.model.hours import Hours
from chalicelib.team import Language

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
