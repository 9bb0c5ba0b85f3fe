"""What will happen, drawn from a seed: who reports what, what engineers do about it, and what breaks meanwhile.

The same seed and number make the same plan. When each thing then happens is the machine's: nothing here is a time,
everything stands behind the number of reports that have come in before it.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import count
from typing import Literal

REPORTS_PER_PROBLEM = 20
MOST_PROBLEMS = 200  # each costs Jira up to thirty calls, and the emulator makes them one after the other
SIZE_OF_EVERYTHING = 500  # from so many reports on, the sandbox and the engine are killed too
_SIGNED = 0.45
_RUSSIAN = 0.3
_REPEATED = 0.04  # the same click once more, as from a page that did not hear the answer
_CAME_BACK = 0.05  # somebody who reports the same problem again
_ESCALATED = 0.3  # problems of which somebody complains in the support chat as well
_MOST_DEEDS = 4  # a problem: with them a person stays below the storm guard's ten mails in ten minutes

Act = Literal["take", "assign", "move", "not_a_bug", "ask", "answer", "talk", "note", "escalate"]
Harm = Literal["weather", "kill a worker", "lose messages", "lose news", "kill the sandbox", "restart the engine"]

_ENGINEERS = ("erin", "mikhail", "priya")
_WORKERS = ("APIHandler", "Relay", "Facts", "ToJira", "ToSlack", "ToMail", "ToChat", "FanOut")
_QUEUES = ("JiraOrders", "SlackOrders", "MailOrders", "ChatOrders")


@dataclass(frozen=True, slots=True)
class Click:
    """One report: of which problem, by which person. `signed` people are vouched for by the host."""

    number: int
    problem: int
    person: int
    signed: bool
    locale: str
    words: str
    again: bool


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that an engineer or a reporter does about a problem, once `after` reports have come in.

    `what` is the Jira status, the words or the colleague that the act needs. A `heard` deed is done only after
    Wilco has heard of the card's last move, so that both are told; otherwise the later may hide the earlier one.
    """

    after: int
    problem: int
    act: Act
    by: str
    what: str = ""
    heard: bool = False


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that breaks, once `after` reports have come in; `what` names the worker, the queue or the weather."""

    after: int
    harm: Harm
    what: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that will happen."""

    seed: int
    clicks: tuple[Click, ...]
    deeds: tuple[Deed, ...]
    troubles: tuple[Trouble, ...]


def draw(seed: int, reports: int) -> Plan:
    """The plan of this seed with so many reports."""
    chance = random.Random(seed)
    clicks = tuple(_clicks(chance, reports))
    deeds = sorted(_deeds(chance, clicks), key=lambda deed: deed.after)
    troubles = sorted((*_troubles(chance, reports), *_news_lost(chance, deeds)), key=lambda trouble: trouble.after)
    return Plan(seed, clicks, tuple(deeds), tuple(troubles))


def _clicks(chance: random.Random, reports: int) -> Iterator[Click]:
    """A few problems that many have, many that a few have; people come back with their own problem only."""
    problems = min(MOST_PROBLEMS, max(3, reports // REPORTS_PER_PROBLEM))
    weights = [1 / (rank + 8) for rank in range(problems)]
    newcomers = count(1)
    last: dict[int, Click] = {}
    for number in range(1, reports + 1):
        (problem,) = chance.choices(range(1, problems + 1), weights)
        signed, russian = chance.random() < _SIGNED, chance.random() < _RUSSIAN
        known = last.get(problem)
        if known and known.signed and chance.random() < _CAME_BACK:
            person, signed, locale = known.person, True, known.locale
        else:
            person, locale = next(newcomers), "ru" if russian else "en"
        words = f"It is report {number}." if chance.random() < 0.5 else ""
        last[problem] = Click(number, problem, person, signed, locale, words, chance.random() < _REPEATED)
        yield last[problem]


def _deeds(chance: random.Random, clicks: tuple[Click, ...]) -> Iterator[Deed]:
    """A life for most of the problems: some quick, some slow, some closed while people still report."""
    begins: dict[int, int] = {}
    for click in clicks:
        begins.setdefault(click.problem, click.number)
    for problem, begin in begins.items():
        if chance.random() < 0.8:
            moments = sorted(chance.randint(begin, len(clicks)) for _ in range(chance.randint(1, _MOST_DEEDS)))
            swift = chance.random() < 0.6  # one right after the other, so that one may overtake the other
            heard = swift and chance.random() < 0.7
            for number, (after, act) in enumerate(zip(moments, _life(chance), strict=False)):
                deed = _deed(chance, moments[0] if swift else after, problem, act, number)
                yield replace(deed, heard=heard)
        if chance.random() < _ESCALATED:
            moment = chance.randint(begin, len(clicks))
            yield Deed(moment, problem, "escalate", "daria", f"somebody with problem {problem} is in the chat")


def _life(chance: random.Random) -> list[tuple[Act, str]]:
    begun: list[tuple[Act, str]] = [("take", ""), ("assign", ""), ("move", "In Progress"), ("ask", "")]
    going: list[tuple[Act, str]] = [("answer", ""), ("note", ""), ("talk", ""), ("move", "In Review")]
    ended: list[tuple[Act, str]] = [("move", "Done"), ("move", "Done"), ("move", "Won't Do"), ("not_a_bug", "")]
    return [chance.choice(begun), ("move", "In Progress"), chance.choice(going), chance.choice(ended)]


def _deed(chance: random.Random, after: int, problem: int, act: tuple[Act, str], number: int) -> Deed:
    name, what = act
    by, words = chance.choice(_ENGINEERS), f"word {number} on problem {problem}"
    given = {"assign": chance.choice(_ENGINEERS), "ask": words, "answer": words, "talk": words, "note": words}
    return Deed(after, problem, name, by, what or given.get(name, ""))


def _troubles(chance: random.Random, reports: int) -> Iterator[Trouble]:
    """The weather changes eight times; the sandbox and the engine end at least once in a storm of size."""
    spells = min(8, max(2, reports // 100))
    for spell in range(spells):
        yield Trouble(spell * reports // spells, "weather", str(chance.randrange(1 << 30)))
    for _ in range(max(6, reports // 90)):
        yield Trouble(chance.randint(1, reports), "kill a worker", chance.choice(_WORKERS))
    for number in range(max(5, reports // 80)):
        yield Trouble(chance.randint(reports // 20, reports), "lose messages", _QUEUES[number % len(_QUEUES)])
    for _ in range(min(5, 1 + reports // 2000) if reports >= SIZE_OF_EVERYTHING else 0):
        yield Trouble(chance.randint(reports // 5, reports), "kill the sandbox")
        yield Trouble(chance.randint(reports // 5, reports), "restart the engine")


def _news_lost(chance: random.Random, deeds: list[Deed]) -> Iterator[Trouble]:
    """News that vanishes just when more of the same case follow: what comes late must not be told late."""
    moved = [deed for deed in deeds if deed.act == "move" and deed.heard]
    for deed in chance.sample(moved, min(len(moved), 4 + len(moved) // 4, 30)):
        yield Trouble(deed.after, "lose news")
