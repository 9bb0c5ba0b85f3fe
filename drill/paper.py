"""The same outage for a million people, on paper: this run scaled up, beside what AWS grants before anybody asks.

docs/drill.md has where each limit is from, which of them are reached, and what to ask for.
"""

from collections.abc import Iterator

from drill.machine import Usage

PEOPLE = 1_000_000
RATES = (14, 200, 1_000)  # mails a second: what accounts are often given first, the sandbox's, and a large sender's
WITHIN = 3_600  # seconds in which so many report
_AT_ONCE = 4_000  # write units a second of a new on-demand table
_HOUR, _MINUTE = 3_600, 60


def on_paper(people: int, reports: int, mails: int, dollars: dict[str, float], usage: Usage) -> Iterator[str]:
    """Lines; `people`, `reports`, `mails` and `dollars` are those of the run."""
    times = PEOPLE / people
    yield f"on paper, for {PEOPLE:,} people, this run times {times:,.0f}:"
    mail, rest = dollars["mail"] * times, (sum(dollars.values()) - dollars["mail"]) * times
    yield f"  {mails * times:,.0f} mails, ${mail:,.0f}; everything else ${rest:,.0f}"
    told = ", ".join(f"{_span(PEOPLE / rate)} at {rate:,} mails a second" for rate in RATES)
    yield f"  one update to everybody takes {told}"
    rate, units = reports * times / WITHIN, usage.units.get("writes", 0) * times / WITHIN
    yield f"  reported within an hour: {rate:,.0f} reports and {units:,.0f} write units a second, mails included"
    yield f"  (a new table takes {_AT_ONCE:,} units at once)"


def _span(seconds: float) -> str:
    return f"{seconds / _HOUR:.1f} h" if seconds >= 2 * _HOUR else f"{seconds / _MINUTE:.0f} min"
