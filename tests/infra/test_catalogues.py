"""Translations are compiled when they must be, and equal translations make equal files."""

import gettext
import os
from pathlib import Path

from infra.catalogues import compile_catalogues

PO = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"

msgid "Received"
msgstr "Принято"
"""


def _catalogue(root: Path) -> Path:
    source = root / "chalicelib/rendering/locales/ru/LC_MESSAGES/wilco.po"
    source.parent.mkdir(parents=True)
    source.write_text(PO, encoding="utf-8")
    return source


def test_a_catalogue_is_compiled_once(tmp_path: Path) -> None:
    source = _catalogue(tmp_path)
    assert compile_catalogues(tmp_path) == [source]
    assert compile_catalogues(tmp_path) == []
    with source.with_suffix(".mo").open("rb") as compiled:
        assert gettext.GNUTranslations(compiled).gettext("Received") == "Принято"


def test_an_edited_catalogue_is_compiled_again_to_the_same_bytes(tmp_path: Path) -> None:
    source = _catalogue(tmp_path)
    compile_catalogues(tmp_path)
    first = source.with_suffix(".mo").read_bytes()
    later = source.with_suffix(".mo").stat().st_mtime + 1
    os.utime(source, (later, later))
    assert compile_catalogues(tmp_path) == [source]
    assert source.with_suffix(".mo").read_bytes() == first
    assert b"1980-01-01" in first
