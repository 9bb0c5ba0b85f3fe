"""Who reports what, and in which part of the outage, drawn from a seed: the same seed makes the same people."""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from chaos.plan import Harm, Trouble

Phase = Literal["cold", "calm", "first", "form", "surge", "update 1", "update 2", "update 3", "over"]
BEFORE: tuple[Phase, ...] = ("cold", "calm")  # nothing is wrong yet; the first of these wait for functions to start
UPDATES: tuple[Phase, ...] = ("update 1", "update 2", "update 3")

PRODUCT, AREA = "shop", "prices"
_CALM_AREAS = ("orders", "delivery")
_PLACES = ("shop/orders/{}", "shop/products/wool-blanket", "shop/cart/{}")
_NEW_PLACE = "shop/checkout/{}"  # nobody has reported it before: the first one does while the form is open
_KINDS = ("wrong-value", "missing-data")
_RUSSIAN, _NOT_SIGNED_IN, _AGAIN = 0.3, 0.05, 0.1
# Whom no host vouches for shares one network here, and that may send 600 reports an hour (wilco.yaml).
_NOT_SIGNED_IN_AT_MOST = 300


# What ends in each part, once so much of it is done: the name of a function is that of a worker that is killed. Where
# there are few people, only the last of each part: the rest would only take time.
_FEW = 100
_BREAKS: Mapping[Phase, tuple[tuple[float, str], ...]] = {
    "first": (),
    "surge": ((0.2, "APIHandler"), (0.4, "Facts"), (0.6, "Relay"), (0.8, "ToMail")),
    "update 1": ((0.1, "ToMail"), (0.3, "Relay"), (0.6, "ToMail")),
    "update 2": ((0.1, "FanOut"), (0.25, "ToMail"), (0.4, "restart the engine")),
    "update 3": ((0.2, "ToMail"), (0.4, "ToSlack"), (0.5, "kill the sandbox")),
    "over": ((0.3, "Relay"), (0.6, "ToMail")),
}


@dataclass(frozen=True, slots=True)
class Reporter:
    """Somebody who reports. The host vouches for the address of who is `signed_in`."""

    number: int
    locale: str
    signed_in: bool

    @property
    def email(self) -> str:
        """Where they read mail."""
        return f"drill-{self.number}@example.com"


@dataclass(frozen=True, slots=True)
class Click:
    """One report."""

    number: int
    by: Reporter
    phase: Phase
    area: str
    kind: str
    place: str


@dataclass(frozen=True, slots=True)
class Planned:
    """Something that breaks in a part of the outage, once this share of it is done."""

    phase: Phase
    share: float
    trouble: Trouble


@dataclass(frozen=True, slots=True)
class Plan:
    """Everybody's clicks by the part of the outage in which they come. `people` are those of the outage.

    `troubles` stand in the order in which they are made; without faults there are none.
    """

    seed: int
    people: int
    clicks: Mapping[Phase, tuple[Click, ...]]
    troubles: tuple[Planned, ...] = ()


def draw(seed: int, people: int, *, faults: bool = False) -> Plan:
    """The plan of this seed with so many people in the outage; some more report something else before it."""
    chance = random.Random(seed)
    shares = _shares(people)
    phases = [phase for phase, share in shares.items() for _ in range(share)]
    everybody = list(_reporters(chance, len(phases)))
    moments = [(phase, one) for phase, one in zip(phases, everybody, strict=True)]
    moments += [
        (_later(chance, phase), one) for phase, one in moments if phase not in BEFORE and chance.random() < _AGAIN
    ]
    clicks: dict[Phase, list[Click]] = {phase: [] for phase in shares}
    for number, (phase, by) in enumerate(moments, 1):
        new = phase == "form" and not clicks[phase]
        clicks[phase].append(_click(chance, number, by, phase, _NEW_PLACE if new else chance.choice(_PLACES)))
    everything = {phase: tuple(these) for phase, these in clicks.items()}
    return Plan(seed, people, everything, tuple(_troubles(chance, people)) if faults else ())


def _troubles(chance: random.Random, people: int) -> Iterator[Planned]:
    """Each part of the outage has weather of its own; the engine is stopped in the middle of the second update."""
    for phase, breaks in _BREAKS.items():
        yield Planned(phase, 0.0, Trouble(0, "weather", str(chance.randrange(1 << 30))))
        for share, what in breaks[-1:] if people < _FEW else breaks:
            harm: Harm = what if what in ("restart the engine", "kill the sandbox") else "kill a worker"  # type: ignore[assignment]
            yield Planned(phase, share, Trouble(0, harm, what))


def _shares(people: int) -> dict[Phase, int]:
    """How many come when: a few before anybody knows, most while they are answered at once, some during each update."""
    first, form, later = min(max(people // 20, 6), 100), min(max(people // 50, 2), 20), max(people // 10, 2)
    surge = people - first - form - later * len(UPDATES)
    calm = min(max(people // 5, 40), 400)
    return {"cold": 8, "calm": calm, "first": first, "form": form, "surge": surge, **dict.fromkeys(UPDATES, later)}


def _reporters(chance: random.Random, people: int) -> Iterator[Reporter]:
    strangers = 0
    for number in range(1, people + 1):
        signed_in = chance.random() >= _NOT_SIGNED_IN or strangers >= _NOT_SIGNED_IN_AT_MOST
        strangers += not signed_in
        yield Reporter(number, "ru" if chance.random() < _RUSSIAN else "en", signed_in)


def _later(chance: random.Random, phase: Phase) -> Phase:
    """When somebody comes back: in the same part of the outage, or in a later one."""
    order: tuple[Phase, ...] = ("first", "form", "surge", *UPDATES)
    return chance.choice(order[order.index(phase) :])


def _click(chance: random.Random, number: int, by: Reporter, phase: Phase, place: str) -> Click:
    area = chance.choice(_CALM_AREAS) if phase in BEFORE else AREA
    return Click(number, by, phase, area, chance.choice(_KINDS), place.format(10_000 + number))
