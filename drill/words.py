"""What is written in the drill: the forms of the declaration, of three updates and of the end, as they are filled in.

The second update is in one language only, marked as not translated.
"""

from collections.abc import Mapping
from typing import Any

Form = dict[str, Mapping[str, Any]]


def _words(**texts: str) -> Form:
    return {f"words_{language}": {"text": text} for language, text in texts.items()}


def _update(stage: str, **texts: str) -> Form:
    return {"stage": {"choice": stage}, "next_by": {"choice": "30"}, **_words(**texts)}


KNOWN: Form = {
    "next_by": {"choice": "30"},
    **_words(en="Prices are wrong in the whole shop.", ru="Цены неверны во всём магазине."),
}
NEWS: tuple[Form, ...] = (
    _update("identified", en="We have found the cause: a wrong currency.", ru="Мы нашли причину: не та валюта."),
    _update("identified", en="The right currency is on its way to all pages.") | {"untranslated": {"choice": ["yes"]}},
    _update("monitoring", en="Prices are right again, we watch them.", ru="Цены снова верны, мы следим за ними."),
)
END: Form = _words(
    en="A wrong setting made prices wrong for a while. We are sorry.",
    ru="Из-за неверной настройки цены были неверны. Просим прощения.",
)
