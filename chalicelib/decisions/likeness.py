"""Which open cases may be the one that an operator is about to hand over: shown to them before a second is made.

Points, not chance: what is the same counts (the place most), words in common count each. How recent a case is only
orders those that are alike at all.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from chalicelib.decisions.fingerprint import place_shape
from chalicelib.decisions.stop_words import STOP_WORDS
from chalicelib.model.case import Case

SHOWN_AT_MOST = 5
_ALIKE = 3.0
_SAME_PLACE, _SAME_AREA, _SAME_KIND, _BOTH, _WORD = 4.0, 1.0, 1.0, 1.0, 1.0
_WORDS_AT_MOST = 4
_WORDS_NAMED = 3
_HALF_LIFE_DAYS = 3.0
_WORD_SHAPE = re.compile(r"[^\W_]{3,}")
_ADDRESS = re.compile(r"https?://[^\s<>|\"']+", re.IGNORECASE)
_STEM_LENGTH, _STEM_AT_LEAST = 6, 3
_ENDINGS = re.compile(
    r"(?:ing|ed|es|s|e|ly"
    r"|ами|ями|ого|его|ому|ему|ться|тся|ает|яет|ают|яют|ов|ев|ей|ой|ый|ий|ая|яя|ое|ее|ые|ие|ах|ях|ам|ям|ом|ем|ет|ут|ют"
    r"|ит|ат|ят|ла|ло|ли|[аеиоуыэюяйь])$"
)


@dataclass(frozen=True, slots=True)
class Described:
    """What an operator said of a problem that they are handing over."""

    area: str
    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Likely:
    """An open case that may be the same: the more points the likelier, and what makes it so."""

    case: Case
    score: float
    reason: str


def likely_same(described: Described, cases: Iterable[Case], now: datetime) -> tuple[Likely, ...]:
    """The open ones among `cases` that are alike, the likeliest first; none when nothing is."""
    said, places = stems(described.words), _places(described.words)
    found = [likely for case in cases if case.is_open and (likely := _compare(described, said, places, case, now))]
    found.sort(key=lambda one: (-one.score, -one.case.opened_at.timestamp(), one.case.id))
    return tuple(found[:SHOWN_AT_MOST])


def stems(text: str) -> dict[str, str]:
    """The words that say something, by what is left of each without its ending, in the order of the text."""
    found: dict[str, str] = {}
    # NFKC makes "No" of the sign for a number, which is no part of it.
    folded = unicodedata.normalize("NFKC", _ADDRESS.sub(" ", text).replace("№", " ")).casefold().replace("ё", "е")
    for word in _WORD_SHAPE.findall(folded):
        if word not in STOP_WORDS:
            found.setdefault(_stem(word), word)
    return found


def _compare(described: Described, said: dict[str, str], places: set[str], case: Case, now: datetime) -> Likely | None:
    known = {**stems(case.words or ""), **stems(case.place.partition("/")[2])}
    common = [word for stem, word in said.items() if stem in known]
    area, kind, place = described.area == case.area, described.kind == case.kind, case.place in places
    points = _SAME_PLACE * place + _SAME_AREA * area + _SAME_KIND * kind + _BOTH * (area and kind)
    points += _WORD * min(len(common), _WORDS_AT_MOST)
    if points < _ALIKE:
        return None
    return Likely(case, points + _recent(case, now), _reason(area, kind, place, common))


def _recent(case: Case, now: datetime) -> float:
    """Less than one point, and never more for the older of two."""
    days = max((now - case.changed_at).total_seconds() / 86_400, 0.0)
    return 0.9 * _HALF_LIFE_DAYS / (_HALF_LIFE_DAYS + days)


def _reason(area: bool, kind: bool, place: bool, common: list[str]) -> str:
    same = " and ".join(name for name, is_same in (("page", place), ("area", area), ("kind", kind)) if is_same)
    parts = [f"same {same}"] if same else []
    if common:
        more = f" and {len(common) - _WORDS_NAMED} more" if len(common) > _WORDS_NAMED else ""
        parts.append(f"both say {', '.join(common[:_WORDS_NAMED])}{more}")
    return "; ".join(parts)


def _places(text: str) -> set[str]:
    return {place_shape(address.rstrip(".,;:!?)]")) for address in _ADDRESS.findall(text)} - {""}


def _stem(word: str) -> str:
    """Enough of a word to know its other forms by; light, so that it is the same for a language that is not ours."""
    if not word.isdigit():
        short = _ENDINGS.sub("", word)
        word = (short if len(short) >= _STEM_AT_LEAST else word)[:_STEM_LENGTH]
    return word
