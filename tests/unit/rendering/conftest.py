"""Rendering speaks Russian only from compiled catalogues, so they are compiled here when the texts are newer."""

import os

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hypothesis import settings

from chalicelib.rendering.words import LOCALES, catalogue

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture(scope="session", autouse=True)
def compiled_catalogues() -> None:
    for po in LOCALES.glob("*/LC_MESSAGES/*.po"):
        mo = po.with_suffix(".mo")
        if mo.exists() and mo.stat().st_mtime >= po.stat().st_mtime:
            continue
        with po.open("rb") as texts:
            words = read_po(texts)
        fresh = mo.with_suffix(f".{os.getpid()}")  # several test processes may be here at once
        with fresh.open("wb") as compiled:
            write_mo(compiled, words)
        fresh.replace(mo)
    catalogue.cache_clear()
