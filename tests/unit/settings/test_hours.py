"""The team's hours as the file says them: what is read, and what is refused with words that help."""

import json
from typing import Any

import pytest
from pydantic import ValidationError

from chalicelib.model.hours import Hours, Period, Shift
from chalicelib.settings.hours import WorkingHours

WRITTEN: dict[str, Any] = {
    "time_zone": "Europe/Moscow",
    "days": {"mon": ["09:00-13:00", "14:00-18:00"], "sat": ["10:00-24:00"]},
    "holidays": ["2026-12-31"],
    "shifts": [{"who": "Erin", "days": ["sat", "sun"], "from": "10:00", "to": "18:00"}],
}


def test_what_the_file_says() -> None:
    hours = WorkingHours.model_validate(WRITTEN).as_hours()
    assert hours.days == ((Period(540, 780), Period(840, 1080)), (), (), (), (), (Period(600, 1440),), ())
    assert [day.isoformat() for day in hours.holidays] == ["2026-12-31"]
    assert hours.shifts == (Shift("Erin", frozenset({5, 6}), Period(600, 1080)),)
    assert hours.time_zone == "Europe/Moscow"


def test_without_days_somebody_is_always_there() -> None:
    assert WorkingHours().as_hours() == Hours()


def test_it_is_the_same_after_packaging() -> None:
    written = WorkingHours.model_validate(WRITTEN)
    assert WorkingHours.model_validate(json.loads(written.model_dump_json())) == written


def test_a_time_without_quotes_is_what_was_meant() -> None:
    """YAML 1.1 reads 10:00 as a number of base sixty."""
    shift = WRITTEN["shifts"][0] | {"from": 600, "to": 1080}
    assert WorkingHours.model_validate(WRITTEN | {"shifts": [shift]}) == WorkingHours.model_validate(WRITTEN)


def _days(*periods: str) -> dict[str, Any]:
    return {"days": {"mon": list(periods)}}


def _shift(**given: Any) -> dict[str, Any]:
    return {"shifts": [WRITTEN["shifts"][0] | given]}


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (_days("09:00"), "is no period: write it as 09:00-13:00"),
        (_days("9-13"), "is no time of day: write it as 09:00"),
        (_days("09:00-24:30"), "is no time of day"),
        (_days("09:60-10:00"), "is no time of day"),
        (_days("18:00-09:00"), "ends before it begins"),
        (_days("09:00-09:00"), "ends before it begins"),
        (_days("09:00-13:00", "12:59-14:00"), "`09:00-13:00` runs into the next one"),
        (_days("14:00-18:00", "09:00-13:00"), "put them in order"),
        (_days(), "no day has a period"),
        ({"days": {"monday": ["09:00-13:00"]}}, "'mon'"),
        ({"time_zone": "Europe/Moskau"}, "there is no time zone `Europe/Moskau`"),
        ({"time_zone": "../../etc/passwd"}, "there is no time zone"),
        ({"holidays": ["31.12.2026"]}, "date"),
        (_shift(to="09:00"), "ends before it begins"),
        (_shift(to="late"), "is no time of day"),
        (_shift(days=[]), "at least 1"),
    ],
)
def test_what_is_refused(wrong: dict[str, Any], told: str) -> None:
    with pytest.raises(ValidationError) as refused:
        WorkingHours.model_validate(wrong)
    assert told in str(refused.value)


def test_a_shift_is_somebodys() -> None:
    with pytest.raises(ValueError, match="`Erin` is not among the people; they are Priya, Mikhail"):
        WorkingHours.model_validate(WRITTEN).check_people(["Priya", "Mikhail"])
    WorkingHours.model_validate(WRITTEN).check_people(["Erin"])
