"""A page of the team's knowledge base, and which of them may help with a problem until a person is back."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

_WORD = re.compile(r"[^\W_]+")
_SHORT = 4  # letters; a shorter word has to be the same, of a longer one the ending may differ


@dataclass(frozen=True, slots=True)
class Article:
    """`title` by language; `areas` are those of the product that it is about, none for all; `words` lead to it."""

    url: str
    title: Mapping[str, str] = field(hash=False)
    areas: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


def nearest(area: str, text: str, articles: Sequence[Article], at_most: int = 3) -> tuple[Article, ...]:
    """Those of the area first, then by words in common with `text`, then as the file has them.

    Of another area only what has a word in common is of use.
    """
    said = _words([text])
    ranked = [(area in one.areas, _shared(said, one), one) for one in articles]
    useful = [(here, common, one) for here, common, one in ranked if here or common]
    useful.sort(key=lambda found: (not found[0], -found[1]))
    return tuple(one for _, _, one in useful[:at_most])


def _shared(said: set[str], article: Article) -> int:
    own = _words([*article.words, *article.title.values()])
    return sum(any(_same(one, other) for other in said) for one in own)


def _words(texts: Iterable[str]) -> set[str]:
    found = {word.casefold() for text in texts for word in _WORD.findall(text)}
    return {word for word in found if len(word) > 2}


def _same(one: str, other: str) -> bool:
    """The same word, whatever its ending: Russian has many of them, English a few."""
    shorter = min(len(one), len(other))
    stem = max(_SHORT, shorter - 2)
    return one == other or (shorter >= _SHORT and abs(len(one) - len(other)) < _SHORT and one[:stem] == other[:stem])
