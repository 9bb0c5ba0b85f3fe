"""When the team works, as its file says it: `days: {mon: ["09:00-13:00", "14:00-18:00"]}`; checked, and as a model."""

import re
from collections.abc import Collection
from dataclasses import replace
from datetime import date
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, AliasChoices, BeforeValidator, Field, field_validator, model_validator

from chalicelib.model.hours import DAY, Hours, Period, Shift
from chalicelib.settings.part import Part

Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
_DAYS: tuple[Day, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_TIME = re.compile(r"([01]?\d|2[0-4]):([0-5]\d)")
_ZONE_NAME = re.compile(r"[A-Za-z0-9_+-]{1,30}(?:/[A-Za-z0-9_+-]{1,30}){0,2}")


def _minute(written: str) -> int:
    """The minute of the day."""
    found = _TIME.fullmatch(written.strip())
    minute = int(found[1]) * 60 + int(found[2]) if found else DAY + 1
    if minute > DAY:
        raise ValueError(f"`{written}` is no time of day: write it as 09:00, or 24:00 for midnight")
    return minute


def _period(written: str) -> Period:
    begins, dash, ends = written.partition("-")
    if not dash:
        raise ValueError(f"`{written}` is no period: write it as 09:00-13:00")
    period = Period(_minute(begins), _minute(ends))
    if period.begins >= period.ends:
        raise ValueError(f"`{written}` ends before it begins; what goes over midnight is written as two, until 24:00")
    return period


def _periods(written: tuple[str, ...]) -> tuple[str, ...]:
    periods = [_period(one) for one in written]
    for (before, period), after in zip(zip(written, periods, strict=True), periods[1:], strict=False):
        if after.begins < period.ends:
            raise ValueError(f"`{before}` runs into the next one: put them in order, without an overlap")
    return written


def _zone(name: str) -> str:
    try:
        if _ZONE_NAME.fullmatch(name):  # zoneinfo makes a path of whatever it is given
            ZoneInfo(name)
            return name
    except (ValueError, OSError, ZoneInfoNotFoundError):
        pass
    raise ValueError(f"there is no time zone `{name}`: write it as Europe/Moscow")


def _time(written: object) -> object:
    """YAML reads 10:00 without quotes as a number, sixty times ten: the minute of the day that is meant."""
    if isinstance(written, int) and not isinstance(written, bool) and 0 <= written <= DAY:
        return f"{written // 60:02}:{written % 60:02}"
    return written


def _known_time(written: str) -> str:
    _minute(written)
    return written


Time = Annotated[str, BeforeValidator(_time), AfterValidator(_known_time)]


class DutyShift(Part):
    """`who` (a name of `people`) is on duty on these days, also outside of the hours: urgent cases page them."""

    who: str
    days: tuple[Day, ...] = Field(min_length=1)
    since: Time = Field(validation_alias=AliasChoices("from", "since"))
    to: Time

    @model_validator(mode="after")
    def _forwards(self) -> "DutyShift":
        _period(f"{self.since}-{self.to}")
        return self

    def as_shift(self) -> Shift:
        """The shift of the model."""
        return Shift(
            self.who,
            frozenset(_DAYS.index(day) for day in self.days),
            Period(_minute(self.since), _minute(self.to)),
        )


class WorkingHours(Part):
    """Without `days` somebody is always there; a day that is not named is free. `holidays` are whole days."""

    time_zone: Annotated[str, AfterValidator(_zone)] = "UTC"
    days: dict[Day, Annotated[tuple[str, ...], AfterValidator(_periods)]] = {}
    holidays: tuple[date, ...] = ()
    shifts: tuple[DutyShift, ...] = ()

    @field_validator("days")
    @classmethod
    def _some(cls, days: dict[Day, tuple[str, ...]]) -> dict[Day, tuple[str, ...]]:
        if days and not any(days.values()):
            raise ValueError("no day has a period; leave `days` out when somebody is always there")
        return days

    def check_people(self, names: Collection[str]) -> None:
        """Raises ValueError when a shift is somebody's who is not in the file."""
        for shift in self.shifts:
            if shift.who not in names:
                raise ValueError(f"hours.shifts: `{shift.who}` is not among the people; they are {', '.join(names)}")

    def as_hours(self) -> Hours:
        """The hours of the model."""
        hours = Hours(
            self.time_zone,
            holidays=frozenset(self.holidays),
            shifts=tuple(shift.as_shift() for shift in self.shifts),
        )
        if not self.days:
            return hours
        return replace(hours, days=tuple(tuple(map(_period, self.days.get(day, ()))) for day in _DAYS))
