"""English and Russian: which one a person is spoken to in, and the catalogue of its words.

English stands in the code and the templates; a catalogue is compiled when packaging and read on first use.
"""

import gettext
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from chalicelib.settings.part import Language

LOCALES = Path(__file__).with_name("locales")


def language_of(locale: str, languages: Sequence[Language]) -> Language:
    """The team's language for a person's locale (`ru-RU`, `en_GB`), the team's first when it does not speak theirs."""
    wanted = locale.lower().replace("_", "-").partition("-")[0]
    return next((language for language in languages if language == wanted), languages[0])


@cache
def catalogue(language: Language) -> gettext.NullTranslations:
    """The language's words; the English of the code where there is no catalogue."""
    return gettext.translation("wilco", LOCALES, languages=[language], fallback=True)
