"""How many people are usual in an area at an hour: its rhythm, and the level of these days.

Each hour of the week has its own fading rate, which leans on that of its hour of the day, and this on the area's rate
as a whole: gamma-Poisson means with a prior worth a few hours, so that one Monday teaches something and no training is
needed. The level (these hours' people over those that the rhythm expected) follows growth and rough days within hours;
it only raises what is usual, because only rises matter.

What is learnt of a count is never more than the usual could reach, and hardly more than the usual while a suspicion
stands: a surge does not become the usual that it is compared with.
"""

from dataclasses import replace

from chalicelib.decisions.rarity import reach
from chalicelib.model.surge import HOURS_OF_A_DAY, HOURS_OF_A_WEEK, Area, Rate

DAY_PRIOR, WEEK_PRIOR, LEVEL_PRIOR = 1.0, 4.0, 6.0  # hours that the coarser rate is worth
PRIOR_PEOPLE = 2.0  # that a coarser rate is worth
LEVEL_PEOPLE = 5.0  # and people: the first report of a quiet week is no new level
WHOLE_PRIOR = Rate(0.05, 1.0)  # an area nobody has ever reported from
DAY_HALF_LIFE, WEEK_HALF_LIFE, WHOLE_HALF_LIFE, LEVEL_HALF_LIFE = 14.0, 4.0, 14 * 24.0, 12.0  # hours seen of each
AT_MOST, AT_MOST_STANDING = 6.0, 0.5  # nats
FIRST_HOURS = 4.0  # in which everything is learnt as it comes and nothing is suspected
_UNKNOWN = 0.5  # squared variation of an hour of the day that was never seen


def whole(area: Area) -> float:
    """People an hour, over all hours."""
    return (area.whole.people + WHOLE_PRIOR.people) / (area.whole.hours + WHOLE_PRIOR.hours)


def rhythm(area: Area, hour: int) -> float:
    """People an hour that are usual at this hour (counted since 1970)."""
    daily = _leaning(area.day[hour % HOURS_OF_A_DAY], whole(area), DAY_PRIOR)
    return _leaning(area.week[hour % HOURS_OF_A_WEEK], daily, WEEK_PRIOR)


def level(area: Area) -> float:
    """How many times the rhythm these hours are, at least once."""
    prior = LEVEL_PRIOR * whole(area) + LEVEL_PEOPLE
    return max(1.0, (area.level.people + prior) / (area.level.hours + prior))


def unknown(area: Area, hour: int) -> float:
    """What is added to the spread for an hour of the day that is hardly known."""
    return float(_UNKNOWN / (1 + area.day[hour % HOURS_OF_A_DAY].hours) ** 1.5)


def learn_rhythm(area: Area, hour: int, count: float, spread: float, hours: float) -> Area:
    """The area that has seen this count."""
    expected = rhythm(area, hour) * hours
    of_rhythm, of_level = count, count
    if area.watched >= FIRST_HOURS:
        nats = AT_MOST_STANDING if area.standing else AT_MOST
        of_rhythm = min(count, reach(expected, spread, nats))
        of_level = min(count, reach(expected * level(area), spread, nats))
    of_day, of_week = hour % HOURS_OF_A_DAY, hour % HOURS_OF_A_WEEK
    return replace(
        area,
        week=_put(area.week, of_week, _fade(area.week[of_week], of_rhythm, hours, hours, WEEK_HALF_LIFE)),
        day=_put(area.day, of_day, _fade(area.day[of_day], of_rhythm, hours, hours, DAY_HALF_LIFE)),
        whole=_fade(area.whole, of_rhythm, hours, hours, WHOLE_HALF_LIFE),
        level=_fade(area.level, of_level, expected, hours, LEVEL_HALF_LIFE),
    )


def _leaning(rate: Rate, coarser: float, prior_hours: float) -> float:
    """The mean of a gamma-Poisson rate whose prior is worth some hours, and some people: few people make no rhythm."""
    return (rate.people + prior_hours * coarser + PRIOR_PEOPLE) / (rate.hours + prior_hours + PRIOR_PEOPLE / coarser)


def _fade(rate: Rate, people: float, worth: float, hours: float, half_life: float) -> Rate:
    kept = 0.5 ** (hours / half_life)
    return Rate(round(rate.people * kept + people, 6), round(rate.hours * kept + worth, 6))


def _put(rates: tuple[Rate, ...], at: int, rate: Rate) -> tuple[Rate, ...]:
    return (*rates[:at], rate, *rates[at + 1 :])
